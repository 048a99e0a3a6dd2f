"""A promise is written down once, whatever the network and the fingers do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.campaigns.models import CampaignStatus
from relief.core import clock, mail, tenancy
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.donors import actions as donors
from relief.donors.models import Donor
from relief.pledges import actions, queries
from relief.pledges.actions import ContactTyped
from relief.pledges.errors import CampaignTakesNoPledges, GiftNotTaken, NothingPledged
from relief.pledges.models import Pledge, PledgeStatus

CONTACT = ContactTyped("María Núñez", "maria@empresa.test", "664 123 4567")


def send(campaign, donor, **values):
    with transaction():
        return actions.submit_pledge(
            campaign,
            **{
                "donor": donor,
                "contact": CONTACT,
                "cash": Money(50_000, "MXN"),
                "goods": (),
                "nonce": uuid4(),
                **values,
            },
        )


def test_a_pledge_gets_the_next_reference_of_the_chapters_year(factories, chapter):
    # New Year's Eve in Tijuana, already January in UTC.
    with clock.stopped_at(datetime(2021, 1, 1, 5, tzinfo=UTC)):
        first = factories.pledge(status=PledgeStatus.SUBMITTED)
        second = factories.pledge(status=PledgeStatus.SUBMITTED)
    assert [first.reference, second.reference] == ["PRO-2020-00001", "PRO-2020-00002"]


def test_the_same_form_sent_again_gives_the_same_pledge_and_one_letter(factories, chapter):
    campaign, donor, nonce = factories.campaign(), factories.donor(), uuid4()
    first = send(campaign, donor, nonce=nonce)
    again = send(campaign, donor, nonce=nonce, cash=Money(99, "MXN"))
    assert again.id == first.id
    assert len(mail.letters_about(first.id)) == 1


def test_a_hundred_hands_sending_one_form_make_one_pledge_and_one_donor(app, factories, chapter):
    campaign, nonce = factories.campaign(), uuid4()
    db.session.remove()

    def press(_hand):
        with app.app_context(), tenancy.in_chapter(chapter.id):
            try:
                made = send(
                    campaign,
                    lambda: donors.find_or_create(name="Doble Clic", rfc=None, email="a@b.test"),
                    nonce=nonce,
                )
                return made.id
            finally:
                db.session.remove()

    with ThreadPoolExecutor(100) as hands:
        ids = set(hands.map(press, range(100)))
    assert len(ids) == 1
    assert db.session.scalar(sa.select(sa.func.count(Pledge.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Donor.id))) == 1
    assert len(mail.letters_about(ids.pop())) == 1


def test_the_database_itself_refuses_a_nonce_twice(factories, chapter):
    pledge = factories.pledge()
    twin = Pledge(
        reference="PRO-2020-99999",
        campaign_id=pledge.campaign_id,
        donor_id=pledge.donor_id,
        status=PledgeStatus.SUBMITTED,
        contact_name="x",
        contact_email="x@y.test",
        nonce=pledge.nonce,
    )
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.add(twin)


def test_a_campaign_that_takes_no_pledges_or_not_this_gift_refuses(factories, chapter):
    donor = factories.donor()
    paused = factories.campaign(status=CampaignStatus.PAUSED)
    with pytest.raises(CampaignTakesNoPledges):
        send(paused, donor)
    with pytest.raises(GiftNotTaken):
        send(factories.campaign(accepts_cash=False), donor)
    with pytest.raises(NothingPledged):
        send(factories.campaign(), donor, cash=None)
    assert db.session.scalar(sa.select(sa.func.count(Pledge.id))) == 0


def test_open_pledges_are_offered_with_their_reference_and_donor(factories, chapter):
    donor = factories.donor(name="Ensambles Ñandú")
    pledge = factories.pledge(donor=donor)
    factories.pledge(donor=donor, status=PledgeStatus.SUBMITTED)
    label = f"{pledge.reference} · Ensambles Ñandú"
    assert queries.open_choices("cash", "nandu") == [(pledge.id, label)]
    assert queries.open_choices("goods") == []
