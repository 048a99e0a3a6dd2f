"""Many processes on one lot: nobody ever reads less than nothing, and no unit appears or is lost."""

import multiprocessing
import os
import random
import time

import pytest
import sqlalchemy as sa

from relief.core import tenancy
from relief.core.db import db, reading_only, transaction
from relief.stock import ledger
from relief.stock.errors import NotEnoughStock, NothingReserved
from relief.stock.ledger import Line
from relief.stock.models import Balance, Lot, Movement, Place, Reason

pytestmark = pytest.mark.race
SECONDS = 30 if os.environ.get("RELIEF_SCALE") else 3
WRITERS, READERS, UNITS = 8, 2, 120
TRIES = 4  # each writer's, however slow the machine
FORK = multiprocessing.get_context("fork")


def opened(app, chapter, gate):
    """Give a new process connections of its own, and let all begin together."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    tenancy.choose(chapter)
    gate.wait(30)
    return time.monotonic() + SECONDS


def unlocked(lots, places):
    """The lock as careless people write it: read, and trust that nobody else does."""
    lock_ids = (sorted(set(lots)), sorted({place.id for place in places}))
    found = db.session.scalars(
        sa.select(Balance)
        .where(Balance.lot_id.in_(lock_ids[0]), Balance.place_id.in_(lock_ids[1]))
        .execution_options(populate_existing=True)
    ).all()
    time.sleep(0.002)
    return {(balance.lot_id, balance.place_id): balance for balance in found}


def write(app, chapter, gate, seed, locked, answers):
    """Move, promise and take back at random, until the time is over."""
    until = opened(app, chapter, gate)
    if not locked:
        ledger.lock = unlocked
    dice, tried, failed = random.Random(seed), 0, 0
    while time.monotonic() < until or tried < TRIES:
        tried += 1
        try:
            with transaction():
                deed(dice)
        except (NotEnoughStock, NothingReserved):
            pass
        except sa.exc.DBAPIError:
            failed += 1
    answers.put(("written", tried, failed))


def deed(dice):
    lot = db.session.scalars(sa.select(Lot)).one()
    here, there = dice.sample(db.session.scalars(sa.select(Place).order_by(Place.id)).all(), 2)
    lines = [Line(lot, dice.randint(1, 12))]
    kind = dice.random()
    if kind < 0.6:
        ledger.move(lines, source=here, target=there, reason=Reason.TRANSFERRED)
    elif kind < 0.8:
        ledger.reserve(lines, place=here)
    else:
        ledger.release(lines, place=here)


def read(app, chapter, gate, seed, locked, answers):
    """Look at all balances at once, again and again."""
    until = opened(app, chapter, gate)
    looks, negative, sums = 0, 0, set()
    while time.monotonic() < until:
        with reading_only():
            rows = db.session.execute(
                sa.select(Balance.on_hand, Balance.reserved, Balance.chapter_id)
            ).all()
            db.session.rollback()
        looks += 1
        negative += any(on < 0 or reserved < 0 or reserved > on for on, reserved, _c in rows)
        sums.add(sum(row.on_hand for row in rows))
    answers.put(("read", looks, negative, sorted(sums)))


def race(store, chapter, *, locked):
    """Run them all and return what each one saw."""
    db.session.remove()
    jobs = [write] * WRITERS + ([read] * READERS if locked else [])
    answers, gate = FORK.Queue(), FORK.Barrier(len(jobs))
    crew = [
        FORK.Process(target=job, args=(store.app, chapter.id, gate, seed, locked, answers))
        for seed, job in enumerate(jobs)
    ]
    for process in crew:
        process.start()
    found = [answers.get(timeout=SECONDS + 40) for _process in crew]
    for process in crew:
        process.join()
    return found


@pytest.fixture
def lot(factories, chapter):
    here = factories.place()
    lot = factories.lot(place=here, quantity=UNITS)
    others = [factories.place(), factories.place()]
    with transaction():
        ledger.lock([lot.id], [here, *others])
    return lot


def on_hand():
    db.session.rollback()
    return db.session.execute(sa.select(Balance.place_id, Balance.on_hand)).all()


def by_movements():
    """What the balances must be, from the lines of the ledger alone."""
    found = {}
    for movement in db.session.scalars(sa.select(Movement)):
        for place, sign in ((movement.from_place_id, -1), (movement.to_place_id, 1)):
            if place is not None:
                found[place] = found.get(place, 0) + sign * movement.quantity
    return found


def test_eight_writers_and_two_readers_keep_the_sum(store, app, chapter, lot):
    found = race(store, chapter, locked=True)
    written = [answer for answer in found if answer[0] == "written"]
    seen = [answer for answer in found if answer[0] == "read"]
    assert len(written) == WRITERS
    assert [answer[2] for answer in written] == [0] * WRITERS, "no deadlock, no refusal below"
    assert len(by_movements()) > 1, "goods did move"
    for _read, looks, negative, sums in seen:
        assert looks > 3
        assert (negative, sums) == (0, [UNITS])
    assert dict(tuple(row) for row in on_hand() if row[1]) == {
        place: units for place, units in by_movements().items() if units
    }


def test_without_the_lock_units_appear_or_are_lost(stores):
    """The control: only PostgreSQL can show it, for writers queue on SQLite anyhow."""
    store = stores["postgresql"]
    store.empty()
    from tests.factories import Factories

    f = Factories()
    with store.app.app_context():
        chapter = f.chapter()
        with tenancy.in_chapter(chapter.id):
            here, others = f.place(), [f.place(), f.place()]
            lot = f.lot(place=here, quantity=UNITS)
            with transaction():
                ledger.lock([lot.id], [here, *others])
            found = race(store, chapter, locked=False)
            total = sum(row.on_hand for row in on_hand())
            broken = sum(answer[2] for answer in found)
            told = {place: units for place, units in by_movements().items() if units}
            kept = {row.place_id: row.on_hand for row in on_hand() if row.on_hand}
            assert total != UNITS or told != kept or broken, "the race did not show"
        db.session.remove()
