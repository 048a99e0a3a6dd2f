"""What the provider told us, each thing once."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned


class EventState(StrEnum):
    """What became of it. Kept ones wait for a person, or for the payment that they speak of."""

    APPLIED = "applied"
    KEPT = "kept"
    REVIEWED = "reviewed"


class WhyKept(StrEnum):
    """Why nothing was done."""

    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_PAYMENT = "unknown_payment"
    FOREIGN_ACCOUNT = "foreign_account"
    OTHER_MODE = "other_mode"
    OTHER_CHAPTER = "other_chapter"
    UNREADABLE = "unreadable"
    REFUSED = "refused"


class ProviderEvent(ChapterOwned, Base):
    """One event. `facts` are ours, in our words: no name, address or card of anybody.

    The unique key is the claim: whoever inserts it does the work, everybody else answers «done».
    News that name no chapter we know belong to the default one, which holds the account.
    """

    event_ref: Mapped[str] = mapped_column(sa.String(255))
    account: Mapped[str] = mapped_column(sa.String(255), default="")
    livemode: Mapped[bool]
    kind: Mapped[str] = mapped_column(sa.String(120))
    payment_ref: Mapped[str | None] = mapped_column(sa.String(255))
    facts: Mapped[dict[str, Any]]
    state: Mapped[EventState] = mapped_column(status_type(EventState))
    why: Mapped[WhyKept | None] = mapped_column(status_type(WhyKept))
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    reviewed_at: Mapped[datetime | None]
    review_note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        sa.UniqueConstraint("event_ref", "account", "livemode"),
        sa.Index("ix_provider_event_state", "chapter_id", "state", "received_at", "id"),
        sa.Index("ix_provider_event_received", "chapter_id", "received_at", "id"),
        sa.Index("ix_provider_event_payment", "payment_ref", "state"),
    )
