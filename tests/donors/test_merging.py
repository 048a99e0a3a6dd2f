"""Two donors become one: everything moves, receipts stay as printed, and it happens once."""

import threading
from contextlib import suppress
from datetime import date

import pytest

from relief.audit.queries import timeline
from relief.core import clock, tenancy
from relief.core.db import Base, db, transaction
from relief.core.errors import ReliefError
from relief.core.paging import Listing
from relief.donors import actions, aliases, membership, merging, moving, queries
from relief.donors.errors import DonorMergedAway, SameDonor
from relief.donors.models import Donor, DonorMerge
from relief.intake.models import Intake
from relief.payments.models import Payment
from relief.pledges.models import Pledge
from relief.receipts.models import Receipt
from relief.receipts.queries import Sought, page_of_receipts
from relief.reports.verify import violations


def merge(kept, other, **values):
    with transaction():
        merging.merge_donors(queries.get_donor(kept.id), queries.get_donor(other.id), values=values)


def of(kind, donor):
    return db.session.query(kind).filter(kind.donor_id == donor.id).count()


@pytest.fixture
def pair(factories, chapter):
    """One that stays, and one that promised, paid, brought goods and got a receipt."""
    kept = factories.giver(name="Arneses Peñasco", rfc="ANX800725T96", city="Mexicali")
    other = factories.giver(name="ARNESES PEÑASCO", rfc=None, member_no="S-1", phone="664 111 2222")
    factories.contact(donor=kept, is_primary=True)
    factories.contact(donor=other, is_primary=True)
    pledge = factories.paid_pledge(donor=other)
    factories.valued_intake(donor=other)
    return kept, other, pledge


def test_everything_moves_and_receipts_are_found_under_both(pair, jobs):
    kept, other, pledge = pair
    jobs()
    receipts = of(Receipt, other)
    assert receipts >= 1
    told = {each.key: each.count for each in merging.what_follows(other.id)}
    assert told["pledge"] == 1
    assert told["payment"] == 1
    assert told["intake"] == 1
    merge(kept, other, member_no="S-1", phone="664 111 2222")
    for kind in (Pledge, Payment, Intake):
        assert (of(kind, kept), of(kind, other)) == (1, 0)
    assert (of(Receipt, kept), of(Receipt, other)) == (0, receipts)
    listing = Listing(sort="issued", descending=True)
    assert page_of_receipts(listing, Sought(donor_id=kept.id)).count == receipts
    now = queries.with_contacts(kept.id)
    assert (now.member_no, now.phone, now.rfc) == ("S-1", "664 111 2222", "ANX800725T96")
    assert [each.is_primary for each in now.contacts].count(True) == 1
    assert len(now.contacts) == 2
    assert merging.what_follows(other.id) == []
    assert violations() == []
    entry = timeline(kept.id)[0]
    assert entry.tag == "donors:donor:merged"
    assert entry.data["after"]["pledge"] == pledge.reference
    assert "ARNESES PEÑASCO" in entry.data["after"]["merged"]
    assert timeline(other.id)[0].tag == "donors:donor:merged"


def test_an_alias_is_no_longer_offered_found_or_changed(pair, jobs):
    kept, other, _pledge = pair
    merge(kept, other)
    assert [id_ for id_, _name in queries.all_choices()] == [kept.id]
    assert queries.possible_duplicates(queries.get_donor(kept.id)) == []
    found = actions.find_or_create(name="Arneses Peñasco", rfc=None, email="x@y.test")
    assert found.id == kept.id
    alias = queries.get_donor(other.id)
    for act in (
        lambda: actions.edit_donor(alias, changes={"city": "Tecate"}),
        lambda: actions.review_donor(alias),
        lambda: membership.rejoin(alias, joined_on=date(2020, 1, 1)),
        lambda: merging.merge_donors(queries.get_donor(kept.id), alias, values={}),
        lambda: merging.merge_donors(alias, queries.get_donor(kept.id), values={}),
    ):
        with pytest.raises(DonorMergedAway, match="ARNESES"), transaction():
            act()


def test_older_aliases_are_led_on(factories, chapter):
    first, second, third = (factories.donor(name=f"Igual {n}") for n in range(3))
    merge(second, first)
    merge(third, second)
    assert aliases.follow(queries.get_donor(first.id)).id == third.id
    assert {each.donor_id for each in aliases.aliases_of(third.id)} == {first.id, second.id}
    with pytest.raises(SameDonor), transaction():
        merging.merge_donors(queries.get_donor(third.id), queries.get_donor(third.id), values={})


def test_two_memberships_become_one(factories, chapter):
    kept = factories.donor(name="Uno", is_member=True, member_no="A", joined_on=date(2019, 5, 1))
    other = factories.donor(name="Dos", is_member=True, member_no="B", joined_on=date(2015, 1, 1))
    with transaction():
        membership.end_membership(
            queries.get_donor(other.id), ended_on=date(2016, 1, 1), reason="pausa"
        )
        membership.rejoin(queries.get_donor(other.id), joined_on=date(2018, 1, 1))
    merge(kept, other)
    days = [(stay.is_open, str(stay.joined_on)) for stay in membership.stays_of(kept.id)]
    assert days == [(True, "2018-01-01"), (False, "2015-01-01")]
    assert not queries.get_donor(other.id).is_member


def test_what_was_being_written_for_the_alias_follows(pair, factories, jobs):
    kept, other, _pledge = pair
    merge(kept, other)
    with transaction():
        db.session.query(Payment).update({"donor_id": other.id})
    with clock.stopped_at(clock.now() + 2 * merging.LATER):
        jobs()
    assert of(Payment, kept) == 1


def test_of_two_who_merge_at_once_one_is_told_who_was_first(app, store, factories, chapter):
    kept, other = factories.donor(name="A"), factories.donor(name="B")
    factories.paid_pledge(donor=other)
    barrier, refused = threading.Barrier(4), []

    def run(pair):
        with app.app_context(), tenancy.in_chapter(chapter.id):
            barrier.wait()
            try:
                merge(*pair)
            except ReliefError as error:
                refused.append(type(error))
            finally:
                db.session.remove()

    pairs = [(kept, other), (other, kept)] * 2
    threads = [threading.Thread(target=run, args=(pair,)) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [DonorMergedAway] * 3
    assert db.session.query(DonorMerge).count() == 1
    assert violations() == []


def test_every_table_that_refers_to_a_donor_follows_or_says_why_not(stores):
    assert stores["sqlite"].app
    stay, known = moving.staying(), moving.moving()
    for mapper in Base.registry.mappers:
        keys = mapper.local_table.foreign_key_constraints
        if not any(key.referred_table.name == "donor" for key in keys):
            continue
        kind = mapper.class_
        assert kind in stay or kind in known, f"say in its words.py how {kind.__name__} follows"
    assert all(stay.values())


def test_the_page_shows_both_and_makes_them_one(ana, pair):
    kept, other, _pledge = pair
    there = f"/staff/donors/{kept.id}/merge"
    assert "ARNESES" in ana.get(there).get_data(as_text=True)
    page = ana.get(f"{there}?other={other.id}").get_data(as_text=True)
    assert "664 111 2222" in page
    assert '<td data-label="Se queda">México</td>' in page
    assert ana.post(there, data={"other": "nadie"}).status_code == 422
    assert ana.post(there, data={"other": str(other.id), "phone": "x"}).status_code == 422
    answer = ana.post(there, data={"other": str(other.id), "phone": "other", "city": "kept"})
    assert answer.status_code == 303
    page = ana.get(answer.location).get_data(as_text=True)
    assert "664 111 2222" in page
    assert "Mexicali" in page
    assert "alias" in ana.get(f"/staff/donors/{other.id}").get_data(as_text=True)
    with suppress(DonorMergedAway):
        merge(kept, other)
    assert db.session.get(Donor, other.id) is not None
