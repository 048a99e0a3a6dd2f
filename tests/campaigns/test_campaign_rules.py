"""What a campaign may be, and where it may go from where it stands."""

from datetime import date

import pytest

from relief.audit.queries import timeline
from relief.campaigns import actions, queries
from relief.campaigns.errors import (
    AcceptsNothing,
    CampaignAlreadyThere,
    CampaignMoveRefused,
    EndsBeforeItStarts,
    SlugEmpty,
    SlugFixed,
    SlugTaken,
    UnitsWithoutName,
)
from relief.campaigns.models import CAMPAIGN_MOVES, CampaignStatus
from relief.core.db import transaction
from relief.core.rows import RowMissing


def test_an_address_is_made_from_the_name_and_never_twice(factories, chapter):
    first = factories.campaign(name="Unidos por la Niñez")
    second = factories.campaign(name="Unidos por la Niñez")
    assert (first.slug, second.slug) == ("unidos-por-la-ninez", "unidos-por-la-ninez-2")
    with pytest.raises(SlugTaken, match="Unidos por la Niñez"):
        factories.campaign(slug="Unidos por la niñez")


def test_a_name_of_other_letters_still_gets_an_address(factories, chapter):
    assert factories.campaign(name="北京").slug == "campana"
    with pytest.raises(SlugEmpty):
        factories.campaign(slug="北京")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"ends_on": date(2020, 3, 31)}, EndsBeforeItStarts),
        ({"accepts_cash": False, "accepts_goods": False}, AcceptsNothing),
        ({"goal_units": 5000}, UnitsWithoutName),
    ],
)
def test_what_does_not_hold_together_is_refused(factories, chapter, wrong, error):
    with pytest.raises(error):
        factories.campaign(**wrong)
    campaign = factories.campaign(status=CampaignStatus.DRAFT)
    with pytest.raises(error), transaction():
        actions.edit_campaign(campaign, changes=wrong)


@pytest.mark.parametrize("status", list(CampaignStatus))
def test_it_moves_only_along_the_table(factories, chapter, status):
    for wanted in CampaignStatus:
        campaign = factories.campaign(status=status)
        refusal = None
        try:
            with transaction():
                actions.move_campaign(campaign, wanted)
        except (CampaignMoveRefused, CampaignAlreadyThere) as error:
            refusal = error
        assert (refusal is None) == (wanted in CAMPAIGN_MOVES[status])
        if wanted is status:
            assert isinstance(refusal, CampaignAlreadyThere)


def test_an_address_that_was_public_stays(factories, chapter):
    draft = factories.campaign(status=CampaignStatus.DRAFT)
    with transaction():
        actions.edit_campaign(draft, changes={"slug": "Otra dirección"})
    assert queries.campaign_by_slug("otra-direccion").id == draft.id
    active = factories.campaign()
    with pytest.raises(SlugFixed), transaction():
        actions.edit_campaign(active, changes={"slug": "nueva"})


def test_a_change_leaves_one_entry_and_no_change_leaves_none(factories, chapter):
    campaign = factories.campaign(status=CampaignStatus.DRAFT)
    with transaction():
        actions.edit_campaign(campaign, changes={"name": "Otro nombre"})
    with transaction():
        actions.edit_campaign(campaign, changes={"name": "Otro nombre", "slug": ""})
    tags = [entry.tag for entry in timeline(campaign.id)]
    assert tags == ["campaigns:campaign:edited", "campaigns:campaign:created"]


def test_only_what_was_opened_is_public(factories, chapter):
    for status in CampaignStatus:
        campaign = factories.campaign(status=status)
        if status in {CampaignStatus.DRAFT, CampaignStatus.ARCHIVED}:
            with pytest.raises(RowMissing):
                queries.public_campaign(campaign.slug)
        else:
            assert queries.public_campaign(campaign.slug).id == campaign.id
    assert len(queries.active_campaigns()) == 1
    assert len(queries.choices()) == 3
