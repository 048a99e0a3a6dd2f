"""Spend donated cash on goods: write the invoice down, let a second person see it, or take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from relief.approvals.actions import ask, needs_second
from relief.approvals.models import Approval
from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.core import rows
from relief.core.db import db
from relief.core.money import Money, format_money
from relief.core.references import next_reference
from relief.core.sent_files import SentFile
from relief.core.text import has_substance, search_key
from relief.core.words import word
from relief.periods.actions import refuse_closed
from relief.purchases import queries
from relief.purchases.errors import (
    CancelReasonMissing,
    CostsMixed,
    InvoiceKnown,
    InvoiceOfTomorrow,
    MoreThanRemains,
    NothingBought,
    PurchaseDecided,
)
from relief.purchases.funds import Fund, funds
from relief.purchases.models import OPEN, Purchase, PurchaseLine, PurchaseStatus
from relief.stock.models import Item
from relief.stock.queries import today

CONFIRM = "purchases:confirm"
"""The kind of an approval that lets a large purchase stand."""


@dataclass(frozen=True)
class Bought:
    """One line of an invoice: units of an item, and Money of the whole line, taxes included."""

    item: Item
    quantity: int
    cost: Money


@dataclass(frozen=True)
class Invoice:
    """The paper of a purchase: `day` is the local date on it; the file lies in the store by its hash."""

    supplier: str
    number: str
    day: date
    file: SentFile
    file_hash: str


def record_purchase(
    fund: Fund, *, invoice: Invoice, lines: Sequence[Bought], nonce: UUID, notes: str = ""
) -> Purchase:
    """Spend what remains of a fund; above the chapter's threshold it waits for a second person.

    The campaign's row is locked, so that two people cannot spend the same money. The same nonce
    gives the same purchase. Raise MoreThanRemains, NothingBought, CostsMixed, InvoiceKnown,
    InvoiceOfTomorrow or MonthClosed.
    """
    rows.lock(fund.campaign)
    known = queries.purchase_by_nonce(nonce)
    if known is not None:
        return known
    total = _total(lines, fund.currency)
    _refuse_invoice(invoice)
    _refuse_beyond(fund, total)
    purchase = Purchase(
        reference=next_reference("COM", invoice.day.year),
        campaign=fund.campaign,
        campaign_id=fund.campaign.id,
        earmark_kind=fund.kind,
        earmark_name=fund.name,
        earmark_name_en=fund.name_en,
        supplier=invoice.supplier,
        supplier_key=search_key(invoice.supplier),
        invoice_no=invoice.number,
        invoiced_on=invoice.day,
        total=total,
        status=PurchaseStatus.PENDING if needs_second(total) else PurchaseStatus.CONFIRMED,
        file_hash=invoice.file_hash,
        file_name=invoice.file.name,
        media_type=invoice.file.media_type,
        notes=notes,
        nonce=nonce,
        lines=[_line(number, each) for number, each in enumerate(lines, start=1)],
    )
    db.session.add(purchase)
    db.session.flush()
    _tell(purchase)
    return purchase


def confirm_as_asked(approval: Approval) -> None:
    """Let a purchase stand that a second person allowed. Raise PurchaseDecided or MonthClosed."""
    purchase = queries.get_purchase(approval.subject_id)
    lock_in(purchase, PurchaseStatus.PENDING)
    refuse_closed(purchase.invoiced_on)
    move(purchase, PurchaseStatus.CONFIRMED, tag="purchases:purchase:confirmed")


def cancel_purchase(purchase: Purchase, *, reason: str) -> None:
    """Take a purchase back before its goods came in; its money remains to be spent again.

    Raise CancelReasonMissing, PurchaseDecided or MonthClosed.
    """
    if not has_substance(reason):
        raise CancelReasonMissing
    lock_in(purchase, *OPEN)
    refuse_closed(purchase.invoiced_on)
    purchase.closing_reason = reason
    move(purchase, PurchaseStatus.CANCELLED, tag="purchases:purchase:cancelled", reason=reason)


def lock_in(purchase: Purchase, *states: PurchaseStatus) -> None:
    """Lock a purchase that must be in one of these states. Raise PurchaseDecided, which names who."""
    rows.lock(purchase)
    if purchase.status not in states:
        deeds = [f"purchases:purchase:{verb}" for verb in ("confirmed", "received", "cancelled")]
        raise PurchaseDecided(
            actor=who_did(purchase.id, *deeds, "purchases:purchase:recorded"),
            reference=purchase.reference,
            state=word(purchase.status),
        )


def move(purchase: Purchase, status: PurchaseStatus, *, tag: str, **after: str) -> None:
    """Put a locked purchase into its next state, and say so in the log."""
    before, purchase.status = purchase.status, status
    db.session.flush()
    record(
        tag,
        purchase,
        about=purchase.campaign,
        before={"status": before},
        after={"status": status, **after},
    )


def _tell(purchase: Purchase) -> None:
    """Write a new purchase into the log, and ask for the second person that it needs."""
    told = {
        "reference": purchase.reference,
        "supplier": purchase.supplier,
        "total": purchase.total,
        "status": purchase.status,
    }
    record("purchases:purchase:recorded", purchase, about=purchase.campaign, after=told)
    if purchase.status is PurchaseStatus.PENDING:
        ask(
            CONFIRM,
            purchase,
            label=purchase.reference,
            amount=purchase.total,
            reason=f"{purchase.supplier}: {purchase.invoice_no}",
            payload={},
        )


def _line(number: int, bought: Bought) -> PurchaseLine:
    return PurchaseLine(
        position=number,
        item=bought.item,
        item_id=bought.item.id,
        quantity=bought.quantity,
        cost=bought.cost,
    )


def _total(lines: Sequence[Bought], currency: str) -> Money:
    if not lines:
        raise NothingBought
    if {each.cost.currency for each in lines} != {currency}:
        raise CostsMixed
    return sum((each.cost for each in lines), Money.zero(currency))


def _refuse_invoice(invoice: Invoice) -> None:
    if invoice.day > today():
        raise InvoiceOfTomorrow
    refuse_closed(invoice.day)
    known = queries.purchase_of_invoice(invoice.supplier, invoice.number)
    if known is not None:
        raise InvoiceKnown(reference=known.reference)


def _refuse_beyond(fund: Fund, total: Money) -> None:
    """Count the fund anew under the campaign's lock, and refuse what it cannot pay."""
    now = {each.id: each for each in funds([fund.campaign.id])}
    left = now[fund.id].left if fund.id in now else Money.zero(fund.currency)
    if total.minor > left.minor:
        raise MoreThanRemains(left=format_money(left), total=format_money(total))
