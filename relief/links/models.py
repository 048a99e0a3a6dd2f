"""Links without an account: capability links to one object, and sign-in links of donors."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock
from relief.core.db import Base, new_id, status_type
from relief.core.tenancy import ChapterOwned


class LinkKind(StrEnum):
    """What a link opens."""

    FOLLOW = "follow"
    HOSPITAL = "hospital"
    DRIVER = "driver"


class CapabilityLink(ChapterOwned, Base):
    """One link to one object. Only the hash of its token is kept.

    `opens` names another page of its holder than the one of its kind, such as a hospital's needs.
    """

    kind: Mapped[LinkKind] = mapped_column(status_type(LinkKind))
    subject_id: Mapped[UUID]
    opens: Mapped[str] = mapped_column(sa.String(16), default="", server_default="")
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_capability_link_subject", "chapter_id", "kind", "subject_id"),)


class SignInLink(Base):
    """One wish of a donor to come in, known or not. Only hashes of its keys are kept.

    Token and code are made when the letter is written, for an address that is known; without
    them the row opens nothing. `browser_hash` is of the cookie of whoever asked.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    language: Mapped[str] = mapped_column(sa.String(2))
    browser_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    code_hash: Mapped[str | None] = mapped_column(sa.String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class DonorSession(Base):
    """One donor's sign-in on one device, apart from the staff's; ended rows open nothing."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
