"""What happens to a hold by itself: its company is told that the time is over."""

from uuid import UUID

from relief.core import outbox
from relief.holds import actions, queries


@outbox.task(actions.TELL)
def tell(hold_id: str) -> None:
    """Tell a company that its hold ended, unless it did something about it."""
    actions.tell_expired(queries.get_hold(UUID(hold_id)))
