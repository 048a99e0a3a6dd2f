"""How far each line of a need is, told by the deliveries themselves: nothing of it is stored here.

*Committed* waits in deliveries that are planned, being picked or packed; *in transit* has left;
*fulfilled* is what the acuses accepted. What came back or was cancelled is missing again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from relief.core.db import db
from relief.needs.models import Need, NeedLine


@dataclass(frozen=True)
class Progress:
    """Units of one line, or of several lines of a need together."""

    requested: int = 0
    committed: int = 0
    in_transit: int = 0
    fulfilled: int = 0
    missing: int = 0


NOTHING = Progress()


def progress_of(need_ids: Collection[UUID]) -> dict[UUID, Progress]:
    """Return how far every line of these needs is, by id of line, in one query."""
    carried = NeedLine.delivery_lines.property.mapper.class_
    sums = [
        sa.func.coalesce(sa.func.sum(units), 0)
        for units in (carried.committed, carried.in_transit, carried.accepted)
    ]
    found = db.session.execute(
        sa.select(NeedLine.id, NeedLine.requested, *sums)
        .outerjoin(NeedLine.delivery_lines)
        .outerjoin(carried.delivery)
        .where(NeedLine.need_id.in_(need_ids))
        .group_by(NeedLine.id, NeedLine.requested)
    )
    far = {}
    for line_id, *units in found:
        asked, committed, in_transit, fulfilled = map(int, units)
        missing = max(0, asked - committed - in_transit - fulfilled)
        far[line_id] = Progress(asked, committed, in_transit, fulfilled, missing)
    return far


def of_need(need: Need, progress: Mapping[UUID, Progress]) -> Progress:
    """Add up the lines of a need: what one line has too much of fills no other."""
    lines = [progress.get(line.id, NOTHING) for line in need.lines]
    return Progress(
        requested=sum(each.requested for each in lines),
        committed=sum(each.committed for each in lines),
        in_transit=sum(each.in_transit for each in lines),
        fulfilled=sum(each.fulfilled for each in lines),
        missing=sum(each.missing for each in lines),
    )
