"""The bitácora: one row for each change of state, chained by hashes per chapter."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from relief.core.context import ActorKind
from relief.core.db import Base, status_type
from relief.core.tenancy import ChapterOwned


class AuditEntry(ChapterOwned, Base):
    """Who did what to which record. Append-only: the database refuses UPDATE and DELETE.

    `context_id` names a second record on whose timeline the entry also belongs, such as the
    pledge of a payment. `data` holds `before` and `after`, never secrets.
    """

    seq: Mapped[int]
    at: Mapped[datetime]
    tag: Mapped[str]
    actor_kind: Mapped[ActorKind] = mapped_column(status_type(ActorKind))
    actor_id: Mapped[UUID | None]
    actor_label: Mapped[str]
    subject_id: Mapped[UUID]
    context_id: Mapped[UUID | None]
    data: Mapped[dict[str, Any]]
    request_id: Mapped[str]
    prev_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (
        sa.UniqueConstraint("chapter_id", "seq"),
        sa.Index("ix_audit_entry_subject", "chapter_id", "subject_id", "seq"),
        sa.Index("ix_audit_entry_context", "chapter_id", "context_id", "seq"),
    )


class AuditHead(Base):
    """The end of a chapter's chain; its row is the lock that keeps the chain from forking."""

    chapter_id: Mapped[UUID] = mapped_column(sa.ForeignKey("chapter.id"), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(64))
