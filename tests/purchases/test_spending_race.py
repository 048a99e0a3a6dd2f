"""Eight treasurers spend the same money at once: never more is bought than came."""

import multiprocessing
import time
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.campaigns.models import Campaign
from relief.core import tenancy
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.core.rows import get
from relief.purchases import actions
from relief.purchases.errors import MoreThanRemains
from relief.purchases.funds import Fund
from relief.purchases.models import Purchase
from relief.stock.models import Item

pytestmark = pytest.mark.race
CREW, EACH = 8, Money(400_00, "MXN")
FORK = multiprocessing.get_context("fork")


def spend(app, chapter, gate, answers, ids, invoice):
    """One treasurer, on connections of their own, who wants to spend 400 of the 1,000 pesos."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    tenancy.choose(chapter)
    gate.wait(30)
    try:
        with transaction():
            actions.record_purchase(
                Fund(get(Campaign, ids[0]), "MXN", None),
                invoice=invoice,
                lines=[actions.Bought(get(Item, ids[1]), 1, EACH)],
                nonce=uuid4(),
            )
        answers.put("bought")
    except MoreThanRemains:
        answers.put("told")
    except sa.exc.DBAPIError as broken:
        answers.put(type(broken.orig).__name__)


def unlocked(row):
    """The lock as careless people write it: read, and trust that nobody else does."""
    db.session.refresh(row)
    time.sleep(0.1)
    return row


def careless(*everything):
    """A treasurer of a house that takes no lock."""
    actions.rows.lock = unlocked
    spend(*everything)


def race(store, chapter, factories, job):
    ids = (factories.fund().campaign.id, factories.item().id)
    invoices = [factories.invoice() for _ in range(CREW)]
    db.session.remove()
    answers, gate = FORK.Queue(), FORK.Barrier(CREW)
    people = [
        FORK.Process(target=job, args=(store.app, chapter.id, gate, answers, ids, invoice))
        for invoice in invoices
    ]
    for each in people:
        each.start()
    found = sorted(answers.get(timeout=60) for _ in people)
    for each in people:
        each.join()
    db.session.rollback()
    return found


def spent():
    return db.session.scalar(sa.select(sa.func.sum(Purchase.__table__.c.total_minor))) or 0


def test_two_of_eight_buy_and_the_others_are_told(store, chapter, factories):
    assert race(store, chapter, factories, spend) == ["bought"] * 2 + ["told"] * 6
    assert spent() == 2 * EACH.minor


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_control_without_the_lock_more_is_bought_than_came(store, chapter, factories):
    race(store, chapter, factories, careless)
    assert spent() > 1_000_00, "the race did not show"
