"""What it amounts to, to the centavo, on both engines."""

import pytest

from relief.core import tenancy
from relief.deliveries.models import DeliveryStatus
from relief.intake.models import IntakeStatus
from relief.payments.models import COUNTED, PaymentStatus
from relief.pledges.models import STANDING, PledgeStatus
from relief.reports.figures import campaign_figures, chapter_figures, figures_by_campaign
from relief.reports.latest import latest_handovers
from relief.stock.models import Category
from tests.reports.gifts import Gifts, cash, goods, mxn, usd


@pytest.fixture
def gifts(factories, chapter) -> Gifts:
    return Gifts(factories, factories.campaign(), factories.donor())


def test_nothing_yet_is_zero_pesos(gifts):
    figures = campaign_figures(gifts.campaign)
    assert figures.currencies == ["MXN"]
    assert figures.pledged.total("MXN") == mxn(0)
    assert (figures.donors, figures.units_delivered, figures.deliveries) == (0, 0, 0)


def test_pledged_is_money_and_goods_of_standing_pledges_each_currency_apart(gifts):
    mask, gown = gifts.item(value=mxn(20)), gifts.item(value=usd(3))
    gifts.pledge(cash(mxn(1000)), goods(mask, 50), goods(mask, 10, declared=mxn(999)))
    gifts.pledge(cash(usd(250)), goods(gown, 7), status=PledgeStatus.FULFILLED)
    figures = campaign_figures(gifts.campaign)
    assert figures.pledged.cash("MXN") == mxn(1000)
    assert figures.pledged.goods("MXN") == mxn(50 * 20 + 999)
    assert figures.pledged.cash("USD") == usd(250)
    assert figures.pledged.goods("USD") == usd(21)
    assert figures.pledged.total("MXN") == mxn(2999)
    assert figures.currencies == ["MXN", "USD"]
    assert (figures.pledges, figures.units_pledged, figures.donors) == (2, 67, 1)


@pytest.mark.parametrize("status", list(PledgeStatus))
def test_only_what_stands_counts_as_pledged(gifts, status):
    gifts.pledge(cash(mxn(10)), status=status)
    expected = 10 if status in STANDING else 0
    assert campaign_figures(gifts.campaign).pledged.total("MXN") == mxn(expected)


def test_goods_without_any_value_count_as_units_only(gifts):
    gifts.pledge(goods(gifts.item(), 40))
    figures = campaign_figures(gifts.campaign)
    assert figures.pledged.total("MXN") == mxn(0)
    assert figures.units_pledged == 40


@pytest.mark.parametrize("status", list(PaymentStatus))
def test_only_confirmed_money_is_received(gifts, status):
    gifts.payment(mxn(700), status=status)
    gifts.payment(usd(30))
    figures = campaign_figures(gifts.campaign)
    expected = 700 if status in COUNTED else 0
    assert figures.received.cash("MXN") == mxn(expected)
    assert figures.received.cash("USD") == usd(30)


def test_what_went_back_is_not_received(gifts):
    gifts.payment(mxn(700), refunded_minor=mxn(200).minor)
    assert campaign_figures(gifts.campaign).received.cash("MXN") == mxn(500)


def test_only_goods_counted_in_at_an_approved_value_are_received(gifts):
    item = gifts.item(value=mxn(1))
    gifts.intake(item, 10, value=mxn(300))
    gifts.intake(item, 5, value=usd(20), status=IntakeStatus.RECEIVED_WITH_DIFFERENCES)
    gifts.intake(item, 4, value=None)
    gifts.intake(item, 9, value=mxn(9), status=IntakeStatus.REJECTED)
    figures = campaign_figures(gifts.campaign)
    assert figures.received.goods("MXN") == mxn(300)
    assert figures.received.goods("USD") == usd(20)
    assert figures.received.cash("MXN") == mxn(0)
    assert figures.units_received == 19


def test_delivered_is_what_hospitals_accepted_of_this_campaign(gifts, factories):
    mask = gifts.lot(gifts.item(), value=mxn(15))
    meal = gifts.lot(gifts.item(category=Category.MEAL), value=usd(2))
    other = gifts.lot(gifts.item(), value=mxn(1), campaign=factories.campaign())
    gifts.delivery((mask, 100, 90), (meal, 30, 30), (other, 500, 500))
    gifts.delivery((mask, 10, 10), status=DeliveryStatus.DELIVERED_WITH_DIFFERENCES)
    gifts.delivery((mask, 40, 40), status=DeliveryStatus.FAILED)
    figures = campaign_figures(gifts.campaign)
    assert figures.delivered.goods("MXN") == mxn(1500)
    assert figures.delivered.goods("USD") == usd(60)
    assert figures.units_by_category == {Category.PPE: 100, Category.MEAL: 30}
    assert (figures.units_delivered, figures.deliveries) == (130, 2)
    assert [each.units for each in latest_handovers(campaign_id=gifts.campaign.id)] == [10, 120]


def test_the_chapter_counts_a_donor_and_a_trip_once(gifts, factories):
    second = factories.campaign()
    gifts.pledge(cash(mxn(5)))
    gifts.pledge(cash(mxn(7)), campaign=second)
    gifts.payment(mxn(3), campaign=second)
    gifts.payment(mxn(2), donor=factories.donor())
    mine, theirs = (
        gifts.lot(gifts.item(), value=mxn(1), campaign=each) for each in (gifts.campaign, second)
    )
    gifts.delivery((mine, 2, 2), (theirs, 3, 3))
    figures = chapter_figures()
    assert figures.pledged.total("MXN") == mxn(12)
    assert figures.received.total("MXN") == mxn(5)
    assert figures.delivered.total("MXN") == mxn(5)
    assert (figures.donors, figures.deliveries) == (2, 1)
    each = figures_by_campaign([gifts.campaign.id, second.id])
    assert [each[gifts.campaign.id].donors, each[second.id].donors] == [2, 1]
    assert [figure.deliveries for figure in each.values()] == [1, 1]


def test_another_chapter_adds_nothing(gifts, factories, other_chapter):
    with tenancy.in_chapter(other_chapter.id):
        theirs = Gifts(factories, factories.campaign(), factories.donor())
        theirs.pledge(cash(mxn(5)), goods(theirs.item(value=mxn(1)), 8))
        theirs.payment(mxn(3))
        theirs.intake(theirs.item(), 4, value=mxn(3))
        theirs.delivery((theirs.lot(theirs.item(), value=mxn(1)), 2, 2))
    for figures in (chapter_figures(), campaign_figures(theirs.campaign)):
        assert figures.pledged.total("MXN") == mxn(0)
        assert figures.received.total("MXN") == mxn(0)
        assert figures.delivered.total("MXN") == mxn(0)
        assert (figures.donors, figures.pledges, figures.deliveries) == (0, 0, 0)
        assert (figures.units_pledged, figures.units_received) == (0, 0)
    assert latest_handovers() == []


def test_many_rows_and_campaigns_cost_as_many_queries_as_one(gifts, factories, count_queries):
    gifts.pledge(cash(mxn(5)))
    campaigns = [gifts.campaign.id, factories.campaign().id, factories.campaign().id]
    count_queries()
    figures_by_campaign(campaigns[:1])
    one = count_queries()
    for _ in range(5):
        gifts.pledge(cash(mxn(5)), donor=factories.donor())
    count_queries()
    figures_by_campaign(campaigns)
    assert count_queries() == one
    assert figures_by_campaign([]) == {}
