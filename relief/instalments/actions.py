"""Make and change a schedule; stop reminders; give up what will not come."""

from collections.abc import Sequence
from datetime import timedelta

from relief.audit.actions import record
from relief.core import clock, context, rows
from relief.core.db import db
from relief.core.money import Money, format_money
from relief.core.text import clean_text, has_substance
from relief.instalments import queries
from relief.instalments.dates import MOST_PARTS, Planned
from relief.instalments.errors import (
    DatesOutOfOrder,
    NothingChanged,
    NothingToSchedule,
    PartsDiffer,
    ReasonMissing,
    RemindersAlreadyStopped,
    RemindersNotStopped,
    ScheduleExists,
    ScheduleMovedOn,
    TooManyParts,
)
from relief.instalments.models import Instalment, ReminderStop, Schedule
from relief.pledges.models import OPEN_PLEDGES, Pledge

LONGEST = timedelta(days=366 * 10)


def make_schedule(pledge: Pledge, *, parts: Sequence[Planned], reason: str = "") -> Schedule:
    """Write the first schedule of a pledge: days and amounts that sum to it, to the centavo.

    Raise NothingToSchedule, ScheduleExists, TooManyParts, DatesOutOfOrder or PartsDiffer.
    """
    _refuse_parts(pledge, parts)
    current = queries.current_schedule(pledge.id)
    if current is not None:
        raise ScheduleExists(who=current.made_by)
    made = _write(pledge, parts, revision=1, reason=reason)
    record("instalments:schedule:made", made, about=pledge, after=_told(parts))
    return made


def change_schedule(
    pledge: Pledge, *, parts: Sequence[Planned], reason: str, over: int | None = None
) -> Schedule:
    """Put a new schedule in the place of the current one, which is kept, with the reason.

    `over` is the revision that the person was looking at. Raise as `make_schedule` does, or
    ReasonMissing, NothingChanged or ScheduleMovedOn.
    """
    _refuse_parts(pledge, parts)
    if not has_substance(reason):
        raise ReasonMissing
    current = queries.current_schedule(pledge.id)
    if current is None:
        return make_schedule(pledge, parts=parts, reason=clean_text(reason))
    if over is not None and over != current.revision:
        raise ScheduleMovedOn(who=current.made_by)
    before = [(part.due_on, part.amount) for part in current.parts]
    if before == list(parts):
        raise NothingChanged
    rows.lock(current).superseded_at = clock.now()
    db.session.flush()
    made = _write(pledge, parts, revision=current.revision + 1, reason=clean_text(reason))
    after = {**_told(parts), "reason": made.reason}
    record("instalments:schedule:changed", made, about=pledge, before=_told(before), after=after)
    return made


def stop_reminders(pledge: Pledge, *, by_donor: bool) -> ReminderStop:
    """Write no more reminders about a pledge. Raise RemindersAlreadyStopped."""
    rows.lock(pledge)
    standing = queries.standing_stop(pledge.id)
    if standing is not None:
        raise RemindersAlreadyStopped(who=standing.stopped_by)
    stop = ReminderStop(
        pledge_id=pledge.id, by_donor=by_donor, stopped_by=context.current_actor().label
    )
    db.session.add(stop)
    db.session.flush()
    record("instalments:reminders:stopped", stop, about=pledge)
    return stop


def resume_reminders(pledge: Pledge) -> None:
    """Let the reminders of a pledge go on. Raise RemindersNotStopped."""
    rows.lock(pledge)
    standing = queries.standing_stop(pledge.id)
    if standing is None:
        raise RemindersNotStopped
    standing.lifted_at = clock.now()
    db.session.flush()
    record("instalments:reminders:resumed", standing, about=pledge)


def _refuse_parts(pledge: Pledge, parts: Sequence[Planned]) -> None:
    """Lock the pledge, then check that it waits for money and that the parts are it."""
    rows.lock(pledge)
    line = pledge.cash_line
    if line is None or line.amount is None or pledge.status not in OPEN_PLEDGES:
        raise NothingToSchedule(reference=pledge.reference)
    if not 1 <= len(parts) <= MOST_PARTS:
        raise TooManyParts(most=MOST_PARTS)
    days = [day for day, _amount in parts]
    if days != sorted(set(days)) or days[-1] - days[0] > LONGEST:
        raise DatesOutOfOrder
    total = sum((amount for _day, amount in parts), Money.zero(line.amount.currency))
    if total != line.amount or any(amount.minor <= 0 for _day, amount in parts):
        raise PartsDiffer(sum=format_money(total), amount=format_money(line.amount))


def _write(pledge: Pledge, parts: Sequence[Planned], *, revision: int, reason: str) -> Schedule:
    schedule = Schedule(
        pledge_id=pledge.id,
        revision=revision,
        reason=reason,
        made_by=context.current_actor().label,
        parts=[
            Instalment(position=position, due_on=day, amount=amount)
            for position, (day, amount) in enumerate(parts, start=1)
        ],
    )
    db.session.add(schedule)
    db.session.flush()
    return schedule


def _told(parts: Sequence[Planned]) -> dict[str, object]:
    return {"instalments": len(parts), "starts_on": parts[0][0], "ends_on": parts[-1][0]}
