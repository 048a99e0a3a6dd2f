"""What companies, kitchens and hospitals are written to about meals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import force_locale

from relief.chapters.queries import get_chapter
from relief.core import mail, tenancy
from relief.core.mail import locale_of
from relief.core.pdf.words import day
from relief.core.words import word
from relief.hospitals.models import Hospital
from relief.links.actions import create, live_link
from relief.links.address import address, keys
from relief.links.errors import LinkDead
from relief.links.models import LinkKind
from relief.meals import papers, queries, statements
from relief.meals.models import Kitchen, MealAdoption, MealSlot, SlotStatus
from relief.meals.settled import MealSettlement
from relief.pledges.emails import reader_of

OPENS = "meal_days"
SOURCE = "meal_statement"
HOSPITAL_LANGUAGE = "es"  # the hospitals and the kitchens are Mexican ones


def adopted(adoption: MealAdoption, slots: Sequence[MealSlot], taken: Sequence[MealSlot]) -> None:
    """Thank a company, list its days, and name those that somebody else had a moment before."""
    language = adoption.language
    also = [line(slot, language) for slot in taken]
    _to_company("meals_adopted", adoption, days=slots, taken=also)


def taken_off(adoption: MealAdoption, slots: Sequence[MealSlot], *, reason: str) -> None:
    """Say which days a company does not have any more, and why."""
    _to_company("meals_off", adoption, days=slots, reason=reason)


def cancelled(slots: Iterable[MealSlot]) -> None:
    """Tell each company once which of its days feed nobody."""
    mine: dict[UUID, list[MealSlot]] = {}
    for slot in slots:
        if slot.adoption_id is not None:
            mine.setdefault(slot.adoption_id, []).append(slot)
    for adoption_id, days in mine.items():
        taken_off(queries.get_adoption(adoption_id), days, reason=days[0].reason)


def tomorrow(adoption: MealAdoption, slots: Sequence[MealSlot]) -> None:
    """Remind a company the day before: where, when and how many."""
    _to_company("meals_before", adoption, days=slots)


def yesterday(adoption: MealAdoption, slots: Sequence[MealSlot]) -> None:
    """Tell a company the day after what the hospital signed for, and what nobody has yet."""
    _to_company("meals_after", adoption, days=slots)


def answered_late(slot: MealSlot) -> None:
    """Tell a company what the hospital signed for after all."""
    if slot.adoption_id is not None:
        yesterday(queries.get_adoption(slot.adoption_id), [slot])


def cook(kitchen: Kitchen, slots: Sequence[MealSlot]) -> None:
    """Tell a kitchen the day before what it cooks."""
    reader = _Reader(kitchen.email, HOSPITAL_LANGUAGE, kitchen.id)
    contact = kitchen.contact_name or kitchen.name
    _write("meals_cook", reader, days=slots, contact=contact, kitchen=kitchen.name)


def please_sign(hospital: Hospital, slots: Sequence[MealSlot], *, link: str) -> None:
    """Ask whoever may sign at a hospital for the acuse of meals that nobody signed for."""
    for contact in hospital.contacts:
        if contact.email and contact.may_sign:
            reader = _Reader(contact.email, HOSPITAL_LANGUAGE, hospital.id)
            told = {"contact": contact.name, "hospital": hospital.name, "link": link}
            _write("meals_sign", reader, days=slots, **told)


def statement(settlement: MealSettlement) -> None:
    """Send a company its month, day by day, once it is in the books; the receipt follows later."""
    intake = settlement.intake
    address_, language = reader_of(None, intake.donor)
    if not address_:
        return
    chapter = get_chapter(tenancy.chapter_id())
    told = {
        "company": intake.donor.name,
        "campaign": intake.campaign.text("name", language),
        "month": papers.month_name(settlement.month, language),
        "portions": f"{settlement.portions:,}",
        "reference": intake.reference,
        "chapter_name": chapter.name,
        "chapter_email": chapter.email,
    }
    enclosed = [mail.Enclosure(SOURCE, str(settlement.id))]
    mail.write(mail.Draft("meals_statement", address_, language, told, settlement.id, enclosed))


@mail.enclosure_source(SOURCE)
def enclose(key: str) -> mail.Attachment:
    """Draw the statement when the letter leaves."""
    settlement = statements.get_settlement(UUID(key))
    intake = settlement.intake
    told = statements.statement_of(intake.campaign_id, intake.donor_id, settlement.month)
    content = papers.draw_statement(told, language=intake.donor.language)
    return mail.Attachment(f"comidas-{settlement.month:%Y-%m}.pdf", content)


def days_address(adoption: MealAdoption) -> str:
    """Return where a company sees its days and gives one back; a new link if none can be printed."""
    return living_address(adoption) or address(
        create(LinkKind.FOLLOW, adoption.id, keys=keys(), opens=OPENS)
    )


def living_address(adoption: MealAdoption) -> str:
    """Return that address, '' if there is no living link to print."""
    link = live_link(LinkKind.FOLLOW, adoption.id)
    try:
        return address(link) if link is not None else ""
    except LinkDead:  # made under a key that the application no longer has
        return ""


def in_short(slot: MealSlot, language: str) -> str:
    """Return a day in a few words: date, hour and hospital."""
    time = queries.local_time(slot.serves_at)
    return f"{day(slot.day, language)} {time}, {slot.programme.hospital.name}"


def line(slot: MealSlot, language: str) -> dict[str, str]:
    """Return what a letter says of one day, in words of a language."""
    programme = slot.programme
    with force_locale(locale_of(language)):
        diets = ", ".join(f"{count:,} {word(diet)}" for diet, count in slot.diets.items())
        shift, status = word(programme.shift), word(slot.status)
    return {
        "day": day(slot.day, language),
        "time": queries.local_time(slot.serves_at),
        "hospital": programme.hospital.name,
        "where": ", ".join(filter(None, (programme.hospital.address, programme.ward))),
        "shift": shift,
        "portions": f"{slot.portions:,}",
        "diets": diets,
        "served": "" if slot.served is None else f"{slot.served:,}",
        "receiver": slot.receiver_name,
        "reason": slot.reason,
        "status": status,
        "waits": "y" if slot.status is SlotStatus.COMMITTED else "",
    }


@dataclass(frozen=True)
class _Reader:
    """Whom a letter goes to, in which language, about which record."""

    email: str
    language: str
    subject_id: UUID


def _to_company(
    template: str, adoption: MealAdoption, *, days: Sequence[MealSlot], **more: Any
) -> None:
    context = {
        "contact": adoption.contact_name,
        "reference": adoption.reference,
        "company": adoption.donor.name,
        "campaign": adoption.campaign.text("name", adoption.language),
        "link": days_address(adoption),
        **more,
    }
    reader = _Reader(adoption.contact_email, adoption.language, adoption.id)
    _write(template, reader, days=days, **context)


def _write(template: str, reader: _Reader, *, days: Sequence[MealSlot], **context: Any) -> None:
    if not reader.email:
        return
    chapter = get_chapter(tenancy.chapter_id())
    told = {
        "chapter_name": chapter.name,
        "chapter_email": chapter.email,
        "chapter_phone": chapter.phone,
        "days": [line(slot, reader.language) for slot in days],
        "count": len(days),
        "portions": f"{sum(slot.portions for slot in days):,}",
        "first_day": day(days[0].day, reader.language),
        **context,
    }
    mail.write(mail.Draft(template, reader.email, reader.language, told, reader.subject_id))
