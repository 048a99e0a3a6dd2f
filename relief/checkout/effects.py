"""What each kind of notice does. Every effect is monotone: order and number do not matter.

An attempt only moves down its list of states; a payment, a refund and a dispute are written once by
the provider's name for them. What needs a payment that is not known yet raises Kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flask_babel import gettext as _

from relief.audit.actions import record
from relief.chapters.queries import get_chapter
from relief.checkout import queries
from relief.checkout.models import OnlineSession, SessionStatus, Way, WhyKept
from relief.checkout.notices import Facts
from relief.core import clock, outbox, rows, tenancy
from relief.core.db import db
from relief.core.money import Money
from relief.payments import disputes, online, refunds
from relief.payments.models import Dispute, Method, Payment, RefundStatus

LOOK_AT_REFUNDS = "checkout.look_at_refunds"
METHODS = {Way.CARD: Method.CARD, Way.OXXO: Method.OXXO, Way.SPEI: Method.TRANSFER}


@dataclass(frozen=True)
class Told:
    """What was told, and when it happened (UTC)."""

    facts: Facts
    happened_at: datetime

    @property
    def day(self) -> date:
        """Return the chapter's own date of what happened."""
        return _local(self.happened_at)

    @property
    def began(self) -> date:
        """Return the chapter's own date on which the refund or dispute itself was made."""
        made = self.facts.began
        return self.day if made is None else _local(datetime.fromtimestamp(made, UTC))


class Kept(Exception):
    """Nothing can be done about a notice now."""

    def __init__(self, why: WhyKept) -> None:
        self.why = why
        super().__init__(why)


def page_completed(told: Told) -> None:
    """The donor finished with the page: paid, or on the way to a shop or a bank."""
    if told.facts.state == "paid":
        money_came(told)
    else:
        move(_session(told), SessionStatus.AWAITING, payment_ref=told.facts.payment_ref)


def page_expired(told: Told) -> None:
    """Nobody paid on the page in time."""
    move(_session(told), SessionStatus.EXPIRED)


def page_failed(told: Told) -> None:
    """The voucher or the transfer never came."""
    move(_session(told), SessionStatus.FAILED, payment_ref=told.facts.payment_ref)


def money_came(told: Told) -> None:
    """Write the payment down, once for each name of the provider's."""
    session, facts = _session(told), told.facts
    if facts.payment_ref is None or facts.amount is None:
        raise Kept(WhyKept.UNREADABLE)
    _receive(session, facts.amount, ref=facts.payment_ref, day=told.day)
    move(session, SessionStatus.PAID, payment_ref=facts.payment_ref)


def part_came(told: Told) -> None:
    """Part of a transfer is with the provider: shown, and ours when it is whole."""
    session, amount = _session(told), told.facts.amount
    if amount is None:
        raise Kept(WhyKept.UNREADABLE)
    move(session, SessionStatus.AWAITING, payment_ref=told.facts.payment_ref)
    if amount.minor > session.funded_minor:
        before, session.funded_minor = session.funded, amount.minor
        db.session.flush()
        record(
            "checkout:session:funded",
            session,
            about=session.pledge,
            before={"amount": before},
            after={"amount": amount},
        )


def balance_moved(told: Told) -> None:
    """A transfer brought more than was asked, or came after all was paid: that money came too.

    What is applied to a payment says how much is left over then. What arrives later is money of its
    own; what arrived before is in the payment or in what was left over.
    """
    facts = told.facts
    session = _session(told)
    applied = _application(session)
    if applied is None or queries.payment_named(session.payment_ref) is None:
        raise Kept(WhyKept.UNKNOWN_PAYMENT)
    if facts.state == "applied_to_payment":
        if facts.rest is not None:
            _receive(session, facts.rest, ref=facts.object_ref, day=told.day)
    elif facts.state == "funded" and told.happened_at > applied:
        if facts.amount is None:
            raise Kept(WhyKept.UNREADABLE)
        _receive(session, facts.amount, ref=facts.object_ref, day=told.day)


def refund_told(told: Told) -> None:
    """A refund of ours, or one made on the provider's own screen, went through or did not."""
    facts = told.facts
    ours = queries.refund_named(refund_id=_uuid(facts.refund_id), provider_ref=facts.object_ref)
    if ours is None and queries.payment_named(facts.payment_ref) is None:
        raise Kept(WhyKept.UNKNOWN_PAYMENT)
    if facts.state not in {"succeeded", "failed", "canceled"}:
        return
    if ours is None:
        payment = queries.payment_named(facts.payment_ref)
        if payment is None or facts.amount is None:
            raise Kept(WhyKept.UNREADABLE)
        ours = refunds.note_refund(
            payment,
            amount=facts.amount,
            provider_ref=facts.object_ref,
            refunded_on=told.began,
            reason=_("Refunded on the provider's own screen"),
        )
    refunds.refund_succeeded(ours, provider_ref=facts.object_ref)
    if facts.state != "succeeded":
        refunds.refund_failed(ours, failure=facts.reason or facts.state)


def charge_refunded(told: Told) -> None:
    """Only a total is told here: whoever lacks some of it asks the provider which refunds they are."""
    payment = _payment(told)
    known = sum(
        each.amount.minor
        for each in payment.refunds
        if each.status is RefundStatus.SUCCEEDED and each.provider_ref is not None
    )
    if (told.facts.minor or 0) > known:
        outbox.add(LOOK_AT_REFUNDS, {"payment_ref": told.facts.payment_ref})


def dispute_opened(told: Told) -> None:
    """The holder of a card asks for the money back. A mere question (warning) takes none."""
    payment = _payment(told)
    if not told.facts.state.startswith("warning"):
        _dispute(payment, told)


def dispute_closed(told: Told) -> None:
    """The bank decided; when that is the first we hear, the dispute is written down as well."""
    payment = _payment(told)
    if told.facts.state.startswith("warning"):
        return
    disputes.close_dispute(
        _dispute(payment, told), won=told.facts.state == "won", closed_on=told.day
    )


def move(session: OnlineSession, status: SessionStatus, *, payment_ref: str | None = None) -> None:
    """Move an attempt down its list; news of an earlier place change nothing."""
    rows.lock(session)
    if payment_ref is not None and session.payment_ref is None:
        session.payment_ref = payment_ref
    before = session.status
    if status.rank > before.rank:
        session.status = status
        record(
            "checkout:session:moved",
            session,
            about=session.pledge,
            before={"status": before},
            after={"status": status, "amount": session.amount},
        )
    db.session.flush()


def _receive(session: OnlineSession, amount: Money, *, ref: str, day: date) -> Payment:
    rows.lock(session)
    return online.receive_online(
        donor=session.donor,
        campaign=session.campaign,
        pledge=session.pledge,
        amount=amount,
        method=METHODS[session.way],
        provider_ref=ref,
        received_on=day,
    )


def _dispute(payment: Payment, told: Told) -> Dispute:
    facts = told.facts
    if facts.amount is None:
        raise Kept(WhyKept.UNREADABLE)
    return disputes.open_dispute(
        payment,
        amount=facts.amount,
        provider_ref=facts.object_ref,
        reason=facts.reason,
        opened_on=told.began,
    )


def _session(told: Told) -> OnlineSession:
    facts = told.facts
    found = queries.session_named(
        session_id=facts.session_uuid,
        page_ref=facts.page_ref,
        payment_ref=facts.payment_ref,
        customer_ref=facts.customer_ref,
    )
    if found is None:
        raise Kept(WhyKept.UNKNOWN_PAYMENT)
    return found


def _payment(told: Told) -> Payment:
    found = queries.payment_named(told.facts.payment_ref)
    if found is None:
        raise Kept(WhyKept.UNKNOWN_PAYMENT)
    return found


def _application(session: OnlineSession) -> datetime | None:
    """Return when the transfer became the payment of an attempt; None while nobody said."""
    if session.payment_ref is None:
        return None
    return queries.applied_at(session.payment_ref, BALANCE)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _local(moment: datetime) -> date:
    return clock.local(moment, get_chapter(tenancy.chapter_id()).zone).date()


BALANCE = "customer_cash_balance_transaction.created"
EFFECTS: dict[str, Callable[[Told], None]] = {
    "checkout.session.completed": page_completed,
    "checkout.session.async_payment_succeeded": money_came,
    "checkout.session.async_payment_failed": page_failed,
    "checkout.session.expired": page_expired,
    "payment_intent.succeeded": money_came,
    "payment_intent.partially_funded": part_came,
    BALANCE: balance_moved,
    "refund.created": refund_told,
    "refund.updated": refund_told,
    "refund.failed": refund_told,
    "charge.refund.updated": refund_told,
    "charge.refunded": charge_refunded,
    "charge.dispute.created": dispute_opened,
    "charge.dispute.funds_withdrawn": dispute_opened,
    "charge.dispute.closed": dispute_closed,
}
# Known and not needed: steps on the way, whose end is told by one of those above.
HEARD = {
    "cash_balance.funds_available",
    "charge.dispute.funds_reinstated",
    "charge.dispute.updated",
    "charge.failed",
    "charge.pending",
    "charge.succeeded",
    "charge.updated",
    "customer.created",
    "customer.updated",
    "payment_intent.canceled",
    "payment_intent.created",
    "payment_intent.payment_failed",
    "payment_intent.processing",
    "payment_intent.requires_action",
}
