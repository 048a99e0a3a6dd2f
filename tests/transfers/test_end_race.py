"""Six people count the same goods in, or approve the same count, at one moment: it is done once."""

import multiprocessing

import pytest
import sqlalchemy as sa

from relief.core import tenancy
from relief.core.db import db, transaction
from relief.counts import actions as counts
from relief.counts import queries as sheets
from relief.counts.actions import Counted
from relief.counts.errors import CountMoved
from relief.reports.verify import violations
from relief.stock.models import Movement
from relief.transfers import actions, queries
from relief.transfers.actions import Arrived
from relief.transfers.errors import TransferMoved

pytestmark = pytest.mark.race
FORK = multiprocessing.get_context("fork")
PEOPLE = 6


def receive(row_id):
    transfer = queries.whole_transfer(row_id)
    lines = [Arrived(line, line.quantity) for line in transfer.lines]
    actions.receive_transfer(transfer, lines=lines)


def approve(row_id):
    counts.approve_count(sheets.whole_count(row_id))


def sent(factories):
    return factories.transfer().id


def counted(factories):
    count = factories.count()
    with transaction():
        counts.save_counts(count, counted=[Counted(count.lines[0].id, 90, None)])
        counts.submit_count(count, explained={})
    return count.id


def hand(app, chapter_id, gate, answers, deed, row_id):
    """One person, with connections of its own."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    with tenancy.in_chapter(chapter_id):
        gate.wait(30)
        try:
            with transaction():
                deed(row_id)
            answers.put("done")
        except (TransferMoved, CountMoved):
            answers.put("told")
        except sa.exc.DBAPIError as broken:
            answers.put(str(broken.orig))


@pytest.mark.parametrize(("make", "deed"), [(sent, receive), (counted, approve)])
def test_of_six_people_one_ends_it(store, app, chapter, factories, make, deed):
    row_id = make(factories)
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Movement))
    db.session.remove()
    answers, gate = FORK.Queue(), FORK.Barrier(PEOPLE)
    same = (store.app, chapter.id, gate, answers, deed, row_id)
    people = [FORK.Process(target=hand, args=same) for _person in range(PEOPLE)]
    for person in people:
        person.start()
    found = sorted(answers.get(timeout=60) for _person in people)
    for person in people:
        person.join()
    db.session.rollback()
    assert found == ["done", *["told"] * (PEOPLE - 1)]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Movement)) == before + 1
    assert violations() == []
