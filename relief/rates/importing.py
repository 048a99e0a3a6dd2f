"""Take a whole file of published rates; what is on record already stays as it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from relief.audit.actions import record
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.core.errors import ReliefError
from relief.rates import queries
from relief.rates.actions import FIX, micros_of
from relief.rates.errors import RateNotYet
from relief.rates.models import Rate
from relief.rates.reading import Quote, Reading, Refused, read_rates


@dataclass
class Judged:
    """What an import will do or did: new rates, those known already, days without one, refusals."""

    new: list[Quote] = field(default_factory=list)
    known: int = 0
    without: int = 0
    refused: list[Refused] = field(default_factory=list)

    def as_file(self) -> str:
        """Return the new rates as a file of their own, for the form that confirms the preview."""
        return "\n".join(f"{row.day.isoformat()},{row.pesos}" for row in self.new)


def preview(content: bytes, *, source: str = FIX) -> Judged:
    """Say what an import would do, and change nothing. Raise what `read_rates` raises."""
    return _judge(read_rates(content), source)


def import_rates(content: bytes, *, source: str = FIX) -> Judged:
    """Write down the rates of a file that are not known yet; the same file again changes nothing.

    A figure that differs from the one on record is refused, never overwritten. Raise what
    `read_rates` raises.
    """
    reading = read_rates(content)
    # Of two people with the same file the second finds all of it known.
    rows.lock(get_chapter(tenancy.chapter_id()))
    judged = _judge(reading, source)
    if not judged.new:
        return judged
    made = [
        Rate(published_on=row.day, micros=micros_of(row.pesos), source=source) for row in judged.new
    ]
    db.session.add_all(made)
    db.session.flush()
    days = [row.day for row in judged.new]
    record(
        "rates:rate:imported",
        max(made, key=lambda rate: rate.published_on),
        after={"source": source, "counted": len(made), "since": min(days), "until": max(days)},
    )
    return judged


def _judge(reading: Reading, source: str) -> Judged:
    judged = Judged(without=reading.without, refused=list(reading.refused))
    today = clock.today(get_chapter(tenancy.chapter_id()).zone)
    known = _known([row.day for row in reading.rows], source)
    for row in reading.rows:
        try:
            if row.day > today:
                raise RateNotYet
            micros = micros_of(row.pesos)
        except ReliefError as refusal:
            judged.refused.append(Refused(row.number, _told(row), str(refusal)))
            continue
        if row.day not in known:
            judged.new.append(row)
            known[row.day] = micros
        elif known[row.day] == micros:
            judged.known += 1
        else:
            why = _("Another figure is on record for that day. If this one is right, correct it.")
            judged.refused.append(Refused(row.number, _told(row), why))
    judged.refused.sort(key=lambda refused: refused.number)
    return judged


def _known(days: Iterable[date], source: str) -> dict[date, int]:
    sorted_days = sorted(days)
    if not sorted_days:
        return {}
    found = queries.rates_between(sorted_days[0], sorted_days[-1], source=source)
    return {day: rate.micros for day, rate in found.items()}


def _told(row: Quote) -> str:
    return f"{row.day:%d/%m/%Y} · {row.pesos}"
