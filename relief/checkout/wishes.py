"""What we ask of the provider and what they answer, in our words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from relief.checkout.models import Way
from relief.core.money import Money


@dataclass(frozen=True)
class Patience:
    """How long one call may take, in seconds, and how often it is tried again."""

    seconds: float
    retries: int


@dataclass(frozen=True)
class PageWanted:
    """What a payment page is asked for. The same wish with the same key opens the same page."""

    session_id: UUID
    chapter_slug: str
    way: Way
    amount: Money
    language: str
    title: str
    payer_name: str
    payer_email: str
    success_url: str
    cancel_url: str
    idem_key: str


@dataclass(frozen=True)
class PageOpened:
    """A page where the donor may pay."""

    provider_ref: str
    url: str
    customer_ref: str | None
    payment_ref: str | None


@dataclass(frozen=True)
class RefundWanted:
    """Money to send back: of a payment, or of what a transfer left over with the provider."""

    refund_id: UUID
    payment_ref: str
    customer_ref: str | None
    amount: Money
    idem_key: str


@dataclass(frozen=True)
class RefundAnswer:
    """What the provider made of it: `state` is theirs (pending, succeeded, failed, canceled)."""

    provider_ref: str
    state: str
    failure: str


@dataclass(frozen=True)
class Theirs:
    """One movement as the provider keeps it, a payment or a refund of one."""

    ref: str
    payment_ref: str
    amount: Money | None
    state: str
    happened_at: datetime
