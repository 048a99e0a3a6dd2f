"""Letters of thanks: one a donor, sent once, in the background, with their state."""

import io
from uuid import uuid4

import pypdfium2
import pytest

from relief.campaigns.models import EarmarkKind
from relief.campaigns.queries import get_campaign
from relief.core.db import db, transaction
from relief.core.mail import Letter, LetterStatus
from relief.core.money import Money
from relief.donors import queries as donors
from relief.donors.request_models import Consent, Purpose
from relief.pledges.models import PledgeEarmark
from relief.reports.verify import violations
from relief.thanks import actions, gifts, queries
from relief.thanks.errors import (
    NoAddress,
    NothingToThankFor,
    NotToBeSent,
    UnknownPlaceholder,
)
from relief.thanks.models import ThanksLetter, ThanksState
from relief.thanks.pdf import draw_letters, letter_facts
from tests.factories.thanks import EVER

DONORS = 8


@pytest.fixture
def given(factories, chapter):
    """A campaign with DONORS that paid, one of whom also brought goods."""
    campaign = factories.appeal()
    paid = [
        factories.payment(
            campaign=campaign,
            donor=factories.giver(email=f"empresa{number}@empresa.test", language="es"),
            amount=Money(1_000_00 + number, "MXN"),
        )
        for number in range(DONORS)
    ]
    factories.valued_intake(campaign=campaign, donor=paid[0].donor)
    return campaign, {payment.donor_id for payment in paid}


def mails():
    return db.session.query(Letter).filter(Letter.kind == "thanks")


def test_the_letters_of_a_run_leave_in_the_background_and_none_twice(given, factories, jobs):
    campaign, ids = given
    run = factories.thanks_run(campaign=campaign, donors=ids)
    assert queries.figures_of(run)[ThanksState.DRAFTED] == DONORS
    with transaction():
        assert actions.send_all(queries.get_run(run.id)) == DONORS
    assert queries.figures_of(run)[ThanksState.QUEUED] == DONORS
    jobs()
    assert queries.figures_of(run)[ThanksState.SENT] == DONORS
    with transaction():
        assert actions.send_all(queries.get_run(run.id)) == 0
    with pytest.raises(NothingToThankFor):
        factories.thanks_run(campaign=campaign, donors=ids)
    jobs()
    assert mails().count() == DONORS
    assert len({letter.to_address for letter in mails()}) == DONORS
    assert violations() == []


def test_a_form_sent_twice_writes_once(given, factories):
    campaign, ids = given
    nonce = uuid4()
    first = factories.thanks_run(campaign=campaign, donors=ids, nonce=nonce)
    second = factories.thanks_run(campaign=campaign, donors=ids, nonce=nonce)
    assert first.id == second.id
    assert db.session.query(ThanksLetter).count() == DONORS


def test_a_letter_names_donor_gift_and_hospital(given, factories):
    campaign, _ids = given
    waiting = gifts.waiting(get_campaign(campaign.id), **EVER)
    assert len(waiting) == DONORS
    both = next(each for each in waiting if each.intakes)
    run = factories.thanks_run(campaign=campaign, donors={both.donor.id})
    (letter,) = queries.to_print(run)
    assert both.donor.name in letter.body
    assert "$1,000.00 MXN" in letter.body
    assert "5 × Cubrebocas N95" in letter.body
    assert "los hospitales de la campaña" in letter.body
    assert len(gifts.waiting(get_campaign(campaign.id), **EVER)) == DONORS - 1


def test_a_letter_names_what_the_money_was_meant_for(factories, chapter):
    pledge = factories.cash_pledge()
    with transaction():
        db.session.add(PledgeEarmark(pledge_id=pledge.id, kind=EarmarkKind.CITY, name="Tecate"))
    factories.payment(pledge=pledge)
    (thankful,) = gifts.waiting(get_campaign(pledge.campaign_id), **EVER)
    assert thankful.gift("es").endswith(", destino específico: Tecate)")
    assert thankful.gift("en").endswith(", earmarked for Tecate)")


def test_waiting_gifts_cost_the_same_whatever_their_number(given, factories, count_queries):
    campaign, _ids = given
    db.session.expire_all()
    count_queries()
    assert gifts.waiting(get_campaign(campaign.id), **EVER)
    many = count_queries()
    single = factories.payment()
    db.session.expire_all()
    count_queries()
    assert gifts.waiting(get_campaign(single.campaign_id), **EVER)
    assert many <= count_queries() + 2


def test_who_wants_no_letters_gets_them_on_paper(factories, chapter, jobs):
    paid = factories.payment(donor=factories.giver(email="no@empresa.test"))
    with transaction():
        db.session.add(
            Consent(
                email="no@empresa.test",
                purpose=Purpose.THANKS,
                given=False,
                privacy_version="2025-03",
            )
        )
    run = factories.thanks_run(campaign=paid.campaign, donors={paid.donor_id})
    (letter,) = queries.to_print(run)
    assert (letter.to_address, queries.without_address(run)) == ("", 1)
    with transaction():
        assert actions.send_all(queries.get_run(run.id)) == 0
    with pytest.raises(NoAddress), transaction():
        actions.send_letter(queries.get_letter(letter.id))
    with transaction():
        actions.hand_over(queries.get_letter(letter.id))
    with pytest.raises(NotToBeSent), transaction():
        actions.take_back(queries.get_letter(letter.id))
    jobs()
    assert mails().count() == 0


def test_a_letter_that_was_refused_leaves_again_to_the_mended_address(factories, chapter, jobs):
    letter = factories.thanks_letter()
    letter_id, donor_id = letter.id, letter.donor_id
    with transaction():
        actions.send_letter(queries.get_letter(letter_id))
    with pytest.raises(NotToBeSent), transaction():
        actions.send_letter(queries.get_letter(letter_id))
    jobs()
    with transaction():
        mails().update({"status": LetterStatus.FAILED, "error": "550 no such user"})
    assert queries.get_letter(letter_id).state is ThanksState.FAILED
    with transaction():
        donors.get_donor(donor_id).email = "bien@empresa.test"
    with transaction():
        actions.send_letter(queries.get_letter(letter_id))
    jobs()
    assert queries.get_letter(letter_id).state is ThanksState.SENT
    assert [each.to_address for each in mails().order_by(Letter.created_at)][-1] == (
        "bien@empresa.test"
    )


def test_a_gift_that_was_reversed_is_not_thanked_for(factories, chapter, jobs):
    paid = factories.payment()
    letter = factories.thanks_letter(campaign=paid.campaign, donors={paid.donor_id})
    factories.reversal(payment=paid)
    with transaction():
        actions.send_letter(queries.get_letter(letter.id))
    jobs()
    assert queries.get_letter(letter.id).state is ThanksState.WITHDRAWN
    assert mails().count() == 0


def test_what_was_taken_back_waits_again(factories, chapter):
    paid = factories.payment()
    letter = factories.thanks_letter(campaign=paid.campaign, donors={paid.donor_id})
    with transaction():
        actions.take_back(queries.get_letter(letter.id))
    again = factories.thanks_letter(campaign=paid.campaign, donors={paid.donor_id})
    assert again.id != letter.id


def test_a_text_of_its_own_is_used_and_an_unknown_name_refused(factories, chapter):
    paid = factories.payment()
    campaign = get_campaign(paid.campaign_id)
    with pytest.raises(UnknownPlaceholder, match="dontivo"), transaction():
        actions.keep_wording(campaign, language="es", subject="Gracias", body="{dontivo}")
    with transaction():
        actions.keep_wording(
            campaign, language="es", subject="Gracias, {Donante}", body="Va {donativo}. {hospital}"
        )
    letter = factories.thanks_letter(campaign=campaign, donors={paid.donor_id})
    assert letter.subject == f"Gracias, {letter.donor_name}"
    assert letter.body.startswith("Va $1,000.00 MXN")


def test_letters_print_one_to_a_page(given, factories, chapter):
    campaign, ids = given
    run = factories.thanks_run(campaign=campaign, donors=ids)
    facts = [letter_facts(each, chapter) for each in queries.to_print(run)]
    content = draw_letters(facts)
    assert content == draw_letters(facts)
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    assert len(document) == DONORS
    text = document[1].get_textpage().get_text_bounded()
    assert facts[1].donor in text
    assert facts[1].signed_by in text
    document.close()


def test_the_pages_lead_from_the_gifts_to_the_letters(ana, factories, chapter, jobs):
    paid = factories.payment(donor=factories.giver(name="Ñandú, S.A."))
    query = f"campaign={paid.campaign_id}&since=2000-01-01&until=2099-01-01"
    page = ana.get(f"/staff/thanks/new?{query}").get_data(as_text=True)
    assert "Ñandú, S.A." in page
    there = ana.post(
        "/staff/thanks/new",
        data={
            "nonce": str(uuid4()),
            "campaign": str(paid.campaign_id),
            "since": "2000-01-01",
            "until": "2099-01-01",
            "donor": [str(paid.donor_id), "nadie"],
        },
    ).location
    assert "Enviar por correo" in ana.get(there).get_data(as_text=True)
    assert ana.post(f"{there}/send").status_code == 303
    assert "data-progress-open" in ana.get(there).get_data(as_text=True)
    jobs()
    page = ana.get(there).get_data(as_text=True)
    assert "data-progress-open" not in page
    assert "enviada" in page
    assert ana.get(f"{there}/letters.pdf").data.startswith(b"%PDF")
    listed = ana.get("/staff/thanks/?state=sent&q=ñandu").get_data(as_text=True)
    assert "Ñandú, S.A." in listed
    wording = f"/staff/thanks/wording/{paid.campaign_id}/es"
    assert "{donativo}" in ana.get(wording).get_data(as_text=True)
    assert ana.post(wording, data={"subject": "x", "body": "{x}"}).status_code == 422
    assert ana.post(wording, data={"subject": "Gracias", "body": "Va"}).status_code == 303
