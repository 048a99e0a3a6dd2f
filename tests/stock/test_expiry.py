"""Coordinators learn in time what expires, once at each distance."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.mail import Letter
from relief.stock import expiry, holding, queries
from relief.stock.actions import set_lot_status
from relief.stock.models import LotStatus


def letters():
    return list(db.session.scalars(sa.select(Letter).order_by(Letter.created_at, Letter.id)))


def tell(day):
    """Run the morning's work on a later day."""
    with clock.stopped_at(clock.now() + timedelta(days=day)), transaction():
        expiry.tell_expiring()


def test_spans_hold_one_another_and_what_expired(factories, chapter):
    today, place = queries.today(), factories.place()
    for days in (-1, 0, 7, 8, 15, 30, 31):
        factories.lot(place=place, expires_on=today + timedelta(days=days))
    factories.lot(expires_on=today, quantity=0)
    factories.transfer(source=place)
    assert expiry.expiring_counts(today) == {0: 1, 7: 3, 15: 5, 30: 6}


def test_each_lot_is_told_once_in_each_span_even_after_days_without_a_worker(
    beto, factories, chapter
):
    last_day = queries.today() + timedelta(days=31)
    factories.lot(code="LECHE-1", expires_on=last_day, quantity=10)
    tell(0)
    assert letters() == []
    for day, told in ((1, 1), (1, 1), (2, 1), (16, 2), (20, 2), (25, 3), (31, 3), (32, 3)):
        tell(day)
        assert len(letters()) == told, day
    letter = letters()[0]
    assert "LECHE-1" in letter.text
    assert "/staff/stock/?expires=30" in letter.html


def test_the_list_of_held_goods_says_why(beto, factories, chapter, count_queries):
    today, place = queries.today(), factories.place(name="Almacén Otay")
    kept = factories.lot(code="CUARENTENA-1", place=place, item=factories.item(name="Jabón"))
    factories.lot(code="VIEJO-1", place=place, expires_on=today - timedelta(days=1))
    factories.lot(code="BUENO-1", place=place)
    with transaction():
        set_lot_status(queries.get_lot(kept.id), LotStatus.QUARANTINED, reason="Olor")
    assert holding.count_held(today) == 1
    page = beto.get("/staff/stock/held/").text
    assert "CUARENTENA-1" in page
    assert "VIEJO-1" in page
    assert "BUENO-1" not in page
    for query, seen in (("why=expired", "VIEJO-1"), ("q=jabon", "CUARENTENA-1")):
        found = beto.get(f"/staff/stock/held/?{query}").text
        assert [code in found for code in ("CUARENTENA-1", "VIEJO-1")].count(True) == 1
        assert seen in found
    count_queries()
    beto.get("/staff/stock/held/")
    one = count_queries()
    for _ in range(5):
        factories.lot(place=place, expires_on=today - timedelta(days=2))
    count_queries()
    beto.get("/staff/stock/held/")
    assert count_queries() == one


@pytest.mark.parametrize("days", [0, 7, 15, 30])
def test_the_stock_list_narrows_by_every_span(beto, factories, chapter, days):
    last_day = queries.today() + timedelta(days=days or -1)
    factories.lot(item=factories.item(name="Leche en polvo"), expires_on=last_day)
    assert "Leche en polvo" in beto.get(f"/staff/stock/?expires={days}").text
