"""The hash chain: each entry carries the hash of the one before, per chapter.

Entries wait in the session and are written as the last thing of the transaction, so that the
chain's lock is always the last one taken: no two transactions wait for each other in a circle.
"""

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from relief.audit.models import AuditEntry, AuditHead
from relief.core import clock, context, tenancy
from relief.core.db import after_rollback, before_commit, db

GENESIS = "0" * 64


@dataclass(frozen=True)
class Waiting:
    """An entry that will be written when its transaction ends."""

    chapter_id: UUID
    tag: str
    subject_id: UUID
    context_id: UUID | None
    data: dict[str, Any]
    actor: context.Actor


def canonical(values: dict[str, Any]) -> str:
    """Return JSON that is the same for the same content: sorted keys, NFC, no spaces."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def link_hash(prev_hash: str, entry: AuditEntry) -> str:
    """Return the SHA-256 (hex) of an entry chained to `prev_hash`."""
    body = {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "tag": entry.tag,
        "actor": [entry.actor_kind.value, str(entry.actor_id or ""), entry.actor_label],
        "subject": str(entry.subject_id),
        "context": str(entry.context_id or ""),
        "data": entry.data,
        "request": entry.request_id,
        "chapter": str(entry.chapter_id),
    }
    return hashlib.sha256((prev_hash + canonical(body)).encode()).hexdigest()


def wait(entry: Waiting) -> None:
    """Keep an entry for the end of the running transaction."""
    db.session.info.setdefault("audit", []).append(entry)


@after_rollback
def forget() -> None:
    """Drop what was waiting: a failed deed leaves no entry."""
    db.session.info.pop("audit", None)


@before_commit
def write_waiting() -> None:
    """Append what waits to the chains of its chapters, in order, under each chain's lock."""
    waiting: list[Waiting] = db.session.info.pop("audit", [])
    for chapter in sorted({entry.chapter_id for entry in waiting}, key=str):
        with tenancy.in_chapter(chapter):
            _append(chapter, [entry for entry in waiting if entry.chapter_id == chapter])


def _append(chapter: UUID, entries: list[Waiting]) -> None:
    head = lock_head(chapter)
    for waiting in entries:
        entry = AuditEntry(
            chapter_id=chapter,
            seq=head.seq + 1,
            at=clock.now(),
            tag=waiting.tag,
            actor_kind=waiting.actor.kind,
            actor_id=waiting.actor.id,
            actor_label=waiting.actor.label,
            subject_id=waiting.subject_id,
            context_id=waiting.context_id,
            data=waiting.data,
            request_id=context.request_id(),
            prev_hash=head.hash,
        )
        entry.hash = link_hash(head.hash, entry)
        db.session.add(entry)
        head.seq, head.hash = entry.seq, entry.hash
    db.session.flush()


def lock_head(chapter: UUID) -> AuditHead:
    """Return the end of the chain, locked until commit; begins the chain at the first entry."""
    head = _locked(chapter)
    if head is None:
        # Two first deeds may meet here: one begins the chain, the other waits for it.
        columns = AuditHead.__table__.c
        db.session.connection().execute(
            sa.text(
                "INSERT INTO audit_head (chapter_id, seq, hash) VALUES (:chapter, 0, :hash) "
                "ON CONFLICT (chapter_id) DO NOTHING"
            ).bindparams(sa.bindparam("chapter", type_=columns.chapter_id.type)),
            {"chapter": chapter, "hash": GENESIS},
        )
        head = _locked(chapter)
    if head is None:
        raise LookupError(chapter)
    return head


def _locked(chapter: UUID) -> AuditHead | None:
    return db.session.scalars(
        sa.select(AuditHead)
        .where(AuditHead.chapter_id == chapter)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def head_hash(chapter: UUID) -> str:
    """Return the hash at the end of the chain as last committed, for printing on papers."""
    found = db.session.scalar(sa.select(AuditHead.hash).where(AuditHead.chapter_id == chapter))
    return found or GENESIS
