"""Copy rows into facts: every word that a receipt will print, taken when it is issued."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from babel import Locale

from relief.chapters.facts import issuer_facts
from relief.chapters.models import Chapter
from relief.core import clock
from relief.core.money import Money, amount_in_words
from relief.core.pdf.words import day
from relief.donors.models import Donor
from relief.intake.models import Intake, IntakeLine
from relief.payments.models import Payment
from relief.pledges.models import Pledge
from relief.receipts.facts import (
    CASH,
    IN_KIND,
    LineFacts,
    PartyFacts,
    PaymentFacts,
    ReceiptFacts,
    VoidFacts,
)
from relief.receipts.models import Receipt
from relief.receipts.sat_words import (
    AUTHORISED,
    CASH_GIFT,
    EARMARKED,
    generic_rfc,
    method_text,
    regime_text,
)
from relief.receipts.seal import spaced
from relief.stock.units import name_on_paper


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What every receipt has, whatever was given. `issued_at` is a moment in UTC.

    `replaces` is the folio of the receipt in whose place it stands, if any.
    """

    receipt_id: UUID
    chapter: Chapter
    folio: str
    issued_at: datetime
    code: str
    check_url: str
    chain_head: str
    replaces: str = ""


def facts_of_payment(payment: Payment, frame: Frame) -> ReceiptFacts:
    """Return the facts of a receipt for money."""
    language = _language(payment.pledge, payment.donor)
    total = payment.kept
    common = _common(frame, payment.donor, pledge=payment.pledge, total=total)
    return replace(
        common,
        kind=CASH,
        lines=(
            LineFacts(
                description=_meant(CASH_GIFT[language], payment.pledge, language=language),
                amount_minor=total.minor,
            ),
        ),
        campaign=payment.campaign.text("name", language),
        payment=PaymentFacts(
            method=method_text(payment.method.sat_code, language),
            paid_on=payment.received_on,
            reference=payment.bank_reference or payment.reference,
            rate=payment.rate_text,
            rate_source=payment.rate_source,
            rate_on=payment.rate_on,
        ),
    )


def facts_of_intake(
    intake: Intake, frame: Frame, *, lines: list[IntakeLine], total: Money
) -> ReceiptFacts:
    """Return the facts of a receipt for goods: the lines that were received, at approved values."""
    language = _language(intake.pledge, intake.donor)
    common = _common(frame, intake.donor, pledge=intake.pledge, total=total)
    return replace(
        common,
        kind=IN_KIND,
        lines=tuple(_line(line, language) for line in lines),
        campaign=_meant(intake.campaign.text("name", language), intake.pledge, language=language),
        intake_reference=intake.reference,
        received_on=intake.arrived_on,
    )


def renumbered(facts: ReceiptFacts, *, folio: str, issued_at: datetime) -> ReceiptFacts:
    """Return the same facts under their final folio; `issued_at` carries the chapter's zone."""
    return replace(facts, folio=folio, issued_at=issued_at, issued_on=issued_at.date())


def facts_of_void(
    receipt: Receipt, chapter: Chapter, *, chain_head: str, replaced_by: str = ""
) -> VoidFacts:
    """Return what the notice of a voided receipt prints.

    `replaced_by` is the folio of the receipt in its place. Raise ValueError if it is not voided.
    """
    if receipt.voided_at is None:
        raise ValueError("only a voided receipt has a notice")
    issued = ReceiptFacts.from_json(receipt.facts)
    voided_at = clock.local(receipt.voided_at, chapter.zone)
    return VoidFacts(
        voided_on=voided_at.date(),
        voided_at=voided_at.replace(microsecond=0),
        reason=receipt.void_reason or "",
        voided_by=receipt.voided_by or "",
        check_url=issued.check_url,
        check_code=issued.check_code,
        chain_head=chain_head,
        replaced_by=replaced_by,
    )


def _common(frame: Frame, donor: Donor, *, pledge: Pledge | None, total: Money) -> ReceiptFacts:
    language = _language(pledge, donor)
    issued_at = clock.local(frame.issued_at, frame.chapter.zone).replace(microsecond=0)
    return ReceiptFacts(
        kind="",
        language="en" if language == "en" else "es_MX",
        folio=frame.folio,
        issued_on=issued_at.date(),
        issued_at=issued_at,
        issuer=issuer_facts(frame.chapter),
        donor=_party(donor, language),
        lines=(),
        total_minor=total.minor,
        currency=total.currency,
        amount_in_words=amount_in_words(total, language),
        check_url=frame.check_url,
        check_code=spaced(frame.code),
        chain_head=frame.chain_head,
        pledge_reference=pledge.reference if pledge else "",
        legend=_legend(frame.chapter, language),
        replaces=frame.replaces,
    )


def _meant(text: str, pledge: Pledge | None, *, language: str) -> str:
    """Add what the donor wanted the gift to be for, as it was offered when they pledged."""
    if pledge is None or pledge.earmark is None:
        return text
    return EARMARKED[language].format(text, pledge.earmark.label(language))


def _language(pledge: Pledge | None, donor: Donor) -> str:
    """The language of whoever will read the paper: as chosen with the pledge, else the donor's."""
    return "en" if (pledge or donor).language == "en" else "es"


def _party(donor: Donor, language: str) -> PartyFacts:
    territories = Locale("en" if language == "en" else "es").territories
    return PartyFacts(
        name=donor.name,
        rfc=donor.rfc or generic_rfc(donor.country, language),
        ein=donor.ein or "",
        tax_regime=regime_text(donor.tax_regime),
        postal_code=donor.postal_code or "",
        address=donor.address,
        city=donor.city,
        country=territories.get(donor.country, donor.country),
    )


def _legend(chapter: Chapter, language: str) -> str:
    """Only an authorised donee states its authorisation; the paper says the opposite otherwise."""
    authorised = ""
    if chapter.is_donataria and chapter.authorisation_date is not None:
        authorised = AUTHORISED[language].format(
            number=chapter.authorisation_number or "",
            date=day(chapter.authorisation_date, language),
        )
    return " ".join(filter(None, (authorised, chapter.legend)))


def _line(line: IntakeLine, language: str) -> LineFacts:
    value, units = line.approved_value, line.received or 0
    if value is None:
        raise ValueError("a line without an approved value has no place on a receipt")
    each, rest = divmod(value.minor, units)
    return LineFacts(
        description=line.item.label(language),
        quantity=str(units),
        unit=name_on_paper(line.item.unit, language),
        # A value that does not divide evenly is printed for the line only: nothing is rounded.
        unit_value_minor=None if rest else each,
        amount_minor=value.minor,
        lot=line.lot_code,
        expires_on=line.expires_on,
    )
