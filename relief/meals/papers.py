"""Takes the facts of the papers of meals from their rows, to be drawn on demand."""

from datetime import date

from flask_babel import force_locale

from relief.chapters.facts import IssuerFacts, issuer_facts
from relief.chapters.queries import get_chapter
from relief.core import tenancy
from relief.core.mail import locale_of
from relief.core.money import format_money
from relief.core.pdf.words import day, language_of
from relief.core.words import word
from relief.meals import queries
from relief.meals.facts import (
    BookedFacts,
    CookFacts,
    DayFacts,
    KitchenFacts,
    KitchenSheetFacts,
    StatementFacts,
)
from relief.meals.kitchens import Total, totals_on
from relief.meals.models import MealSlot, SlotStatus
from relief.meals.statements import Booked, Statement


def draw_statement(statement: Statement, *, language: str) -> bytes:
    """Return a company's month as PDF. Draw outside any transaction that holds locks."""
    from relief.meals import pdf  # heavy: only when a paper is asked for

    with force_locale(locale_of(language)):
        facts = StatementFacts(
            language=language_of(language),
            issuer=_issuer(),
            company=statement.donor.name,
            campaign=statement.campaign.text("name", language),
            month=month_name(statement.month, language),
            days=tuple(_day(slot) for slot in statement.slots),
            booked=tuple(_booked(each) for each in statement.booked),
        )
    return pdf.draw_statement(facts)


def draw_kitchens(on: date, *, language: str) -> bytes:
    """Return what every kitchen cooks on a local day as PDF."""
    from relief.meals import pdf  # heavy: only when a paper is asked for

    with force_locale(locale_of(language)):
        facts = KitchenSheetFacts(
            language=language_of(language),
            issuer=_issuer(),
            day=on,
            kitchens=tuple(_kitchen(total) for total in totals_on(on)),
        )
    return pdf.draw_kitchens(facts)


def month_name(month: date, language: str) -> str:
    """Return `mayo de 2020` or `May 2020`."""
    words = day(month, language_of(language))
    if language_of(language) == "en":
        return words.replace(f" {month.day},", "")
    return words.removeprefix(f"{month.day} de ")


def _issuer() -> IssuerFacts:
    return issuer_facts(get_chapter(tenancy.chapter_id()))


def _day(slot: MealSlot) -> DayFacts:
    return DayFacts(
        day=slot.day,
        hospital=f"{slot.programme.hospital.name} · {word(slot.programme.shift)}",
        planned=slot.portions,
        served=slot.served,
        signed=slot.receiver_name,
        reason=slot.reason,
        waiting=slot.status is SlotStatus.COMMITTED,
    )


def _booked(booked: Booked) -> BookedFacts:
    settlement = booked.settlement
    return BookedFacts(
        intake=settlement.intake.reference,
        portions=settlement.portions,
        unit=format_money(settlement.unit_value),
        declared=format_money(settlement.unit_value * settlement.portions),
        receipt=booked.receipt.folio if booked.receipt else "",
    )


def _kitchen(total: Total) -> KitchenFacts:
    return KitchenFacts(
        name=total.kitchen.name if total.kitchen else "",
        portions=total.portions,
        diets=_diets(total),
        too_many=total.too_many,
        lines=tuple(_cooked(slot) for slot in total.slots),
    )


def _cooked(slot: MealSlot) -> CookFacts:
    programme, adoption = slot.programme, slot.adoption
    known = (adoption.donor.name, adoption.contact_name, adoption.contact_phone) if adoption else ()
    return CookFacts(
        hour=queries.local_time(slot.serves_at),
        where=" · ".join(
            filter(None, (programme.hospital.name, word(programme.shift), programme.ward))
        ),
        portions=slot.portions,
        diets=_diets(slot),
        company=" · ".join(filter(None, known)),
    )


def _diets(row: MealSlot | Total) -> str:
    return ", ".join(f"{count:,} {word(diet)}" for diet, count in row.diets.items())
