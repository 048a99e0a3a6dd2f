"""What needs somebody now: a number, a verb and the list where it is done, for each role."""

from dataclasses import dataclass

from flask import url_for

from relief.accounts.access import can
from relief.web.watches import WATCHES


@dataclass(frozen=True)
class Card:
    """One thing that waits: how many, what to do, where, and how urgent it looks."""

    number: int
    verb: str
    url: str
    tone: str
    icon: str


def cards() -> list[Card]:
    """Return the cards of the signed-in person, in the order of the day's work; those at rest last."""
    found = []
    for watch in WATCHES:
        if can(watch.permission):
            number = watch.count()
            found.append(
                Card(
                    number,
                    watch.tell(number),
                    url_for(watch.endpoint, **watch.query),
                    watch.tone,
                    watch.icon,
                )
            )
    return sorted(found, key=lambda card: card.number == 0)
