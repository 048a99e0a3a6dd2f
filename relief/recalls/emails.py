"""The letter that tells a hospital not to use what it got."""

from collections.abc import Sequence

from relief.chapters.queries import get_chapter
from relief.core import mail, tenancy
from relief.core.numbers import in_groups
from relief.hospitals.models import Hospital
from relief.recalls.models import Recall
from relief.recalls.tracing import Reached

LANGUAGE = "es"  # the hospitals are Mexican public ones


def tell(recall: Recall, hospital: Hospital, goods: Sequence[Reached]) -> bool:
    """Write to each contact of a hospital with a mailbox; say whether there was one."""
    chapter = get_chapter(tenancy.chapter_id())
    lines = [
        f"{in_groups(each.quantity)} × {each.lot.item.label(LANGUAGE)} · {each.lot.code}"
        f" · {each.reference}"
        for each in goods
    ]
    written = False
    for contact in hospital.contacts:
        if not contact.email:
            continue
        mail.write(
            mail.Draft(
                template="recall_opened",
                to_address=contact.email,
                language=LANGUAGE,
                context={
                    "reference": recall.reference,
                    "contact": contact.name,
                    "chapter_name": chapter.name,
                    "hospital": hospital.name,
                    "goods": lines,
                    "reason": recall.reason,
                    "instructions": recall.instructions,
                    "chapter_email": chapter.email,
                    "chapter_phone": chapter.phone,
                },
                subject_id=recall.id,
            )
        )
        written = True
    return written
