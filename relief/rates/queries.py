"""Which rate of the dollar holds on a day."""

from datetime import date, timedelta

import sqlalchemy as sa

from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.rates.models import Rate

STALE = timedelta(days=7)
"""The longest closing of the market around a holiday is shorter."""


def rate_on(day: date) -> Rate | None:
    """Return the newest rate published until that day, at most seven days older; None without one.

    Of two sources for one day the first by name is taken: the same one every time.
    """
    return db.session.scalars(
        sa.select(Rate)
        .where(Rate.published_on <= day, Rate.published_on >= day - STALE)
        .order_by(Rate.published_on.desc(), Rate.source, Rate.id)
        .limit(1)
    ).first()


def latest() -> Rate | None:
    """Return the newest rate there is, however old."""
    return db.session.scalars(
        sa.select(Rate).order_by(Rate.published_on.desc(), Rate.source, Rate.id).limit(1)
    ).first()


def rate_of(day: date, source: str) -> Rate | None:
    """Return what one source published for one day."""
    return db.session.scalars(
        sa.select(Rate).where(Rate.published_on == day, Rate.source == source)
    ).first()


def rates_between(first: date, last: date, *, source: str) -> dict[date, Rate]:
    """Return what one source published from one day to another, both included."""
    found = db.session.scalars(
        sa.select(Rate).where(
            Rate.published_on >= first, Rate.published_on <= last, Rate.source == source
        )
    )
    return {rate.published_on: rate for rate in found}


def page_of_rates(
    listing: Listing, *, since: date | None = None, until: date | None = None
) -> Page[Rate]:
    """Return one page of rates published between two days, both included."""
    statement = sa.select(Rate)
    if since is not None:
        statement = statement.where(Rate.published_on >= since)
    if until is not None:
        statement = statement.where(Rate.published_on <= until)
    return page_of(statement, listing, columns={"day": Rate.published_on}, row_id=Rate.id)
