"""Promises and the money that follows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from relief.campaigns.models import Campaign
from relief.campaigns.queries import earmarks_of
from relief.core.money import Currency, Money
from relief.core.rows import get
from relief.demo import books
from relief.demo.stage import Stage
from relief.donors.models import Donor
from relief.payments import actions as payments
from relief.payments.models import BY_HAND, Method, Payment, ReversalKind
from relief.pledges import actions as pledges
from relief.pledges.models import PlanFrequency, Pledge
from relief.pledges.wall import Named
from relief.stock.models import Item

Goods = Sequence[tuple[str, int]]  # codes of the catalogue and quantities


@dataclass
class Gift:
    """One promise: what, to which campaign, and what its sender wishes."""

    donor: UUID
    campaign: UUID
    cash: Money | None = None
    goods: Goods = field(default_factory=tuple)
    anonymous: bool = False
    wants_receipt: bool = True
    message: str = ""
    on_wall: bool = False
    earmark: str = ""
    months: int = 1


def send(stage: Stage, gift: Gift) -> UUID:
    """Fill in the public form for a gift; return the pledge's id."""
    donor = get(Donor, gift.donor)
    contact = donor.contacts[0]
    offered = earmarks_of(gift.campaign) if gift.earmark else ()
    meant = next((each for each in offered if each.name == gift.earmark), None)
    pledge = pledges.submit_pledge(
        get(Campaign, gift.campaign),
        donor=donor,
        contact=pledges.ContactTyped(contact.name, contact.email, contact.phone),
        cash=gift.cash,
        goods=[_typed(get(Item, stage.items[sku]), quantity) for sku, quantity in gift.goods],
        nonce=stage.nonce(),
        anonymous=gift.anonymous,
        earmark=meant,
        supporter=Named(donor.name, says_what=True) if gift.on_wall else None,
        wants_receipt=gift.wants_receipt,
        message=gift.message,
        language=donor.language,
        privacy_version=stage.chapter.privacy_version,
        plan_frequency=PlanFrequency.MONTHLY if gift.months > 1 else PlanFrequency.ONCE,
        plan_count=gift.months,
    )
    return pledge.id


def _typed(item: Item, quantity: int) -> pledges.GoodsTyped:
    value = item.reference_value * quantity if item.reference_value else None
    return pledges.GoodsTyped(item=item, quantity=quantity, value=value)


def accept(pledge_id: UUID) -> None:
    """Say yes."""
    pledges.accept_pledge(get(Pledge, pledge_id))


def decline(pledge_id: UUID, *, reason: str) -> None:
    """Say no."""
    pledges.decline_pledge(get(Pledge, pledge_id), reason=reason)


def cancel(pledge_id: UUID, *, reason: str) -> None:
    """End a promise that will not be kept."""
    pledges.cancel_pledge(get(Pledge, pledge_id), reason=reason)


@dataclass
class Arrived:
    """Money as the bank statement shows it; `pledge` is None for a gift nobody announced."""

    donor: UUID
    campaign: UUID
    amount: Money
    on: date
    pledge: UUID | None = None
    over: bool = False


def record(stage: Stage, money: Arrived) -> UUID:
    """Write down a payment, to be confirmed; return its id."""
    if money.amount.currency == Currency.USD:
        books.publish(money.on)
    random = stage.script.random
    method = random.choices(BY_HAND, weights=(80, 12, 8))[0]
    reference = {
        Method.TRANSFER: f"SPEI {money.on:%Y%m%d}{random.randrange(10**6):06d}",
        Method.CHEQUE: f"Cheque {random.randrange(1000, 9999)}",
        Method.CASH: "",
    }[method]
    payment = payments.record_payment(
        donor=get(Donor, money.donor),
        campaign=get(Campaign, money.campaign),
        pledge=get(Pledge, money.pledge) if money.pledge else None,
        amount=money.amount,
        method=method,
        received_on=money.on,
        nonce=stage.nonce(),
        bank_reference=reference,
        allow_over=money.over,
    )
    return payment.id


def confirm(payment_id: UUID) -> None:
    """Say that the money is in the account."""
    payments.confirm_payment(get(Payment, payment_id))


def reverse(payment_id: UUID, *, on: date) -> None:
    """Undo a payment that the bank took back."""
    payments.reverse_payment(
        get(Payment, payment_id),
        kind=ReversalKind.BOUNCED,
        reason="El banco devolvió el documento por falta de fondos.",
        reversed_on=on,
    )
