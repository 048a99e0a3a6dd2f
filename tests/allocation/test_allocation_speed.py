"""The whole proposal, from the rows to the rows: 500 lines of needs over 200 lots in under a second."""

import time
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from relief.allocation import actions
from relief.core.db import db, transaction
from relief.needs.models import Need, NeedLine, NeedStatus, Priority
from relief.stock.models import Balance, Lot

DAY = date(2099, 4, 20)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_full_morning_is_proposed_in_a_second(factories, chapter):
    items = [factories.item(pack_size=size) for size in (1, 10, 12, 50, 100)]
    places = [factories.place(city=city) for city in ("Tijuana", "Mexicali")]
    hospitals = [factories.hospital() for _ in range(10)]
    with transaction():
        for number in range(100):
            priority = list(Priority)[number % 3]
            need = Need(
                reference=f"NEC-2099-{number:05d}",
                hospital_id=hospitals[number % 10].id,
                status=NeedStatus.APPROVED,
                priority=priority,
                priority_rank=priority.rank,
                needed_by=DAY + timedelta(days=number % 9),
            )
            db.session.add(need)
            db.session.flush()
            db.session.add_all(
                NeedLine(need_id=need.id, item_id=item.id, position=n, requested=200 + 7 * number)
                for n, item in enumerate(items, 1)
            )
        for number in range(200):
            lot = Lot(
                item_id=items[number % 5].id,
                code=f"L{number:04d}",
                expires_on=DAY + timedelta(days=number % 40),
            )
            db.session.add(lot)
            db.session.flush()
            db.session.add(
                Balance(lot_id=lot.id, place_id=places[number % 2].id, on_hand=400 + number)
            )
    db.session.expire_all()
    begun = time.process_time()
    with transaction():
        made = actions.propose(places=places, planned_for=DAY)
    assert time.process_time() - begun < 1
    assert len(made.shares) == 500
    there = db.session.scalar(sa.select(sa.func.sum(Balance.on_hand)))
    assert made.units == there, "too little for all: everything is given"
