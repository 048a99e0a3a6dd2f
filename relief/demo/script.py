"""The script of the demo: who does what at which moment, played under a stopped clock."""

import heapq
import itertools
from collections.abc import Callable
from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

from relief.core import clock, outbox
from relief.core.context import Actor, acting_as
from relief.core.db import Base, db, transaction

Deed = Callable[[], object]
CURTAIN = time(21, 0)  # every deed of a day is over by then


class Script:
    """Deeds in the order of their moments. A deed may write further ones, of later moments.

    Each day is one transaction, because a disk's patience is what loading costs most. What the
    rooms do in reaction to a deed is done right after it, at the same moment; papers and letters
    are left to the worker.
    """

    def __init__(self, zone: str, seed: int) -> None:
        self.random = Random(seed)
        self._zone = ZoneInfo(zone)
        self._waiting: list[tuple[datetime, int, Actor, Deed]] = []
        self._order = itertools.count()
        self._kept: list[Base] = []

    def at(self, day: date, hour: int, by: Actor, deed: Deed) -> None:  # noqa: PLR0917 - reads as a script does
        """Write down that somebody does something on a local day, at a local hour before 21."""
        moment = datetime.combine(day, time(hour), self._zone)
        heapq.heappush(self._waiting, (moment, next(self._order), by, deed))

    def play(self) -> None:
        """Do everything that is written down, day by day, until nothing is left."""
        while self._waiting:
            day = self._waiting[0][0].date()
            with clock.stopped_at(datetime.combine(day, CURTAIN, self._zone)), transaction():
                while self._waiting and self._waiting[0][0].date() == day:
                    moment, _, by, deed = heapq.heappop(self._waiting)
                    with clock.stopped_at(moment):
                        with acting_as(by):
                            deed()
                        outbox.run_inside()
            self._forget()

    def keep(self, *rows: Base) -> None:
        """Keep rows in the session from day to day: what every deed would read again."""
        self._kept.extend(rows)

    def _forget(self) -> None:
        """Let go of the day's other rows; the next day reads them as they are then."""
        kept = {id(row) for row in self._kept}
        for row in list(db.session):
            # A row may have left with the one that owns it.
            if id(row) not in kept and row in db.session:
                db.session.expunge(row)
