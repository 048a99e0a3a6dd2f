"""Processes that write the chain at once, with its lock, without it, and without the second wall."""

import multiprocessing
import os
import time

import pytest
import sqlalchemy as sa

from relief.audit import chain
from relief.audit.actions import record
from relief.audit.models import AuditHead
from relief.core import tenancy
from relief.core.db import db, transaction
from tests.factories import Factories
from tests.house.test_audit_chain import entries, whole

FORK = multiprocessing.get_context("fork")
WRITERS, EACH = 6, 8
UNIQUE = "uq_audit_entry_chapter_id_seq"
pytestmark = pytest.mark.race


def careless(chapter):
    """Read the end of the chain as if nobody else did, and take a moment before writing on."""
    head = db.session.scalars(
        sa.select(AuditHead)
        .where(AuditHead.chapter_id == chapter)
        .execution_options(populate_existing=True)
    ).first()
    time.sleep(0.01)
    return head


def write(app, chapter, gate, refused, *, locked):
    """One process; how many of its deeds the database refused is told at the end."""
    with app.app_context(), tenancy.in_chapter(chapter.id):
        db.session.remove()
        db.engine.dispose(close=False)
        if not locked:
            chain._locked = careless
        gate.wait(30)
        count = 0
        for _ in range(EACH):
            try:
                with transaction():
                    record("hospitals:hospital:edited", chapter)
            except sa.exc.IntegrityError:
                count += 1
        refused.put(count)
        refused.close()
        refused.join_thread()
        db.session.remove()
    os._exit(0)


def race(app, chapter, *, locked):
    """Let all write at once; return how many deeds were refused."""
    with transaction():
        record("hospitals:hospital:edited", chapter)
    db.session.remove()
    gate, refused = FORK.Barrier(WRITERS), FORK.Queue()
    people = [
        FORK.Process(target=write, args=(app, chapter, gate, refused), kwargs={"locked": locked})
        for _ in range(WRITERS)
    ]
    for person in people:
        person.start()
    total = sum(refused.get(timeout=60) for _ in people)
    for person in people:
        person.join(60)
    db.session.rollback()
    return total


@pytest.fixture
def postgres(stores):
    """The engine whose writers do not queue, with a chapter."""
    store = stores["postgresql"]
    store.empty()
    with store.app.app_context():
        made = Factories().chapter()
        with tenancy.in_chapter(made.id):
            yield store, made
        db.session.remove()


def test_with_its_lock_the_chain_has_every_deed_and_no_fork(app, chapter):
    assert race(app, chapter, locked=True) == 0
    found = entries()
    assert len(found) == WRITERS * EACH + 1
    assert whole(found)


def test_without_the_lock_the_database_refuses_the_fork(postgres):
    store, chapter = postgres
    refused = race(store.app, chapter, locked=False)
    assert refused > 0, "the race did not show"
    found = entries()
    assert len(found) == WRITERS * EACH + 1 - refused
    assert whole(found)


def test_control_without_lock_and_without_wall_the_chain_forks(postgres):
    store, chapter = postgres
    change = "ALTER TABLE audit_entry {} CONSTRAINT " + UNIQUE
    with db.engine.begin() as connection:
        connection.execute(sa.text(change.format("DROP")))
    try:
        race(store.app, chapter, locked=False)
        assert not whole(entries()), "the race did not show"
    finally:
        db.session.remove()
        store.empty()
        with db.engine.begin() as connection:
            connection.execute(sa.text(change.format("ADD") + " UNIQUE (chapter_id, seq)"))
