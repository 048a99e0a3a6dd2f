"""Keep a roll that somebody sent, and import it once."""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa

from relief.audit.actions import record
from relief.chapters.models import Chapter
from relief.core import clock, files, rows, tenancy
from relief.core.context import current_actor
from relief.core.db import db
from relief.core.imports import ChangedMeanwhile, Outcome, Plan
from relief.donors.errors import RollImported
from relief.donors.models import RollImport
from relief.donors.roll import carry_out, plan_roll


def keep_roll(*, name: str, sha256: str) -> RollImport:
    """Note that a file was sent; its bytes are stored already, outside the transaction."""
    roll = RollImport(name=name, sha256=sha256, uploaded_by=current_actor().label)
    db.session.add(roll)
    db.session.flush()
    return roll


def get_roll(roll_id: UUID) -> RollImport:
    """Return a roll of the chapter. Raise RowMissing."""
    return rows.get(RollImport, roll_id)


def latest_rolls() -> list[RollImport]:
    """Return the last ten rolls that were sent, newest first."""
    return list(
        db.session.scalars(
            sa.select(RollImport)
            .order_by(RollImport.uploaded_at.desc(), RollImport.id.desc())
            .limit(10)
        )
    )


def import_roll(
    roll: RollImport, content: bytes, *, agreed: str = "", step: Callable[[], object] = lambda: None
) -> Plan:
    """Write what a roll says, all or nothing, and return what was done.

    `agreed` is the mark of the plan that a person saw: anything else raises ChangedMeanwhile. The
    chapter takes one roll at a time. Raise RollImported.
    """
    one_list_at_a_time()
    rows.lock(roll)
    if roll.imported_at is not None:
        raise RollImported(who=roll.imported_by)
    plan = plan_roll(content)
    if agreed and plan.fingerprint != agreed:
        raise ChangedMeanwhile
    carry_out(plan, step)
    roll.imported_at, roll.imported_by = clock.now(), current_actor().label
    roll.created, roll.changed = len(plan.of(Outcome.NEW)), len(plan.of(Outcome.CHANGED))
    roll.unchanged, roll.refused = len(plan.of(Outcome.SAME)), len(plan.of(Outcome.REFUSED))
    db.session.flush()
    figures = ("created", "changed", "unchanged", "refused")
    record(
        "donors:roll:imported",
        roll,
        after={"name": roll.name, **{each: getattr(roll, each) for each in figures}},
    )
    return plan


def one_list_at_a_time() -> None:
    """Make a second import of the same chapter wait: both would enter the same rows."""
    # Not a plain lock: every insert of the chapter refers to this row.
    db.session.execute(
        sa.select(Chapter.id)
        .where(Chapter.id == tenancy.chapter_id())
        .with_for_update(key_share=True)
    )


def content_of(roll: RollImport) -> bytes:
    """Return the bytes that were sent. Raise FileMissing."""
    return files.fetch(roll.sha256)
