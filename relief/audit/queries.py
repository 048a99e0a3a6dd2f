"""What happened to a record, and to the chapter."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from relief.audit.models import AuditEntry, AuditHead
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


def newest(*, limit: int) -> list[AuditEntry]:
    """Return the last entries of the chapter's chain, newest first."""
    return list(
        db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(limit))
    )


def page_of_entries(
    listing: Listing,
    *,
    room: str = "",
    actor: str = "",
    days: tuple[date | None, date | None] = (None, None),
    zone: str = "America/Tijuana",
) -> Page[AuditEntry]:
    """Return one page of the bitácora: of a room, a part of a person's name, and days of `zone`.

    Both days are included.
    """
    statement = sa.select(AuditEntry)
    if room:
        statement = statement.where(AuditEntry.tag.startswith(f"{room}:", autoescape=True))
    if actor:
        statement = statement.where(AuditEntry.actor_label.contains(actor, autoescape=True))
    since, until = days
    if since is not None:
        statement = statement.where(AuditEntry.at >= _midnight(since, zone))
    if until is not None:
        statement = statement.where(AuditEntry.at < _midnight(until + timedelta(days=1), zone))
    return page_of(statement, listing, columns={"seq": AuditEntry.seq}, row_id=AuditEntry.id)


def _midnight(day: date, zone: str) -> datetime:
    """Return the moment (UTC) at which a day begins on the wall of `zone`."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def head(chapter_id: UUID) -> AuditHead | None:
    """Return the end of a chapter's chain, None before the first entry."""
    return db.session.get(AuditHead, chapter_id)
