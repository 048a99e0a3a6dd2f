"""Two coordinators reserve the same goods at the same moment: one has them, the other is told."""

import multiprocessing
from datetime import date

import pytest
import sqlalchemy as sa

from relief.allocation import actions, queries
from relief.allocation.errors import SharesRefused
from relief.allocation.models import Allocation, AllocationStatus
from relief.core import tenancy
from relief.core.db import db, transaction
from relief.stock.models import Balance

pytestmark = pytest.mark.race
FORK = multiprocessing.get_context("fork")


def reserve(app, chapter, gate, answers, allocation_id):
    """One coordinator: she reserves, or hears what is left."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    tenancy.choose(chapter)
    gate.wait(30)
    try:
        with transaction():
            actions.reserve(queries.whole_allocation(allocation_id))
        answers.put(("reserved", ""))
    except SharesRefused as refused:
        answers.put(("told", " ".join(map(str, refused.lines.values()))))
    except sa.exc.DBAPIError as broken:
        answers.put(("broken", str(broken.orig)))


def test_goods_are_promised_once(app, factories, chapter):
    item, place = factories.item(), factories.place()
    factories.lot(item=item, place=place, quantity=100)
    for _ in range(3):
        factories.need(lines=[(item, 60)])
    made = [factories.allocation(places=[place], planned_for=date(2099, 1, day)) for day in (1, 2)]
    gate, answers = FORK.Barrier(len(made)), FORK.Queue()
    db.session.remove()
    people = [
        FORK.Process(target=reserve, args=(app, chapter.id, gate, answers, each.id))
        for each in made
    ]
    for person in people:
        person.start()
    heard = dict(answers.get(timeout=60) for _ in people)
    for person in people:
        person.join(60)
    assert set(heard) == {"reserved", "told"}, heard
    assert "100" in heard["told"]
    assert db.session.scalars(sa.select(Balance.reserved)).all() == [100]
    states = sorted(each.status for each in db.session.query(Allocation))
    assert states == [AllocationStatus.PROPOSED, AllocationStatus.RESERVED]
