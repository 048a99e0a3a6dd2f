"""A recall opens while trucks with the same lot leave: each stays or is told, and nothing waits for ever."""

import multiprocessing
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.core import rows, tenancy
from relief.core.db import db, transaction
from relief.deliveries import actions as deliveries
from relief.deliveries.actions import Planned
from relief.deliveries.models import Delivery, DeliveryStatus
from relief.recalls import actions
from relief.recalls.models import Recall, RecallNotice
from relief.stock.errors import LotHeld
from relief.stock.models import Lot, LotStatus
from tests.recalls.conftest import hospital_with_mailbox

pytestmark = pytest.mark.race
FORK = multiprocessing.get_context("fork")
TRUCKS = 5


def hand(app, chapter_id, gate, answers, lot_id, delivery_id):
    """One person, with connections of its own: who has no delivery opens the recall."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    with tenancy.in_chapter(chapter_id):
        gate.wait(30)
        try:
            with transaction():
                if delivery_id is None:
                    lot = rows.get(Lot, lot_id)
                    actions.open_recall(lot, reason="Gorgojo", nonce=uuid4())
                else:
                    deliveries.dispatch_delivery(rows.get(Delivery, delivery_id))
            answers.put("done")
        except LotHeld:
            answers.put("held")
        except sa.exc.DBAPIError as broken:
            answers.put(str(broken.orig))


def test_no_truck_slips_past_a_recall_untold(store, app, chapter, factories):
    place = factories.place()
    lot = factories.lot(place=place)
    trips = [
        factories.delivery(
            place=place,
            planned=[Planned(rows.get(Lot, lot.id), 2)],
            planned_for=date(2099, 1, 1),
            hospital=hospital_with_mailbox(factories, f"h{number}@salud.test"),
            status=DeliveryStatus.PACKED,
        ).id
        for number in range(TRUCKS)
    ]
    db.session.remove()
    answers, gate = FORK.Queue(), FORK.Barrier(TRUCKS + 1)
    same = (store.app, chapter.id, gate, answers, lot.id)
    people = [FORK.Process(target=hand, args=(*same, trip)) for trip in (None, *trips)]
    for person in people:
        person.start()
    found = [answers.get(timeout=60) for _person in people]
    for person in people:
        person.join()
    db.session.rollback()
    assert set(found) <= {"done", "held"}
    assert rows.get(Lot, lot.id).status is LotStatus.RECALLED
    left = sa.select(Delivery.hospital_id).where(Delivery.status == DeliveryStatus.DISPATCHED)
    told = sa.select(RecallNotice.hospital_id)
    assert set(db.session.scalars(left)) == set(db.session.scalars(told))
    assert found.count("held") == TRUCKS - db.session.scalar(
        sa.select(sa.func.count()).select_from(RecallNotice)
    )
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Recall)) == 1
