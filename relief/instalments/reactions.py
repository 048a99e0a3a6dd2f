"""Schedules of pledges that were accepted, the day's reminders, and write-offs that were approved."""

from uuid import UUID

from flask_babel import lazy_gettext as _l

from relief.accounts.permissions import Permission
from relief.approvals import acts
from relief.core import outbox
from relief.core.events import on
from relief.core.schedule import daily
from relief.instalments import actions, queries, reminders, write_off
from relief.pledges.events import PledgeAccepted
from relief.pledges.models import OPEN_PLEDGES
from relief.pledges.queries import get_pledge

AT_ONCE = 500
acts.register(
    write_off.KIND,
    permission=Permission.INSTALMENTS_WRITE_OFF,
    perform=write_off.carry_out,
    title=_l("Write off a balance"),
    endpoint="instalments.show",
)


@on(PledgeAccepted)
def plan_payments(pledge_id: str) -> None:
    """Make the schedule that the donor wished for, unless somebody was quicker."""
    _plan(UUID(pledge_id))


@daily("instalments.plan_the_forgotten", hour=0)
def plan_the_forgotten() -> None:
    """Make the schedules of open pledges that have none: those accepted before there were any."""
    for pledge_id in queries.without_schedule(limit=AT_ONCE):
        _plan(pledge_id)


@daily("instalments.remind", hour=9)
def remind_donors() -> None:
    """Leave each pledge to a job of its own, so that one bad mailbox holds up nobody else."""
    for pledge_id in reminders.pledges_to_remind(queries.local_today()):
        outbox.add("instalments.remind_of_pledge", {"pledge_id": str(pledge_id)})


@outbox.task("instalments.remind_of_pledge")
def remind_of_pledge(pledge_id: str) -> None:
    """Write what is due of one pledge."""
    reminders.remind(get_pledge(UUID(pledge_id)))


def _plan(pledge_id: UUID) -> None:
    pledge = get_pledge(pledge_id)
    parts = queries.first_plan(pledge)
    if parts and pledge.status in OPEN_PLEDGES and not queries.current_schedule(pledge.id):
        actions.make_schedule(pledge, parts=parts)
