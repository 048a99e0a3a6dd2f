"""Make one donor of two: everything moves in one transaction, and the audit names all of it.

The other row stays as an alias. Receipts are printed papers whose row never changes: they keep
the alias, and whoever looks for a donor's receipts looks under its aliases too. Whatever somebody
was writing for the alias at that very moment follows a little later, by a job of the worker.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from relief.audit.actions import record
from relief.core import clock, outbox, rows
from relief.core.context import current_actor
from relief.core.db import Base, db
from relief.core.text import company_key, search_key
from relief.donors import membership, moving, queries
from relief.donors.aliases import follow, refuse_merged
from relief.donors.errors import SameDonor
from relief.donors.models import Contact, Donor, DonorMembership, DonorMerge

CHOICES = (
    "kind",
    "name",
    "rfc",
    "tax_regime",
    "postal_code",
    "ein",
    "parent_name",
    "address",
    "city",
    "country",
    "email",
    "phone",
    "language",
    "member_no",
)
OTHERS = _l("other records")
# Longer than the longest statement or transaction that may be under way.
LATER = timedelta(minutes=2)
SWEEP = "donors.merging.sweep"


@dataclass(frozen=True)
class Following:
    """Rows of one table that follow: their kind, and what each is called where it has a name."""

    key: str
    label: LazyString
    count: int
    names: tuple[str, ...] = ()


def what_follows(donor_id: UUID) -> list[Following]:
    """Return what would move from a donor, in figures; nothing is written."""
    labels = moving.moving()
    found = []
    for kind, column in references():
        names = _names(kind, column, donor_id)
        known = labels.get(kind)
        label = known.label if known else OTHERS
        if names:
            found.append(
                Following(kind.__tablename__, label, len(names), tuple(filter(None, names)))
            )
    return found


def merge_donors(kept: Donor, other: Donor, *, values: Mapping[str, Any]) -> DonorMerge:
    """Make `other` an alias of `kept`, with the values that were chosen for it, by column.

    Raise SameDonor, DonorMergedAway when somebody was quicker, MemberNumberTaken.
    """
    if kept.id == other.id:
        raise SameDonor
    rows.lock_in_order(Donor, {kept.id, other.id})
    for each in (other, kept):
        refuse_merged(each)
    followed = what_follows(other.id)
    _join_memberships(kept, other)
    _move_all(other.id, kept.id)
    changed = _take_over(kept, other, values)
    db.session.execute(
        sa.update(DonorMerge).where(DonorMerge.into_id == other.id).values(into_id=kept.id)
    )
    merge = DonorMerge(donor_id=other.id, into_id=kept.id, merged_by=current_actor().label)
    db.session.add(merge)
    db.session.flush()
    stay = membership.open_stay(kept.id)
    if stay is not None:
        membership.align(kept, stay)
    _record(kept, other, changed=changed, followed=followed)
    outbox.add(
        SWEEP,
        {"old": str(other.id), "new": str(kept.id)},
        due_at=clock.now() + LATER,
    )
    return merge


@outbox.task(SWEEP)
def sweep(old: str, new: str) -> None:
    """Move what was being written for an alias while it became one."""
    _move_all(UUID(old), follow(queries.get_donor(UUID(new))).id)


def references() -> list[tuple[type[Any], str]]:
    """Return every table that refers to a donor and follows, with the column that does."""
    stay = moving.staying()
    found = []
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if not isinstance(table, sa.Table) or mapper.class_ in stay:
            continue
        for key in table.foreign_key_constraints:
            if key.referred_table.name == Donor.__tablename__:
                column = next(name for name in key.column_keys if name != "chapter_id")
                found.append((mapper.class_, column))
    return sorted(found, key=lambda each: each[0].__tablename__)


def _names(kind: type[Any], column: str, donor_id: UUID) -> list[str]:
    named = next((n for n in ("reference", "code", "name") if hasattr(kind, n)), None)
    what = getattr(kind, named) if named else sa.literal("")
    statement = sa.select(what).select_from(kind).where(getattr(kind, column) == donor_id)
    return sorted(str(name) for name in db.session.scalars(statement))


def _move_all(old: UUID, new: UUID) -> None:
    """Move every row, in the same order of tables each time; the locks are those of the donors."""
    known = moving.moving()
    for kind, column in references():
        special = known[kind].move if kind in known else None
        if special is not None:
            special(old, new)
            continue
        db.session.execute(
            sa.update(kind)
            .where(getattr(kind, column) == old)
            .values({column: new})
            .execution_options(synchronize_session="fetch")
        )


def _take_over(kept: Donor, other: Donor, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Write the chosen values; return what changed, before and after."""
    wanted = {name: values[name] for name in CHOICES if name in values}
    if wanted.get("member_no") and wanted["member_no"] == other.member_no:
        other.member_no = None
        db.session.flush()
    changed = {
        name: (getattr(kept, name), value)
        for name, value in wanted.items()
        if getattr(kept, name) != value
    }
    for name, value in wanted.items():
        setattr(kept, name, value)
    kept.name_key, kept.search_key = company_key(kept.name), search_key(kept.name)
    if kept.reviewed_at is None:
        kept.reviewed_at = clock.now()
    db.session.flush()
    return changed


def _record(
    kept: Donor,
    other: Donor,
    *,
    changed: Mapping[str, tuple[Any, Any]],
    followed: Sequence[Following],
) -> None:
    named = {each.key: ", ".join(each.names) or each.count for each in followed}
    record(
        "donors:donor:merged",
        kept,
        about=other,
        before={name: pair[0] for name, pair in changed.items()},
        after={
            "merged": f"{other.name} {other.rfc or ''}".strip(),
            **{name: pair[1] for name, pair in changed.items()},
            **named,
        },
    )


def _join_memberships(kept: Donor, other: Donor) -> None:
    """Leave one open stay at most: where both have one, the older day of joining stands."""
    own, its = membership.open_stay(kept.id), membership.open_stay(other.id)
    if its is None:
        return
    if own is None:
        kept.is_member, kept.joined_on = True, other.joined_on
    else:
        days = [day for day in (kept.joined_on, other.joined_on) if day is not None]
        kept.joined_on = min(days, default=None)
        db.session.delete(its)
    other.is_member = False
    db.session.flush()


def _move_contacts(old: UUID, new: UUID) -> int:
    """Move contacts; the main one of who stays remains the main one."""
    main = sa.select(Contact.id).where(Contact.donor_id == new, Contact.is_primary)
    values: dict[str, Any] = {"donor_id": new}
    if db.session.scalars(main).first() is not None:
        values["is_primary"] = False
    moved = db.session.execute(
        sa.update(Contact)
        .where(Contact.donor_id == old)
        .values(values)
        .returning(Contact.id)
        .execution_options(synchronize_session="fetch")
    )
    return len(moved.all())


moving.moves(Contact, _l("contacts"), move=_move_contacts)
moving.moves(DonorMembership, _l("stays in the association"))
moving.stays(DonorMerge, "says itself which donor became which; older aliases are led on")
