"""Twenty phones confirm one delivery, two coordinators plan one lot: one of each is kept."""

import multiprocessing
from contextlib import suppress
from datetime import date

import pytest
import sqlalchemy as sa

from relief.core import tenancy
from relief.core.db import db, transaction
from relief.deliveries import actions, handover, queries
from relief.deliveries.actions import Answer, Planned
from relief.deliveries.errors import AlreadyConfirmed
from relief.deliveries.models import DeliveryStatus, Proof, ProofSource
from relief.hospitals.queries import get_hospital
from relief.stock.errors import NotEnoughStock
from relief.stock.models import Balance, Movement
from relief.stock.queries import get_lot, get_place

pytestmark = pytest.mark.race
PHONES, UNITS, SENT = 20, 100, 40
FORK = multiprocessing.get_context("fork")


def opened(app, chapter, gate):
    """Give a new process connections of its own, and let all begin together."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    tenancy.choose(chapter)
    gate.wait(30)


def sign(delivery_id, number):
    """One phone's answer: its own receiver, its own count."""
    delivery = queries.whole_delivery(delivery_id)
    line = delivery.lines[0]
    actions.confirm_delivery(
        delivery,
        receiver_name=f"Enfermera {number}",
        receiver_title="Turno de noche",
        lines=[Answer(line, accepted=line.quantity - number % 2, short=number % 2)],
        source=ProofSource.LINK,
    )


class TakenBack(Exception):
    """Ends a rehearsal."""


def rehearse(chapter, delivery_id):
    """Sign once and take it back: the phones then share statements that are compiled already.

    Each would compile them anew while it holds the lock, and on a slow machine the last of twenty
    wait longer than the database lets anybody wait.
    """
    with suppress(TakenBack), transaction():
        sign(delivery_id, 0)
        db.session.flush()
        raise TakenBack
    db.session.refresh(chapter)


def confirm(app, chapter, gate, answers, number, delivery_id):
    """One phone: it signs, or hears who was quicker."""
    opened(app, chapter, gate)
    try:
        with transaction():
            sign(delivery_id, number)
        answers.put(("kept", f"Enfermera {number}"))
    except AlreadyConfirmed as told:
        answers.put(("told", told.values["name"]))
    except sa.exc.DBAPIError as broken:
        answers.put(("broken", str(broken.orig)))


def plan(app, chapter, gate, answers, number, ids):
    """One coordinator who wants 60 of the 100 units."""
    opened(app, chapter, gate)
    place_id, lot_id, hospital_id = ids
    try:
        with transaction():
            actions.plan_delivery(
                get_hospital(hospital_id),
                place=get_place(place_id),
                planned_for=date(2099, 4, 20),
                lines=[Planned(get_lot(lot_id), 60)],
            )
        answers.put(("kept", number))
    except NotEnoughStock as told:
        answers.put(("told", told.values["available"]))


def careless(app, chapter, gate, answers, number, delivery_id):
    """A phone that takes no lock: the database's own walls are what is left."""
    looked = []

    def unlocked(row):
        """Read, and trust that nobody else does. All have read before the first goes on."""
        db.session.refresh(row)
        if not looked:
            looked.append(row)
            gate.wait(30)
        return row

    handover.rows.lock = unlocked
    confirm(app, chapter, gate, answers, number, delivery_id)


def race(store, chapter, job, subject, *, crew=PHONES):
    db.session.remove()
    answers, gate = FORK.Queue(), FORK.Barrier(crew)
    arguments = (store.app, chapter.id, gate, answers)
    people = [FORK.Process(target=job, args=(*arguments, n, subject)) for n in range(crew)]
    for person in people:
        person.start()
    found = [answers.get(timeout=60) for _person in people]
    for person in people:
        person.join()
    db.session.rollback()
    return found


def left_for_good():
    return db.session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(Movement.quantity), 0)).where(
            Movement.to_place_id.is_(None)
        )
    )


def on_hand():
    return db.session.scalar(sa.select(sa.func.sum(Balance.on_hand)))


def test_of_twenty_confirmations_one_is_kept_and_all_hear_the_same(store, app, chapter, factories):
    delivery_id = factories.delivery(status=DeliveryStatus.IN_TRANSIT).id
    rehearse(chapter, delivery_id)
    found = race(store, chapter, confirm, delivery_id)
    kept = [name for kind, name in found if kind == "kept"]
    assert len(kept) == 1
    assert [answer for answer in found if answer[0] == "told"] == [("told", kept[0])] * 19
    proofs = db.session.scalars(sa.select(Proof)).all()
    assert [proof.receiver_name for proof in proofs] == kept
    assert (on_hand(), left_for_good()) == (UNITS - SENT, SENT)


def test_of_two_coordinators_the_second_is_told_what_is_left(store, app, chapter, factories):
    place, hospital = factories.place(), factories.hospital()
    lot = factories.lot(place=place, quantity=UNITS)
    found = race(store, chapter, plan, (place.id, lot.id, hospital.id), crew=2)
    assert {kind for kind, _value in found} == {"kept", "told"}
    assert dict(found)["told"] == 40
    balance = db.session.scalars(sa.select(Balance).where(Balance.lot_id == lot.id)).one()
    assert (balance.on_hand, balance.reserved) == (UNITS, 60)


def test_without_the_lock_only_the_database_refuses(stores):
    """The control: on PostgreSQL several phones get past the check, and one row is all that fits."""
    store = stores["postgresql"]
    store.empty()
    from tests.factories import Factories

    f = Factories()
    with store.app.app_context():
        chapter = f.chapter()
        with tenancy.in_chapter(chapter.id):
            delivery_id = f.delivery(status=DeliveryStatus.IN_TRANSIT).id
            rehearse(chapter, delivery_id)
            found = race(store, chapter, careless, delivery_id, crew=8)
            kinds = [kind for kind, _name in found]
            assert "broken" in kinds, "the race did not show"
            assert kinds.count("kept") == 1, "the unique proof is the second wall"
            assert (on_hand(), left_for_good()) == (UNITS - SENT, SENT)
        db.session.remove()
