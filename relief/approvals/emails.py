"""The letters of an approval: to those who may decide, and the answer to whoever asked."""

from typing import Any

from flask import current_app

from relief.accounts.models import User
from relief.approvals.acts import act_of
from relief.approvals.models import Approval, ApprovalStatus
from relief.chapters.queries import get_chapter
from relief.config import Settings
from relief.core import mail
from relief.core.money import format_money


def asked(approval: Approval, reader: User) -> mail.Letter:
    """Tell one person that a request waits for them."""
    told = {"name": reader.name, "asked_by": approval.asked_by}
    return _write("approval_asked", approval, reader, **told)


def decided(approval: Approval, reader: User) -> mail.Letter:
    """Tell whoever asked what was decided, by whom, and with which words."""
    return _write(
        "approval_decided",
        approval,
        reader,
        approved=approval.status is ApprovalStatus.APPROVED,
        decided_by=approval.decided_by,
        note=approval.decision_note,
    )


def _write(template: str, approval: Approval, reader: User, **told: Any) -> mail.Letter:
    settings: Settings = current_app.config["SETTINGS"]
    page = current_app.url_map.bind("relief").build("approvals.show", {"approval_id": approval.id})
    return mail.write(
        mail.Draft(
            template=template,
            to_address=reader.email,
            language=reader.language,
            context={
                # Read while the letter is written, in its reader's language.
                "act": act_of(approval.kind).title,
                "label": approval.label,
                "amount": format_money(approval.amount),
                "reason": approval.reason,
                "link": settings.base_url + page,
                "chapter_name": get_chapter(approval.chapter_id).name,
                **told,
            },
            subject_id=approval.id,
        )
    )
