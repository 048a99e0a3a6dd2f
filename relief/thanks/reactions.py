"""Letters that were let go are posted one by one, each in a transaction of its own."""

from uuid import UUID

from relief.core import outbox
from relief.thanks import actions, queries


@outbox.task("thanks.post")
def post_letter(letter_id: str) -> None:
    """Write the mail of one letter; a second try finds it written."""
    actions.post(queries.get_letter(UUID(letter_id)))
