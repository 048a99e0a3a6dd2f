"""What happened to a record, and to the chapter."""

from uuid import UUID

import sqlalchemy as sa

from relief.audit.models import AuditEntry
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of


def timeline(subject_id: UUID, *, limit: int = 100) -> list[AuditEntry]:
    """Return what happened to a record, newest first, deeds on its parts included."""
    return list(
        db.session.scalars(
            sa.select(AuditEntry)
            .where((AuditEntry.subject_id == subject_id) | (AuditEntry.context_id == subject_id))
            .order_by(AuditEntry.seq.desc())
            .limit(limit)
        )
    )


def who_did(subject_id: UUID, *tags: str) -> str:
    """Return who last did one of these deeds to a record, as a refusal names them; '' for nobody."""
    return (
        db.session.scalars(
            sa.select(AuditEntry.actor_label)
            .where(AuditEntry.subject_id == subject_id, AuditEntry.tag.in_(tags))
            .order_by(AuditEntry.seq.desc())
            .limit(1)
        ).first()
        or ""
    )


def page_of_entries(listing: Listing, *, tag: str = "", actor: str = "") -> Page[AuditEntry]:
    """Return one page of the bitácora, filtered by the beginning of a tag and by an actor's name."""
    statement = sa.select(AuditEntry)
    if tag:
        statement = statement.where(AuditEntry.tag.startswith(tag, autoescape=True))
    if actor:
        statement = statement.where(AuditEntry.actor_label == actor)
    return page_of(statement, listing, columns={"seq": AuditEntry.seq}, row_id=AuditEntry.id)
