"""A company opens to its contacts; a stranger's pledge in its name opens that pledge and nothing else."""

import json
import re
from uuid import uuid4

import pytest

from relief.core import tenancy
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.donors import actions
from relief.donors.queries import get_contact
from relief.portal import queries
from tests.factories.portal import MAIL
from tests.people import WatchfulClient

WHOLE_ONLY = ("company", "company/correct", "company/contacts/new")


def text(browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


def test_a_contact_sees_all_of_the_company(laura, company):
    home = f"/portal/{company.donor.id}"
    listed = text(laura, f"{home}/pledges")
    assert company.own.reference in listed
    assert company.typed.reference in listed
    for page in ("", "/receipts", "/me", "/me/data", *(f"/{each}" for each in WHOLE_ONLY)):
        text(laura, home + page)
    assert laura.get("/portal/companies").location == home


def test_a_stranger_who_typed_its_name_sees_their_own_pledge(eva, company, factories):
    receipt = factories.receipt(pledge=company.own, donor=company.donor)
    home = f"/portal/{company.donor.id}"
    assert company.typed.reference in text(eva, home)
    listed = text(eva, f"{home}/pledges")
    assert company.own.reference not in listed
    assert receipt.folio not in text(eva, f"{home}/receipts")
    for page in (
        f"pledges/{company.own.id}",
        f"pledges/{company.own.id}/slip",
        f"receipts/{receipt.id}/original.pdf",
        f"company/contacts/{company.contact.id}/remove",
        *WHOLE_ONLY,
    ):
        assert eva.get(f"{home}/{page}").status_code == 404, page
    for page in ("slip",):
        assert eva.post(f"{home}/pledges/{company.own.id}/{page}").status_code == 404
    assert eva.post(f"{home}/company/correct", data={"name": "Mía"}).status_code == 404


def test_the_copy_of_their_data_holds_nobody_elses(laura, eva, company, factories):
    theirs = json.loads(text(eva, f"/portal/{company.donor.id}/me/data.json"))
    assert [each["reference"] for each in theirs["pledges"]] == [company.typed.reference]
    assert theirs["donor"] == {"name": company.donor.name}
    own = text(laura, f"/portal/{company.donor.id}/me/data.json")
    assert company.own.reference in own
    assert "eva@fuera.test" not in own
    factories.payment(donor=company.donor, amount=Money(1_250_00, "MXN"))
    shown = text(laura, f"/portal/{company.donor.id}/me/data")
    assert "$1,250.00 MXN" in shown
    assert not re.search(r"\d{4}-\d{2}-\d{2}", shown), "days read as everywhere else"


def test_who_wrote_a_record_first_does_not_own_it(app, chapter, factories):
    """The public form made the donor with Eva's mailbox; then the company came by the same form."""
    donor = factories.donor(name="Nueva, S.A.", email="eva@fuera.test", reviewed=False)
    factories.cash_pledge(donor=donor, contact_email="eva@fuera.test")
    theirs = factories.cash_pledge(donor=donor, contact_email=MAIL)
    app.test_client_class = WatchfulClient
    browser = factories.donor_browser(app=app, email="eva@fuera.test")
    assert browser.get(f"/portal/{donor.id}/pledges/{theirs.id}").status_code == 404
    assert browser.get(f"/portal/{donor.id}/company").status_code == 404
    with transaction():
        actions.review_donor(db.session.merge(donor))
    # Staff looked at the record, its address included: now it speaks for the donor.
    assert browser.get(f"/portal/{donor.id}/company").status_code == 200


def test_another_companys_rows_are_as_absent_as_invented_ones(laura, company, factories):
    other = factories.giver(name="Vecina, S.A.")
    pledge = factories.cash_pledge(donor=other)
    contact = factories.contact(donor=other)
    receipt = factories.receipt(pledge=pledge, donor=other)
    for donor, pledge_id, receipt_id, contact_id in (
        (other.id, pledge.id, receipt.id, contact.id),
        (company.donor.id, pledge.id, receipt.id, contact.id),
        (uuid4(), uuid4(), uuid4(), uuid4()),
        (company.donor.id, uuid4(), uuid4(), uuid4()),
    ):
        home = f"/portal/{donor}"
        assert laura.get(f"{home}/pledges/{pledge_id}").status_code == 404
        assert laura.get(f"{home}/receipts/{receipt_id}/original.pdf").status_code == 404
        assert laura.get(f"{home}/company/contacts/{contact_id}/remove").status_code == 404
        assert laura.post(f"{home}/pledges/{pledge_id}/slip").status_code == 404


def test_another_chapters_donor_opens_only_to_its_own_contacts(
    laura, company, other_chapter, factories, app
):
    with tenancy.in_chapter(other_chapter.id):
        there = factories.giver(name="Ensambles de Juárez")
        factories.contact(donor=there, email="carla@juarez.test")
        pledge = factories.cash_pledge(donor=there)
    assert laura.get(f"/portal/{there.id}").status_code == 404
    assert laura.get(f"/portal/{company.donor.id}/pledges/{pledge.id}").status_code == 404
    carla = factories.donor_browser(app=app, email="carla@juarez.test")
    assert "Index Juárez" in text(carla, f"/portal/{there.id}")
    assert carla.get(f"/portal/{company.donor.id}").status_code == 404


def test_one_mailbox_of_two_companies_in_two_chapters_chooses(
    laura, company, other_chapter, factories
):
    with tenancy.in_chapter(other_chapter.id):
        there = factories.giver(name="Ensambles de Juárez")
        factories.contact(donor=there, email=MAIL.upper())
    listed = text(laura, "/portal/companies")
    assert company.donor.name in listed
    assert "Ensambles de Juárez" in listed
    text(laura, f"/portal/{there.id}/company")


def test_a_contact_who_leaves_sees_nothing_from_then_on(laura, company):
    with transaction():
        actions.remove_contact(get_contact(company.contact.id))
    home = f"/portal/{company.donor.id}"
    assert laura.get(f"{home}/company").status_code == 404
    assert company.own.reference in text(laura, home)
    assert laura.get(f"{home}/pledges/{company.typed.id}").status_code == 404


def test_nobody_opens_anything_without_coming_in(client, company):
    home = f"/portal/{company.donor.id}"
    for page in ("", "/pledges", f"/pledges/{company.own.id}", "/company", "/me", "/me/data.json"):
        assert client.get(home + page).location == "/portal"
    assert client.get("/portal/companies").location == "/portal"


def test_staff_are_nobody_in_the_portal_and_donors_nobody_on_the_staff(ana, laura, company):
    assert ana.get(f"/portal/{company.donor.id}").location == "/portal"
    assert "/staff/login" in laura.get("/staff/donors/").location


@pytest.mark.parametrize("page", ["pledges", "receipts", "home"])
def test_a_list_costs_the_same_for_one_and_for_many(laura, company, factories, count_queries, page):
    address = f"/portal/{company.donor.id}" + ("" if page == "home" else f"/{page}")
    factories.receipt(pledge=company.own)
    text(laura, address)
    count_queries()
    text(laura, address)
    few = count_queries()
    for _number in range(6):
        pledge = factories.cash_pledge(donor=company.donor)
        factories.receipt(pledge=pledge)
    count_queries()
    text(laura, address)
    assert count_queries() <= few


def test_whose_mailbox_is_known(chapter, company):
    assert [each.whole for each in queries.accesses(MAIL)] == [True]
    assert [each.whole for each in queries.accesses("eva@fuera.test")] == [False]
    assert queries.accesses("nadie@fuera.test") == []
