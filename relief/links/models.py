"""Capability links: whoever holds one may see or do one thing, without an account."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core import clock
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned


class LinkKind(StrEnum):
    """What a link opens."""

    FOLLOW = "follow"
    HOSPITAL = "hospital"


class CapabilityLink(ChapterOwned, Base):
    """One link to one object. Only the hash of its token is kept."""

    kind: Mapped[LinkKind] = mapped_column(status_type(LinkKind))
    subject_id: Mapped[UUID]
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_capability_link_subject", "chapter_id", "kind", "subject_id"),)
