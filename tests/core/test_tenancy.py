"""A query without a chapter fails, and none sees another chapter's rows, however it is asked."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core import tenancy
from relief.core.db import db
from relief.core.tenancy import NoChapterChosen
from relief.donors.models import Contact, Donor


@pytest.fixture
def theirs(chapter, other_chapter, factories):
    """A donor with a contact in the other chapter; ours has one too."""
    factories.contact(donor=factories.donor(name="Nuestra"))
    with tenancy.in_chapter(other_chapter.id):
        donor = factories.donor(name="Ajena")
        factories.contact(donor=donor)
    donor_id = donor.id
    db.session.remove()
    return donor_id


@pytest.mark.parametrize("load", [joinedload, selectinload])
def test_lists_and_their_relations_stay_in_the_chapter(theirs, load):
    found = db.session.scalars(sa.select(Donor).options(load(Donor.contacts))).unique().all()
    assert [donor.name for donor in found] == ["Nuestra"]
    assert [len(donor.contacts) for donor in found] == [1]


def test_a_foreign_row_is_not_there(theirs):
    assert db.session.get(Donor, theirs) is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Donor)) == 1
    joined = sa.select(Contact).join(Contact.donor).where(Donor.name == "Ajena")
    assert db.session.scalars(joined).all() == []
    inner = sa.select(Contact.id).where(Contact.donor_id == Donor.id, Donor.name == "Ajena")
    assert db.session.scalars(sa.select(Donor).where(inner.exists())).all() == []


def test_lazy_relations_are_filtered_too(theirs, chapter, other_chapter):
    """A row held over from another chapter opens nothing there."""
    with tenancy.in_chapter(other_chapter.id):
        held = db.session.get_one(Donor, theirs)
    assert held.contacts == []


def test_updates_and_deletes_stay_in_the_chapter(theirs, other_chapter):
    db.session.execute(sa.update(Donor).values(city="Tecate"))
    db.session.execute(sa.delete(Contact))
    db.session.commit()
    with tenancy.in_chapter(other_chapter.id):
        assert db.session.get_one(Donor, theirs).city == "Tijuana"
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Contact)) == 1


def test_without_a_chapter_every_query_fails(app, factories):
    with pytest.raises(NoChapterChosen):
        db.session.scalars(sa.select(Donor)).all()


def test_a_lazy_relation_without_a_chapter_fails(app, factories):
    made = factories.chapter()
    with tenancy.in_chapter(made.id):
        donor = factories.donor()
    with pytest.raises(NoChapterChosen):
        assert donor.contacts
