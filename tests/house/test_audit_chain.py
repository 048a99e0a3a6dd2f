"""The chain of the bitácora: whole, unforked, and telling when somebody touched it."""

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from relief.audit.actions import record
from relief.audit.chain import GENESIS, link_hash
from relief.audit.models import AuditEntry, AuditHead
from relief.core import tenancy
from relief.core.db import db, transaction


def entries():
    """The chapter's entries in order."""
    return list(db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq)))


def whole(chain) -> bool:
    """Whether each entry carries the hash of the one before, without a gap."""
    previous = GENESIS
    for number, entry in enumerate(chain, start=1):
        if entry.seq != number or entry.prev_hash != previous:
            return False
        if entry.hash != link_hash(previous, entry):
            return False
        previous = entry.hash
    return True


def test_each_deed_is_one_link(factories, chapter):
    factories.hospital()
    factories.hospital()
    chain = entries()
    assert len(chain) == 4
    assert whole(chain)
    head = db.session.get(AuditHead, chapter.id)
    assert (head.seq, head.hash) == (4, chain[-1].hash)


@pytest.mark.parametrize("column", ["tag", "actor_label", "request_id", "data"])
def test_a_changed_entry_breaks_the_chain(factories, chapter, column):
    factories.hospital()
    chain = entries()
    setattr(chain[0], column, {"after": {}} if column == "data" else "other")
    assert not whole(chain)
    db.session.rollback()


def test_a_removed_and_a_moved_entry_break_the_chain(factories, chapter):
    factories.hospital()
    factories.hospital()
    chain = entries()
    assert not whole(chain[:1] + chain[2:])
    assert not whole([chain[1], chain[0], *chain[2:]])


@pytest.mark.parametrize("deed", ["UPDATE audit_entry SET tag = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_touch_an_entry(factories, chapter, deed):
    factories.hospital()

    def touch():
        with db.engine.begin() as connection:
            connection.execute(sa.text(deed))

    with pytest.raises(DBAPIError):
        touch()


def test_eight_writers_at_once_make_one_chain(app, chapter):
    failed = []

    def write():
        try:
            with app.app_context(), tenancy.in_chapter(chapter.id):
                for _ in range(5):
                    with transaction():
                        record("hospitals:hospital:edited", chapter)
                db.session.remove()
        except Exception as error:  # noqa: BLE001 - a thread's failure is told below
            failed.append(error)

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert not failed
    chain = entries()
    assert len(chain) == 40
    assert whole(chain)
