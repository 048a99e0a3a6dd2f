"""What donors say for themselves: consents, and what they ask to be corrected."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned, chapter_fk
from relief.donors.models import Donor


class Purpose(StrEnum):
    """What a mailbox is used for; `notice` is the privacy notice as a whole."""

    REMINDERS = "reminders"
    THANKS = "thanks"
    NEWS = "news"
    NOTICE = "notice"


ASKED_FIRST = frozenset({Purpose.NEWS, Purpose.NOTICE})
"""Purposes for which silence is a no."""

MAIL_PURPOSES = (Purpose.REMINDERS, Purpose.THANKS, Purpose.NEWS)


class Consent(ChapterOwned, Base):
    """One yes or no of a mailbox's owner, under one version of the notice. Never changed: the last counts.

    `email` is in lower case.
    """

    email: Mapped[str] = mapped_column(sa.String(254))
    purpose: Mapped[Purpose] = mapped_column(status_type(Purpose))
    given: Mapped[bool]
    privacy_version: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (sa.Index("ix_consent_email", "chapter_id", "email", "created_at"),)


class RequestKind(StrEnum):
    """What a donor asks for."""

    DATA = "data"
    ADD_CONTACT = "add_contact"
    REMOVE_CONTACT = "remove_contact"


class RequestStatus(StrEnum):
    """What the staff made of it."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class DataRequest(ChapterOwned, Base):
    """A change that a contact asks for. `proposed` holds the wanted values by column.

    Nothing changes until staff approve it; papers that were issued stay as they are.
    """

    donor_id: Mapped[UUID]
    kind: Mapped[RequestKind] = mapped_column(status_type(RequestKind))
    status: Mapped[RequestStatus] = mapped_column(
        status_type(RequestStatus), default=RequestStatus.PENDING
    )
    asked_by: Mapped[str] = mapped_column(sa.String(254))
    language: Mapped[str] = mapped_column(sa.String(2), default="es")
    proposed: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    nonce: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]

    donor: Mapped[Donor] = relationship(primaryjoin="Donor.id == foreign(DataRequest.donor_id)")

    __table_args__ = (
        chapter_fk("donor_id", "donor"),
        sa.UniqueConstraint("chapter_id", "nonce"),
        sa.Index("ix_data_request_donor", "chapter_id", "donor_id"),
        sa.Index("ix_data_request_status", "chapter_id", "status", "created_at", "id"),
    )
