"""Staff answer pledges; everybody sees what their role and chapter allow."""

import pytest

from relief.core.mail import letters_about
from relief.core.money import Money
from relief.pledges.actions import GoodsTyped
from relief.pledges.models import PledgeStatus
from relief.pledges.queries import get_pledge


@pytest.fixture
def waiting(factories, chapter):
    return factories.pledge(status=PledgeStatus.SUBMITTED)


def test_ana_accepts_and_the_donor_is_told(ana, waiting):
    answer = ana.post(f"/staff/pledges/{waiting.id}/accept")
    assert answer.status_code == 303
    page = ana.get(answer.location)
    assert "Compromiso aceptado" in page.text
    assert "aceptado" in page.text
    assert letters_about(waiting.id)[0].kind == "pledge_accepted"
    assert get_pledge(waiting.id).status is PledgeStatus.ACCEPTED


def test_the_second_to_answer_hears_who_was_first(ana, beto, waiting):
    ana.post(f"/staff/pledges/{waiting.id}/accept")
    answer = beto.post(f"/staff/pledges/{waiting.id}/decline", data={"reason": "No cabe"})
    assert answer.status_code == 422
    assert "ya cambió el compromiso" in answer.text
    assert "No cabe" in answer.text
    assert get_pledge(waiting.id).status is PledgeStatus.ACCEPTED


def test_a_pledge_is_declined_with_its_reason(ana, waiting):
    assert ana.post(f"/staff/pledges/{waiting.id}/decline", data={}).status_code == 422
    answer = ana.post(f"/staff/pledges/{waiting.id}/decline", data={"reason": "No cabe"})
    assert answer.status_code == 303
    assert get_pledge(waiting.id).status is PledgeStatus.DECLINED


def test_an_accepted_pledge_is_cancelled_with_its_reason(ana, factories, chapter):
    pledge = factories.pledge()
    answer = ana.post(f"/staff/pledges/{pledge.id}/cancel", data={"reason": "Cerró la planta"})
    assert answer.status_code == 303
    assert "Cerró la planta" in ana.get(answer.location).text
    assert "Cerró la planta" in letters_about(pledge.id)[0].text


def test_the_link_is_sent_again(ana, waiting):
    assert ana.post(f"/staff/pledges/{waiting.id}/link").status_code == 303
    assert letters_about(waiting.id)[0].kind == "pledge_link"
    assert "Enlace de seguimiento reenviado" in ana.get(f"/staff/pledges/{waiting.id}").text


def test_dora_reads_and_writes_nothing(dora, waiting):
    page = dora.get(f"/staff/pledges/{waiting.id}")
    assert page.status_code == 200
    assert "/accept" not in page.text
    for verb in ("accept", "decline", "cancel", "link"):
        assert dora.post(f"/staff/pledges/{waiting.id}/{verb}").status_code == 403


def test_carla_sees_nothing(carla, waiting):
    assert carla.get(f"/staff/pledges/{waiting.id}").status_code == 404
    for verb in ("accept", "decline", "cancel", "link"):
        assert carla.post(f"/staff/pledges/{waiting.id}/{verb}").status_code == 404
    assert waiting.reference not in carla.get("/staff/pledges/").text


def test_the_list_is_narrowed_by_its_address(ana, factories, chapter):
    item = factories.item()
    donor = factories.donor(name="Ensambles Ñandú")
    cash = factories.pledge(donor=donor)
    goods = factories.pledge(cash=None, goods=[GoodsTyped(item, 5)], status=PledgeStatus.SUBMITTED)
    narrowed = {
        "q=nandu": cash,
        f"q={cash.reference[-5:]}": cash,
        "kind=goods": goods,
        "kind=cash": cash,
        "status=submitted": goods,
        f"campaign={goods.campaign_id}": goods,
        f"donor={donor.id}": cash,
    }
    for question, expected in narrowed.items():
        page = ana.get(f"/staff/pledges/?{question}").text
        other = goods if expected is cash else cash
        assert expected.reference in page, question
        assert other.reference not in page, question
    odd = "/staff/pledges/?donor=x&status=%00&campaign=1&sort=(&after=%F0&size=9e9&kind[]=1"
    assert ana.get(odd).status_code == 200


def test_a_list_makes_the_same_queries_for_one_row_and_for_twenty(
    ana, factories, chapter, count_queries
):
    item = factories.item()
    factories.pledge(goods=[GoodsTyped(item, 5)])
    ana.get("/staff/pledges/")
    count_queries()
    ana.get("/staff/pledges/")
    one = count_queries()
    for _ in range(19):
        factories.pledge(goods=[GoodsTyped(factories.item(), 5)], cash=Money(100, "USD"))
    count_queries()
    ana.get("/staff/pledges/")
    assert count_queries() == one
