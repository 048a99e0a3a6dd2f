"""One chapter never sees or touches another's rows, by query or by reference."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from relief.core import rows, tenancy
from relief.core.db import db, new_id, transaction
from relief.hospitals.models import Hospital, HospitalContact


@pytest.fixture
def foreign(factories, chapter, other_chapter):
    """A hospital of the other chapter, while ours is chosen."""
    with tenancy.in_chapter(other_chapter.id):
        made = factories.hospital(name="Hospital Canario")
        with transaction():
            db.session.add(HospitalContact(hospital_id=made.id, name="Canario"))
    db.session.remove()
    return made


def test_no_way_of_asking_finds_a_foreign_row(foreign):
    other = aliased(Hospital)
    assert db.session.scalars(sa.select(Hospital)).all() == []
    assert db.session.get(Hospital, foreign.id) is None
    assert db.session.scalar(sa.select(sa.func.count(Hospital.id))) == 0
    assert db.session.scalars(sa.select(other)).all() == []
    assert db.session.scalars(sa.select(HospitalContact).join(HospitalContact.hospital)).all() == []
    assert not db.session.scalar(sa.select(sa.exists().where(Hospital.id == foreign.id)))
    with pytest.raises(rows.RowMissing):
        rows.get(Hospital, foreign.id)


def test_bulk_changes_do_not_reach_a_foreign_row(foreign):
    changed = db.session.execute(sa.update(Hospital).values(name="x"))
    removed = db.session.execute(sa.delete(HospitalContact))
    assert changed.rowcount == removed.rowcount == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda: db.session.scalars(sa.select(Hospital)).all(),
        lambda: db.session.scalar(sa.select(sa.func.count(Hospital.id))),
        lambda: db.session.get(Hospital, new_id()),
        lambda: db.session.execute(sa.update(Hospital).values(name="x")),
    ],
)
def test_a_question_without_a_chapter_fails(app, ask):
    with pytest.raises(tenancy.NoChapterChosen):
        ask()


def test_the_database_refuses_a_foreign_parent(foreign, chapter):
    # Past the code's own wall: a plain insert, as a forgotten script might do it.
    def insert():
        with db.engine.begin() as connection:
            connection.execute(
                sa.insert(HospitalContact.__table__).values(
                    id=new_id(), chapter_id=chapter.id, hospital_id=foreign.id, name="x",
                    title="", phone="", email="", may_sign=True,
                )
            )  # fmt: skip

    with pytest.raises(IntegrityError):
        insert()


def test_a_row_of_another_chapter_is_not_written(foreign, chapter, other_chapter):
    def write():
        with transaction():
            db.session.add(
                Hospital(name="x", search_key="x", city="x", chapter_id=other_chapter.id)
            )

    with pytest.raises(tenancy.ForeignChapter):
        write()
