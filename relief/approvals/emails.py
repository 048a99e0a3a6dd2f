"""The letter to those who may decide."""

from flask import current_app

from relief.accounts.models import User
from relief.approvals.acts import act_of
from relief.approvals.models import Approval
from relief.chapters.queries import get_chapter
from relief.config import Settings
from relief.core import mail
from relief.core.money import format_money


def asked(approval: Approval, reader: User) -> mail.Letter:
    """Tell one person that a request waits for them."""
    settings: Settings = current_app.config["SETTINGS"]
    page = current_app.url_map.bind("relief").build("approvals.show", {"approval_id": approval.id})
    return mail.write(
        mail.Draft(
            template="approval_asked",
            to_address=reader.email,
            language=reader.language,
            context={
                "name": reader.name,
                # Read while the letter is written, in its reader's language.
                "act": act_of(approval.kind).title,
                "label": approval.label,
                "amount": format_money(approval.amount),
                "asked_by": approval.asked_by,
                "reason": approval.reason,
                "link": settings.base_url + page,
                "chapter_name": get_chapter(approval.chapter_id).name,
            },
            subject_id=approval.id,
        )
    )
