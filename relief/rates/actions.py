"""Keep what a dollar was worth in pesos, by day and by who published it."""

from datetime import date
from decimal import Decimal

from relief.audit.actions import record
from relief.chapters.queries import get_chapter
from relief.core import clock, rows, tenancy
from relief.core.db import db
from relief.core.text import clean_line, has_substance
from relief.periods.actions import refuse_closed
from relief.rates import queries
from relief.rates.errors import RateNotYet, RateOutOfBounds, RateTooFine, SourceMissing
from relief.rates.models import MICROS, Rate

LEAST, MOST = Decimal(5), Decimal(100)
"""Pesos for a dollar that a person could mean; the FIX has stood between 8 and 26 since 1996."""

FIX = "FIX"
"""How the rate that Banco de México determines each banking day is called as a source."""


def micros_of(pesos: Decimal) -> int:
    """Return pesos for a dollar in millionths. Raise RateOutOfBounds or RateTooFine."""
    if not pesos.is_finite() or not LEAST < pesos < MOST:
        raise RateOutOfBounds(pesos=pesos, least=LEAST, most=MOST)
    micros = pesos * MICROS
    if micros != int(micros):
        raise RateTooFine
    return int(micros)


def write_rate(*, day: date, pesos: Decimal, source: str) -> Rate:
    """Write down what `source` published for a local date of the chapter, or correct it.

    Payments that took the rate keep what they took. The same figure again changes nothing. Raise
    RateNotYet, RateOutOfBounds, RateTooFine, SourceMissing, or MonthClosed for a correction.
    """
    micros = micros_of(pesos)
    source = clean_line(source)[:40].strip()
    if not has_substance(source):
        raise SourceMissing
    if day > clock.today(get_chapter(tenancy.chapter_id()).zone):
        raise RateNotYet
    known = queries.rate_of(day, source)
    if known is not None:
        return _correct(known, micros)
    rate = Rate(published_on=day, micros=micros, source=source)
    db.session.add(rate)
    db.session.flush()
    record("rates:rate:written", rate, after=_told(rate))
    return rate


def _correct(rate: Rate, micros: int) -> Rate:
    rows.lock(rate)
    if rate.micros == micros:
        return rate
    refuse_closed(rate.published_on)
    before = _told(rate)
    rate.micros = micros
    db.session.flush()
    record("rates:rate:corrected", rate, before=before, after=_told(rate))
    return rate


def _told(rate: Rate) -> dict[str, str]:
    return {
        "published_on": rate.published_on.isoformat(),
        "pesos": f"{rate.pesos:.6f}",
        "source": rate.source,
    }
