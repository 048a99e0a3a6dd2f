"""Takes the facts of an arrival's papers from its rows, to be drawn on demand."""

from collections.abc import Sequence

from flask import current_app, url_for
from flask_babel import force_locale

from relief.audit.queries import timeline
from relief.chapters.facts import issuer_facts
from relief.chapters.queries import get_chapter
from relief.config import Settings
from relief.core import clock, tenancy
from relief.core.mail import locale_of
from relief.core.pdf.words import amount, day, figure, language_of
from relief.core.words import word
from relief.intake import queries
from relief.intake.announced import shown_code
from relief.intake.customs import parted
from relief.intake.facts import (
    ComingFacts,
    ComingLineFacts,
    LabelFacts,
    LabelSheetFacts,
    NoteFacts,
    NoteLineFacts,
)
from relief.intake.models import TAKEN_IN, Announcement, Customs, Intake, IntakeLine
from relief.intake.paper_words import WORDS
from relief.stock.units import name_on_paper


def draw_note(intake: Intake, *, language: str) -> bytes:
    """Return the goods received note as PDF. Draw outside any transaction that holds locks."""
    from relief.intake import pdf  # heavy: only when a paper is asked for

    return pdf.draw_note(note_facts(intake, language=language))


def draw_labels(intake: Intake, *, copies: Sequence[int], used: int, language: str) -> bytes:
    """Return labels of a counted arrival as PDF: so many for each of its lots, in their order.

    `used` places of the first sheet are left free: their stickers are gone.
    """
    from relief.intake import labels  # heavy: only when a paper is asked for

    facts = LabelSheetFacts(
        language=locale_of(language),
        reference=intake.reference,
        chapter=get_chapter(tenancy.chapter_id()).legal_name,
        used=used,
        labels=tuple(
            _label(line, number, language)
            for line, number in zip(lots_of(intake), copies, strict=True)
        ),
    )
    return labels.draw_labels(facts)


def draw_coming(told: Announcement, *, language: str) -> bytes:
    """Return the donor's sheet for the door as PDF."""
    from relief.intake import pdf  # heavy: only when a paper is asked for

    intake = queries.get_intake(told.intake_id)
    facts = ComingFacts(
        language=locale_of(language),
        reference=intake.reference,
        expected_on=told.expected_on,
        issuer=issuer_facts(get_chapter(tenancy.chapter_id())),
        donor=intake.donor.name,
        campaign=intake.campaign.text("name", language),
        pledge=intake.pledge.reference if intake.pledge else "",
        place=intake.place.name,
        place_address=", ".join(filter(None, (intake.place.address, intake.place.city))),
        driver=told.driver,
        plates=told.plates,
        code=shown_code(told.sheet_code),
        check_in_url=_address("intake.check_in.ask", code=told.sheet_code),
        lines=tuple(_coming(line, language) for line in intake.lines),
    )
    return pdf.draw_coming(facts)


def lots_of(intake: Intake) -> list[IntakeLine]:
    """Return the lines that became lots, in their order."""
    return [line for line in intake.lines if line.lot_id is not None]


def note_facts(intake: Intake, *, language: str) -> NoteFacts:
    """Return what the note says, in `es` or `en`. Raise ValueError before the goods are counted."""
    if intake.status not in TAKEN_IN or intake.received_at is None:
        raise ValueError("goods that nobody counted have no note")
    chapter = get_chapter(tenancy.chapter_id())
    told = [each for each in timeline(intake.id) if each.tag == "intake:intake:received"]
    return NoteFacts(
        language=locale_of(language),
        reference=intake.reference,
        arrived_on=intake.arrived_on,
        received_at=clock.local(intake.received_at, chapter.zone),
        received_by=told[0].actor_label if told else "",
        issuer=issuer_facts(chapter),
        donor=intake.donor.name,
        donor_rfc=intake.donor.rfc or "",
        campaign=intake.campaign.text("name", language),
        pledge=intake.pledge.reference if intake.pledge else "",
        place=intake.place.name,
        place_address=", ".join(filter(None, (intake.place.address, intake.place.city))),
        delivered_by=intake.delivered_by,
        notes=intake.notes,
        customs=_regimes(intake, language),
        page_url=_address("intake.show", intake_id=intake.id),
        lines=tuple(_line(line, language) for line in intake.lines),
        value=_value(intake),
        chain_head=told[0].hash if told else "",
    )


def _line(line: IntakeLine, language: str) -> NoteLineFacts:
    with force_locale(locale_of(language)):
        reason = word(line.difference_reason) if line.difference_reason else ""
    return NoteLineFacts(
        number=line.position,
        item=line.item.label(language),
        unit=name_on_paper(line.item.unit, language),
        declared=line.declared,
        received=line.received or 0,
        reason=": ".join(filter(None, (reason, line.difference_note))),
        lot=line.lot_code,
        expires_on=line.expires_on,
        value=figure(line.approved_value.minor) if line.approved_value else "",
    )


def _coming(line: IntakeLine, language: str) -> ComingLineFacts:
    return ComingLineFacts(
        number=line.position,
        item=line.item.label(language),
        unit=name_on_paper(line.item.unit, language),
        declared=line.declared,
        boxes=line.boxes,
    )


def _label(line: IntakeLine, copies: int, language: str) -> LabelFacts:
    return LabelFacts(
        item=line.item.label(language),
        lot=line.lot_code,
        donor=line.intake.donor.name,
        lot_url=_address("stock.lots.show", lot_id=line.lot_id),
        copies=copies,
        expires_on=line.expires_on,
    )


def _regimes(intake: Intake, language: str) -> str:
    """Return the regime of the arrival, then of each line that came under another."""
    words = WORDS[language_of(language)]
    told = [_customs(intake.customs, language)] if intake.customs else []
    told += [
        words["regime_of_line"].format(line.position, _customs(line.customs, language))
        for line in intake.lines
        if line.customs
    ]
    return ". ".join(told)


def _customs(entry: Customs, language: str) -> str:
    words = WORDS[language_of(language)]
    with force_locale(locale_of(language)):
        told = [word(entry.regime)]
    if entry.pedimento:
        told.append(words["pedimento"].format(parted(entry.pedimento)))
    if entry.changed_on:
        on = day(entry.changed_on, language_of(language))
        told.append(words["change"].format(on, parted(entry.changed_pedimento)))
    sentence = "; ".join(told)
    return sentence[:1].upper() + sentence[1:]


def _value(intake: Intake) -> str:
    """Return what all lines are worth together, once the last of them has its value."""
    worth = [line.approved_value for line in intake.lines if line.approved_value]
    if not intake.valued_at or not worth:
        return ""
    return amount(sum(each.minor for each in worth), worth[0].currency)


def _address(endpoint: str, **values: object) -> str:
    """Return the whole address of a staff page, built from BASE_URL and never from Host."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url + url_for(endpoint, **values)  # type: ignore[arg-type]
