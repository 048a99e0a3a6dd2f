"""The letters that a hospital receives about a delivery."""

from uuid import UUID

from relief.chapters.queries import get_chapter
from relief.core import mail, tenancy
from relief.core.pdf.words import day
from relief.deliveries import queries, taking
from relief.deliveries.models import Delivery

SOURCE = "delivery_acuse"
LANGUAGE = "es"  # the hospitals are Mexican public ones


def dispatched(delivery: Delivery) -> None:
    """Tell each contact with a mailbox what is coming and where to confirm it."""
    _write("delivery_dispatched", delivery)


def received(delivery: Delivery) -> None:
    """Send the acuse to each contact with a mailbox."""
    enclosed = mail.Enclosure(SOURCE, str(delivery.id))
    _write("delivery_received", delivery, enclosed)


@mail.enclosure_source(SOURCE)
def enclose(key: str) -> mail.Attachment:
    """Draw the acuse when the letter leaves; what was signed does not change."""
    delivery = queries.whole_delivery(UUID(key))
    content = taking.draw_acuse(delivery, language=LANGUAGE)
    return mail.Attachment(f"{delivery.reference}-acuse.pdf", content)


def _write(template: str, delivery: Delivery, *enclosures: mail.Enclosure) -> None:
    chapter = get_chapter(tenancy.chapter_id())
    goods = [f"{line.quantity:,} × {line.item.label(LANGUAGE)}" for line in delivery.lines]
    for contact in delivery.hospital.contacts:
        if not contact.email:
            continue
        draft = mail.Draft(
            template=template,
            to_address=contact.email,
            language=LANGUAGE,
            context={
                "reference": delivery.reference,
                "contact": contact.name,
                "chapter_name": chapter.name,
                "hospital": delivery.hospital.name,
                "planned_for": day(delivery.planned_for, LANGUAGE),
                "goods": goods,
                "driver": delivery.driver_name,
                "receiver": delivery.proof.receiver_name if delivery.proof else "",
                "link": taking.hospital_address(delivery),
            },
            subject_id=delivery.id,
            enclosures=list(enclosures),
        )
        mail.write(draft)
