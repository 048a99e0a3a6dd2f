"""The board without scripts, a company's own link, the hospital's acuse, and lists that stay cheap."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

from relief.core import clock
from relief.core.db import db, transaction
from relief.links.address import address
from relief.meals import emails, hospital_link, queries
from relief.meals.models import MealAdoption, SlotStatus

WHO = {
    "name": "Maquiladora del Norte, S.A. de C.V.",
    "contact_name": "Rosa Félix",
    "email": "rosa@norte.test",
    "phone": "664 123 4567",
    "language": "es",
    "consent": "y",
    "shown": "y",
}


def enter(client: Any, link: str) -> str:
    """Open a link of a letter; return the clean address that it leads to."""
    return client.get(link[link.index("/d/") :]).location


def test_days_and_weeks_without_scripts(client: Any, chapter: Any, factories: Any) -> None:
    made = factories.programme(fed_until=queries.today() + timedelta(days=13))
    days = factories.slots(of=made)
    board = f"/c/{made.campaign.slug}/meals"
    page = client.get(board).text
    assert page.count('name="slot"') == 13  # today's are too late
    week = re.findall(r'name="week" value="([^"]+)"', page)[-1]
    asked = client.post(f"{board}/choose", data={"week": week, "slot": str(days[1].id)})
    ids = re.findall(r'name="slot" value="([^"]+)"', asked.text)
    assert len(ids) >= 2
    wrong = client.post(board, data={"slot": ids, "nonce": str(uuid4())})
    assert wrong.status_code == 422
    assert wrong.text.count('name="slot"') == len(ids)
    sent = {**WHO, "slot": ids, "nonce": str(uuid4())}
    assert client.post(board, data=sent).status_code == 303
    assert client.post(board, data=sent).status_code == 303
    assert "ADO-" in client.get(f"{board}/thanks").text
    assert db.session.query(MealAdoption).count() == 1
    assert "Maquiladora del Norte" in client.get(board).text
    assert client.post(f"{board}/choose", data={"slot": ["x", "²"]}).status_code == 422


def test_who_comes_second_is_told_and_keeps_the_rest(
    client: Any, chapter: Any, factories: Any
) -> None:
    made = factories.programme()
    days, board = factories.slots(of=made), f"/c/{made.campaign.slug}/meals"
    factories.adoption(days=days[1:2])
    ids = [str(slot.id) for slot in days[1:4]]
    client.post(board, data={**WHO, "slot": ids, "nonce": str(uuid4())})
    thanks = client.get(f"{board}/thanks").text
    assert "un momento antes que tú" in thanks
    late = client.post(board, data={**WHO, "slot": ids, "nonce": str(uuid4())})
    assert late.status_code == 422
    assert "Elige otros, por favor" in late.text


def test_a_company_gives_a_day_back_by_its_link(client: Any, chapter: Any, factories: Any) -> None:
    made, other = factories.programme(), factories.programme()
    days = factories.slots(of=made)
    adoption = factories.adoption(days=days[1:3])
    factories.adoption(days=factories.slots(of=other)[1:2])
    here = enter(client, emails.living_address(adoption))
    assert client.get(here).status_code == 200
    assert client.post(f"{here}/{days[1].id}", data={"back-reason": ""}).status_code == 422
    assert (
        client.post(f"{here}/{days[1].id}", data={"back-reason": "No hay gas"}).status_code == 303
    )
    assert queries.get_slot(days[1].id).status is SlotStatus.OPEN
    foreign = factories.slots(of=other)[1]
    assert client.get(f"{here}/{foreign.id}").status_code == 404


def test_a_hospital_signs_day_by_day(client: Any, chapter: Any, factories: Any) -> None:
    made, other = factories.programme(), factories.programme()
    slot = factories.slots(of=made)[1]
    factories.adoption(days=[slot])
    foreign = factories.slots(of=other)[1]
    factories.adoption(days=[foreign])
    with transaction():
        link = address(hospital_link.make_link(made.hospital))
    with clock.stopped_at(slot.serves_at):
        here = enter(client, link)
        assert client.get(here).status_code == 200
        answer = {"served": "95", "receiver_name": "Laura Peña"}
        assert client.post(f"{here}/{slot.id}", data=answer).status_code == 422
        answer["reason"] = "Faltaron cinco"
        assert client.post(f"{here}/{slot.id}", data=answer).status_code == 303
        again = client.post(f"{here}/{slot.id}", data={**answer, "served": "1"})
        assert again.status_code == 303
        assert "Laura Peña" in client.get(f"{here}/{slot.id}").text
        assert client.get(f"{here}/{foreign.id}").status_code == 404
    assert queries.get_slot(slot.id).served == 95


def test_the_lists_cost_the_same_for_many(
    beto: Any, factories: Any, count_queries: Any, chapter: Any
) -> None:
    campaign = factories.campaign()
    pages = ("/staff/meals/", "/staff/meals/programmes", f"/c/{campaign.slug}/meals")

    def fed() -> None:
        made = factories.programme(campaign=campaign)
        factories.adoption(days=factories.slots(of=made)[1:])

    def cost(path: str) -> int:
        count_queries()
        assert beto.get(path).status_code == 200
        return int(count_queries())

    fed()
    few = [cost(path) for path in (*pages, *pages)][3:]
    for _more in range(3):
        fed()
    assert [cost(path) for path in pages] == few
