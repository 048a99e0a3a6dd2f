"""What a hospital that asked by its link is told once somebody has decided."""

from relief.chapters.queries import get_chapter
from relief.core import mail, tenancy
from relief.core.pdf.words import day
from relief.needs.models import Need, NeedStatus

LANGUAGE = "es"  # the hospitals are Mexican public ones


def decided(need: Need) -> None:
    """Write to each contact with a mailbox; of what staff wrote down, staff tell the hospital."""
    if need.link_id is None:
        return
    approved = need.status is NeedStatus.APPROVED
    chapter = get_chapter(tenancy.chapter_id())
    for contact in need.hospital.contacts:
        if not contact.email:
            continue
        draft = mail.Draft(
            template="need_approved" if approved else "need_rejected",
            to_address=contact.email,
            language=LANGUAGE,
            context={
                "reference": need.reference,
                "contact": contact.name,
                "chapter_name": chapter.name,
                "hospital": need.hospital.name,
                "needed_by": day(need.needed_by, LANGUAGE),
                "goods": [
                    f"{each.requested:,} × {each.item.label(LANGUAGE)}" for each in need.lines
                ],
                "reason": need.decision_reason,
            },
            subject_id=need.id,
        )
        mail.write(draft)
