"""What a notice of the provider says, in our words: only what we need, and nobody's personal data."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

from relief.checkout.stripe_gateway import CHAPTER_MARK, OUR_MARK, REFUND_MARK, amount_of
from relief.core.money import Money

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """The plain content of a notice; amounts in centavos or cents, moments in UTC seconds."""

    object_ref: str = ""
    session_id: str | None = None
    chapter_slug: str | None = None
    page_ref: str | None = None
    payment_ref: str | None = None
    customer_ref: str | None = None
    refund_id: str | None = None
    minor: int | None = None
    rest_minor: int | None = None
    currency: str = ""
    state: str = ""
    reason: str = ""
    began: int | None = None

    @property
    def amount(self) -> Money | None:
        """Return the amount; None for none, or for one in no currency of ours."""
        return amount_of(self.minor, self.currency)

    @property
    def rest(self) -> Money | None:
        """Return what is left over of a transfer; None for nothing."""
        return amount_of(self.rest_minor, self.currency)

    @property
    def session_uuid(self) -> UUID | None:
        """Return the attempt that the notice names as ours; None for none."""
        try:
            return UUID(self.session_id or "")
        except ValueError:
            return None

    def as_json(self) -> dict[str, Any]:
        """Return what a row keeps: only what is there."""
        return {key: value for key, value in asdict(self).items() if value not in (None, "")}


@dataclass(frozen=True)
class Notice:
    """One notice: who it is for, what kind, when, and what it says."""

    event_ref: str
    account: str
    livemode: bool
    kind: str
    happened_at: datetime
    facts: Facts

    @classmethod
    def of(cls, raw: Raw) -> Self:
        """Read a notice whose signature was checked; what is missing stays empty."""
        kind = _text(raw.get("type"))
        thing = _inner(_inner(raw, "data"), "object")
        return cls(
            event_ref=_text(raw["id"]),
            account=_text(raw.get("account")),
            livemode=raw.get("livemode") is True,
            kind=kind,
            happened_at=_moment(raw.get("created")),
            facts=_reader(kind)(thing),
        )


def _reader(kind: str) -> Callable[[Raw], Facts]:
    for beginning, reader in _READERS.items():
        if kind.startswith(beginning):
            return reader
    return lambda thing: Facts(object_ref=_text(thing.get("id")))


def _page(thing: Raw) -> Facts:
    marks = _inner(thing, "metadata")
    return Facts(
        object_ref=_text(thing.get("id")),
        session_id=_text(marks.get(OUR_MARK) or thing.get("client_reference_id")) or None,
        chapter_slug=_text(marks.get(CHAPTER_MARK)) or None,
        page_ref=_text(thing.get("id")) or None,
        payment_ref=_ref(thing.get("payment_intent")),
        customer_ref=_ref(thing.get("customer")),
        minor=_count(thing.get("amount_total")),
        currency=_text(thing.get("currency")),
        state=_text(thing.get("payment_status")),
    )


def _payment(thing: Raw) -> Facts:
    """For a payment not yet whole, the amount is what reached the provider so far."""
    marks = _inner(thing, "metadata")
    minor = _count(thing.get("amount_received"))
    asked = _inner(_inner(thing, "next_action"), "display_bank_transfer_instructions")
    left, whole = _count(asked.get("amount_remaining")), _count(thing.get("amount"))
    if thing.get("status") != "succeeded" and left is not None and whole is not None:
        minor = max(whole - left, 0)
    return Facts(
        object_ref=_text(thing.get("id")),
        session_id=_text(marks.get(OUR_MARK)) or None,
        chapter_slug=_text(marks.get(CHAPTER_MARK)) or None,
        payment_ref=_text(thing.get("id")) or None,
        customer_ref=_ref(thing.get("customer")),
        minor=minor,
        currency=_text(thing.get("currency")),
        state=_text(thing.get("status")),
    )


def _refund(thing: Raw) -> Facts:
    return Facts(
        object_ref=_text(thing.get("id")),
        payment_ref=_ref(thing.get("payment_intent")),
        customer_ref=_ref(thing.get("customer")),
        refund_id=_text(_inner(thing, "metadata").get(REFUND_MARK)) or None,
        minor=_count(thing.get("amount")),
        currency=_text(thing.get("currency")),
        state=_text(thing.get("status")),
        reason=_text(thing.get("failure_reason") or thing.get("reason")),
        began=_seconds(thing.get("created")),
    )


def _charge(thing: Raw) -> Facts:
    return Facts(
        object_ref=_text(thing.get("id")),
        payment_ref=_ref(thing.get("payment_intent")),
        minor=_count(thing.get("amount_refunded")),
        currency=_text(thing.get("currency")),
        state=_text(thing.get("status")),
    )


def _dispute(thing: Raw) -> Facts:
    return Facts(
        object_ref=_text(thing.get("id")),
        payment_ref=_ref(thing.get("payment_intent")),
        minor=_count(thing.get("amount")),
        currency=_text(thing.get("currency")),
        state=_text(thing.get("status")),
        reason=_text(thing.get("reason")),
        began=_seconds(thing.get("created")),
    )


def _balance(thing: Raw) -> Facts:
    return Facts(
        object_ref=_text(thing.get("id")),
        payment_ref=_ref(_inner(thing, "applied_to_payment").get("payment_intent")),
        customer_ref=_ref(thing.get("customer")),
        minor=_count(thing.get("net_amount")),
        rest_minor=_count(thing.get("ending_balance")),
        currency=_text(thing.get("currency")),
        state=_text(thing.get("type")),
    )


# The first beginning that fits: disputes and refunds are called charges in their names.
_READERS: dict[str, Callable[[Raw], Facts]] = {
    "checkout.session.": _page,
    "payment_intent.": _payment,
    "refund.": _refund,
    "charge.refund.": _refund,
    "charge.dispute.": _dispute,
    "charge.": _charge,
    "customer_cash_balance_transaction.": _balance,
}


def refund_facts(thing: Raw) -> Facts:
    """Read a refund as the provider lists it."""
    return _refund(thing)


def _inner(thing: Raw, name: str) -> Raw:
    found = thing.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(value: Any) -> str:
    """Return the beginning of a text, without what no database keeps: NUL and half characters."""
    if not isinstance(value, str):
        return ""
    return value[:255].replace("\0", "").encode("utf-8", "ignore").decode()


def _count(value: Any) -> int | None:
    return value if type(value) is int and abs(value) < 10**15 else None


def _ref(value: Any) -> str | None:
    """Return an id, which may come alone or with its object around it."""
    found = value.get("id") if isinstance(value, Mapping) else value
    return _text(found) or None


def _moment(value: Any) -> datetime:
    """Return when it happened; the beginning of time for what no clock says."""
    return datetime.fromtimestamp(_seconds(value) or 0, UTC)


def _seconds(value: Any) -> int | None:
    """Return a moment that the calendar has; None for any other number."""
    return value if type(value) is int and 0 <= value < 10**11 else None
