"""What a contact asks for waits for the staff; what a mailbox wishes counts at once."""

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.audit.models import AuditEntry
from relief.core.db import db, transaction
from relief.core.mail import Letter
from relief.donors import requests
from relief.donors.models import Contact, Donor
from relief.donors.queries import may_write, with_contacts
from relief.donors.request_errors import RequestDecided
from relief.donors.request_models import Consent, DataRequest, Purpose, RequestStatus
from relief.pledges.models import Pledge
from relief.receipts.models import Receipt
from tests.factories.portal import MAIL


def one(kind):
    db.session.rollback()
    return db.session.scalars(sa.select(kind)).one()


def correction(company, **typed):
    known = {
        "nonce": str(uuid4()),
        "name": company.donor.name,
        "rfc": company.donor.rfc,
        "tax_regime": "601",
        "postal_code": "22444",
        "address": company.donor.address,
        "city": "Tijuana",
    }
    return known | typed


def test_a_correction_is_made_by_the_staff_and_never_on_paper(laura, ana, company, factories):
    receipt = factories.receipt(pledge=company.own, donor=company.donor)
    path = f"/portal/{company.donor.id}/company/correct"
    typed = correction(company, postal_code="22010", note="Nos mudamos.")
    assert laura.post(path, data=typed).status_code == 303
    assert laura.post(path, data=typed).status_code == 303
    asked = one(DataRequest)
    assert asked.proposed == {"postal_code": "22010"}
    assert one(Donor).postal_code == "22444"
    facts = one(Receipt).facts
    page = ana.get(f"/staff/donors/requests/{asked.id}").get_data(as_text=True)
    assert "22444" in page
    assert "22010" in page
    assert company.donor.name in ana.get("/staff/donors/requests/").get_data(as_text=True)
    assert ana.post(f"/staff/donors/requests/{asked.id}/approve").status_code == 303
    assert one(Donor).postal_code == "22010"
    assert db.session.get(Receipt, receipt.id).facts == facts
    tags = set(db.session.scalars(sa.select(AuditEntry.tag)))
    assert {"donors:request:sent", "donors:request:approved", "donors:donor:edited"} <= tags
    letter = db.session.scalars(sa.select(Letter).where(Letter.to_address == MAIL)).one()
    assert "está hecho" in letter.text


def test_what_is_known_already_is_nothing_to_ask_for(laura, company):
    path = f"/portal/{company.donor.id}/company/correct"
    answer = laura.post(path, data=correction(company))
    assert answer.status_code == 422
    assert laura.post(path, data=correction(company, rfc="no es")).status_code == 422
    first = correction(company, city="Tecate")
    assert laura.post(path, data=first).status_code == 303
    assert laura.post(path, data={**first, "nonce": str(uuid4())}).status_code == 422


def test_a_refusal_says_why(laura, ana, company, factories):
    asked = factories.data_request(donor=company.donor)
    path = f"/staff/donors/requests/{asked.id}/reject"
    assert ana.post(path, data={"answer": ""}).status_code == 422
    assert ana.post(path, data={"answer": "No coincide con la constancia."}).status_code == 303
    assert one(DataRequest).status is RequestStatus.REJECTED
    shown = laura.get(f"/portal/{company.donor.id}/company").get_data(as_text=True)
    assert "No coincide con la constancia." in shown
    with pytest.raises(RequestDecided), transaction():
        requests.approve(requests.get_request(asked.id))


def test_a_new_contact_sees_the_company_once_the_staff_says_so(laura, ana, app, company, factories):
    person = {"nonce": str(uuid4()), "name": "Beto Ríos", "email": "beto@ensambles.test"}
    path = f"/portal/{company.donor.id}/company/contacts/new"
    assert laura.post(path, data={**person, "language": "es"}).status_code == 303
    again = {**person, "nonce": str(uuid4()), "email": MAIL, "language": "es"}
    assert laura.post(path, data=again).status_code == 422
    beto = factories.donor_browser(app=app, email="beto@ensambles.test")
    home = f"/portal/{company.donor.id}/company"
    assert beto.get(home).status_code == 404
    asked = one(DataRequest)
    assert "habla por la empresa" in ana.get(f"/staff/donors/requests/{asked.id}").get_data(
        as_text=True
    )
    ana.post(f"/staff/donors/requests/{asked.id}/approve")
    assert beto.get(home).status_code == 200


def test_a_contact_leaves_when_the_staff_says_so(laura, ana, company, factories):
    other = factories.contact(donor=company.donor, email="beto@ensambles.test")
    path = f"/portal/{company.donor.id}/company/contacts/{company.contact.id}/remove"
    assert laura.get(path).status_code == 200
    assert laura.post(path, data={"nonce": str(uuid4())}).status_code == 303
    ana.post(f"/staff/donors/requests/{one(DataRequest).id}/approve")
    left = one(Contact)
    assert (left.id, left.is_primary) == (other.id, True)
    assert with_contacts(company.donor.id).contacts == [left]


def test_preferences_are_kept_with_the_version_of_the_notice(laura, company):
    path = f"/portal/{company.donor.id}/me"
    page = laura.get(path).get_data(as_text=True)
    ticked = set(re.findall(r'<input[^>]*checked[^>]*name="(\w+)"', page)) | set(
        re.findall(r'<input[^>]*name="(\w+)"[^>]*checked', page)
    )
    assert "news" not in ticked
    assert "notice" not in ticked
    data = {"language": "en", "thanks": "y", "news": "y", "notice": "y"}
    assert laura.post(path, data=data).status_code == 303
    assert not may_write(MAIL, "reminders")
    assert may_write(MAIL, "news")
    said = {each.purpose: each for each in db.session.scalars(sa.select(Consent))}
    assert said.keys() == {Purpose.REMINDERS, Purpose.NEWS, Purpose.NOTICE}
    assert {each.privacy_version for each in said.values()} == {"2025-03"}
    assert one(Contact).language == "en"
    spoken = {each.contact_email: each.language for each in db.session.scalars(sa.select(Pledge))}
    assert spoken == {MAIL: "en", "eva@fuera.test": "es"}
    laura.post(path, data={"language": "en", "reminders": "y", "thanks": "y"})
    assert may_write(MAIL, "reminders")
    assert not may_write(MAIL, "news")


def test_a_pledge_is_begun_again_from_the_portal(laura, company, factories):
    page = laura.get(f"/portal/{company.donor.id}/pledges/{company.own.id}").get_data(as_text=True)
    form = re.search(r'action="(/c/[^"]+/pledge/review)".*?</form>', page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[0]))
    assert fields["amount"] == "1,000.00"
    assert fields["email"] == MAIL
    answer = laura.post(form[1], data=fields)
    assert answer.status_code == 200
    assert "1,000.00" in answer.get_data(as_text=True)
    checked = " ".join(re.findall(r"<input[^>]*\bchecked\b[^>]*>", answer.text))
    for name, value in {"give": "money", "plan_frequency": "once"}.items():
        assert fields[name] == value
        assert re.search(f'name="{name}"[^>]*value="{value}"', checked), "nothing to answer again"
    assert MAIL in answer.get_data(as_text=True)
