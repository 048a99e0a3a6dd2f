"""Money by earmark: the same definitions as the campaign's figures, told apart, in one query."""

from relief.campaigns.models import EarmarkKind
from relief.core.db import db, transaction
from relief.pledges.models import PledgeEarmark, PledgeStatus
from relief.reports.earmarks import earmark_figures
from tests.reports.gifts import Gifts, cash, mxn, usd


def earmarked(pledge, name):
    with transaction():
        db.session.add(PledgeEarmark(pledge_id=pledge.id, kind=EarmarkKind.CITY, name=name))
    return pledge.id


def test_each_earmark_has_what_was_promised_and_came(factories, chapter, ana, count_queries):
    campaign, donor = factories.campaign(), factories.donor()
    gifts = Gifts(factories, campaign, donor)
    for _ in range(3):
        tecate = earmarked(gifts.pledge(cash(mxn(1_000))), "Tecate")
    earmarked(gifts.pledge(cash(usd(20))), "Tecate")
    earmarked(gifts.pledge(cash(mxn(700)), status=PledgeStatus.DECLINED), "Tecate")
    ensenada = earmarked(gifts.pledge(cash(mxn(500))), "Ensenada")
    gifts.pledge(cash(mxn(90)))
    gifts.payment(mxn(400), pledge_id=tecate)
    gifts.payment(mxn(30), pledge_id=ensenada)
    gifts.payment(mxn(8))
    campaign_id = campaign.id
    earmark_figures(campaign_id)  # begins the transaction
    count_queries()
    figures = earmark_figures(campaign_id)
    assert count_queries() == 1
    told = [
        (each.name, each.pledges, dict(each.pledged_minor), dict(each.received_minor))
        for each in figures
    ]
    assert told == [
        ("Ensenada", 1, {"MXN": 500_00}, {"MXN": 30_00}),
        ("Tecate", 4, {"MXN": 3_000_00, "USD": 20_00}, {"MXN": 400_00}),
        ("", 1, {"MXN": 90_00}, {"MXN": 8_00}),
    ]
    page = ana.get(f"/staff/campaigns/{campaign_id}/earmarks").text
    assert all(each in page for each in ("Tecate", "$3,000.00 MXN", "US$20.00 USD", "$30.00 MXN"))
