"""The coordinator's page: propose, read why, change, reserve, and what she sees when late."""

import re
from datetime import date

from relief.allocation import actions, queries
from relief.allocation.models import Allocation, AllocationStatus
from relief.core.db import db, transaction
from relief.deliveries.models import Delivery
from relief.needs.models import Priority


def fields(html: str) -> dict[str, str]:
    """What the table of a proposal would send."""
    boxes = re.findall(r"<input[^>]+>", html)
    found = [
        (re.search(r'name="(lines-[^"]+)"', box), re.search(r'value="([^"]*)"', box))
        for box in boxes
    ]
    return {name[1]: value[1] if value else "" for name, value in found if name}


def scarce(factories):
    item, place = factories.item(name="Cubrebocas N95"), factories.place(city="Tijuana")
    factories.lot(item=item, place=place, quantity=100)
    for priority in (Priority.URGENT, Priority.NORMAL):
        factories.need(priority=priority, lines=[(item, 100)])
    return item, place


def test_from_the_question_to_the_planned_deliveries(beto, factories, chapter):
    _item, place = scarce(factories)
    assert place.name in beto.get("/staff/allocation/").text
    sent = {"places": str(place.id), "day": "2099-04-20"}
    answer = beto.post("/staff/allocation/", data=sent)
    assert answer.status_code == 303
    page = beto.get(answer.location).text
    assert "Urgente; no se sabe para cuántos días tiene; no ha recibido nada" in page
    assert "80 de los 100 que le faltan" in page
    assert not db.session.query(Delivery).count()
    rows = fields(page)
    assert [rows[f"lines-{n}-quantity"] for n in (0, 1)] == ["80", "20"]
    changed = {**rows, "lines-0-quantity": "60"}
    refused = beto.post(answer.location, data={**changed, "answer": "again"})
    assert refused.status_code == 422
    assert "La regla da 80. Escribe por qué recibe 60." in refused.text
    changed["lines-0-reason"] = "Mañana recibe de otro lado"
    assert beto.post(answer.location, data={**changed, "answer": "again"}).status_code == 303
    rows = fields(beto.get(answer.location).text)
    assert [rows[f"lines-{n}-quantity"] for n in (0, 1)] == ["60", "40"]
    done = beto.post(answer.location, data={**rows, "answer": "reserve"}, follow_redirects=True)
    assert "Apartado: 2 entregas programadas." in done.text
    assert "Mañana recibe de otro lado" in done.text
    assert all(each.reference in done.text for each in db.session.query(Delivery))
    assert "Asignación" in beto.get("/staff/deliveries/").text


def test_the_second_keeps_what_she_typed_and_sees_what_is_left(beto, factories, chapter):
    item, place = scarce(factories)
    first, second = (factories.allocation(places=[place]) for _ in range(2))
    with transaction():
        shares = [each.need_line_id for each in first.shares]
        typed = {line: actions.Typed(30, "Hoy no más") for line in shares}
        actions.reserve(queries.whole_allocation(first.id), typed=typed)
    address = f"/staff/allocation/{second.id}"
    rows = fields(beto.get(address).text) | {"lines-1-quantity": "25", "lines-1-reason": "Turno"}
    refused = beto.post(address, data={**rows, "answer": "reserve"})
    assert refused.status_code == 422
    assert f"De {item.name} solo pueden salir 40 y los renglones de aquí suman 105" in refused.text
    kept = fields(refused.text)
    assert (kept["lines-1-quantity"], kept["lines-1-reason"]) == ("25", "Turno")
    assert 'data-there="40"' in refused.text
    gone = beto.post(f"/staff/allocation/{first.id}", data={**rows, "answer": "reserve"})
    assert gone.status_code == 422
    assert "se adelantó" in gone.text


def test_a_page_says_what_is_wrong_with_the_question(beto, factories, chapter):
    refused = beto.post("/staff/allocation/", data={"day": "2020-01-01"})
    assert refused.status_code == 422
    assert "Marca al menos uno." in refused.text
    place = factories.place()
    refused = beto.post("/staff/allocation/", data={"places": str(place.id), "day": "2099-01-01"})
    assert "No hay nada que repartir" in refused.text


def test_releasing_asks_why(beto, factories, chapter):
    allocation = factories.allocation(status=AllocationStatus.RESERVED)
    address = f"/staff/allocation/{allocation.id}/release"
    assert beto.post(address, data={"release-reason": ""}).status_code == 422
    done = beto.post(address, data={"release-reason": "Se cayó la ruta"}, follow_redirects=True)
    assert "Se cayó la ruta" in done.text
    assert db.session.get(Allocation, allocation.id).status is AllocationStatus.RELEASED


def test_the_pages_ask_as_much_for_one_as_for_many(beto, factories, chapter, count_queries):
    place = factories.place()

    def a_need():
        item = factories.item()
        factories.lot(item=item, place=place, quantity=10)
        return factories.need(lines=[(item, 20)])

    def asked():
        with transaction():
            made = actions.propose(places=[place], planned_for=date(2099, 4, 20))
        counts = []
        for page in ("/staff/allocation/", f"/staff/allocation/{made.id}"):
            beto.get(page)
            count_queries()
            beto.get(page)
            counts.append(count_queries())
        return counts

    a_need()
    one = asked()
    for _ in range(10):
        a_need()
    assert asked() == one
