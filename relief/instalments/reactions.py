"""A pledge that was accepted gets its schedule."""

from uuid import UUID

from relief.core.events import on
from relief.core.schedule import daily
from relief.instalments import actions, queries
from relief.pledges.events import PledgeAccepted
from relief.pledges.models import OPEN_PLEDGES
from relief.pledges.queries import get_pledge

AT_ONCE = 500


@on(PledgeAccepted)
def plan_payments(pledge_id: str) -> None:
    """Make the schedule that the donor wished for, unless somebody was quicker."""
    _plan(UUID(pledge_id))


@daily("instalments.plan_the_forgotten", hour=0)
def plan_the_forgotten() -> None:
    """Make the schedules of open pledges that have none: those accepted before there were any."""
    for pledge_id in queries.without_schedule(limit=AT_ONCE):
        _plan(pledge_id)


def _plan(pledge_id: UUID) -> None:
    pledge = get_pledge(pledge_id)
    parts = queries.first_plan(pledge)
    if parts and pledge.status in OPEN_PLEDGES and not queries.current_schedule(pledge.id):
        actions.make_schedule(pledge, parts=parts)
