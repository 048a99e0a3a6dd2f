"""Staff write down what the hospitals miss, and decide."""

from datetime import UTC, date, datetime

from relief.core import clock
from relief.core.db import db
from relief.needs.models import Need, NeedStatus, Priority

LIST = "/staff/needs/"


def typed(hospital, item, **more):
    return {
        "hospital": str(hospital.id),
        "priority": "urgent",
        "needed_by": "2099-05-04",
        "requested_by": "Enf. Peña",
        "lines-0-item": str(item.id),
        "lines-0-quantity": "250",
        "lines-1-item": "",
        "lines-1-quantity": "",
        **more,
    }


def test_a_coordinator_writes_down_and_approves_a_need(beto, factories, chapter):
    hospital, item = factories.hospital(name="Clínica Ñandú"), factories.item(name="Bata")
    assert beto.get("/staff/needs/new").status_code == 200
    answer = beto.post("/staff/needs/new", data=typed(hospital, item))
    assert answer.status_code == 303
    page = beto.get(answer.location)
    assert "Clínica Ñandú" in page.text
    assert "250" in page.text
    beto.post(f"{answer.location}/approve")
    need = db.session.scalars(db.select(Need)).one()
    assert (need.status, need.priority_rank) == (NeedStatus.APPROVED, 0)
    assert "Planear una entrega" in beto.get(answer.location).text


def test_half_a_line_is_told_beside_it_and_kept(beto, factories, chapter):
    hospital, item = factories.hospital(), factories.item()
    answer = beto.post("/staff/needs/new", data=typed(hospital, item, **{"lines-0-quantity": ""}))
    assert answer.status_code == 422
    assert "Escribe cuántas unidades" in answer.text
    assert 'value="Enf. Peña"' in answer.text


def test_hostile_answers_are_refused_kindly(beto, factories, chapter):
    hospital, item = factories.hospital(), factories.item()
    for name, value in (
        ("lines-0-quantity", "-1"),
        ("lines-0-quantity", "1e9"),
        ("lines-0-quantity", "9" * 30),
        ("lines-0-item", "not an id"),
        ("hospital", "0"),
        ("needed_by", "31/12/2099"),
        ("needed_by", "2020-05-04"),
        ("priority", "now"),
        ("requested_by", "x" * 200),
        ("notes", "x" * 2000),
    ):
        answer = beto.post("/staff/needs/new", data=typed(hospital, item) | {name: value})
        assert answer.status_code == 422, (name, value)
    assert db.session.scalars(db.select(Need)).all() == []


def test_more_lines_than_a_need_holds_are_refused(beto, factories, chapter):
    hospital = factories.hospital()
    items = [factories.item() for _ in range(21)]
    lines = {}
    for number, item in enumerate(items):
        lines |= {f"lines-{number}-item": str(item.id), f"lines-{number}-quantity": "1"}
    answer = beto.post("/staff/needs/new", data=typed(hospital, items[0], **lines))
    assert answer.status_code == 422
    assert "20" in answer.text


def test_a_need_is_edited_until_somebody_decides(beto, factories, chapter):
    need = factories.need(status=NeedStatus.SUBMITTED)
    address = f"/staff/needs/{need.id}"
    assert "100" in beto.get(f"{address}/edit").text
    other = factories.item(name="Guantes")
    answer = beto.post(f"{address}/edit", data=typed(need.hospital, other))
    assert answer.status_code == 303
    assert "Guantes" in beto.get(address).text
    beto.post(f"{address}/approve")
    assert beto.get(f"{address}/edit").status_code == 303


def test_a_rejection_asks_for_the_reason_and_shows_it(beto, factories, chapter):
    need = factories.need(status=NeedStatus.SUBMITTED)
    address = f"/staff/needs/{need.id}"
    assert beto.post(f"{address}/reject", data={"reject-reason": " "}).status_code == 422
    answer = beto.post(f"{address}/reject", data={"reject-reason": "Ya la surtió otra asociación"})
    assert answer.status_code == 303
    assert "Ya la surtió otra asociación" in beto.get(address).text


def test_the_second_to_decide_is_told(beto, factories, chapter):
    need = factories.need(status=NeedStatus.APPROVED)
    answer = beto.post(f"/staff/needs/{need.id}/approve")
    assert answer.status_code == 409
    assert need.reference in answer.text


def test_the_list_shows_the_most_urgent_first_and_what_is_overdue(beto, factories, chapter):
    factories.need(hospital=factories.hospital(name="Hospital Sereno"))
    with clock.stopped_at(datetime(2020, 1, 1, 20, tzinfo=UTC)):
        factories.need(
            hospital=factories.hospital(name="Hospital Apurado"),
            priority=Priority.URGENT,
            needed_by=date(2020, 1, 1),
        )
    factories.need(hospital=factories.hospital(name="Surtido"), status=NeedStatus.FULFILLED)
    page = beto.get(LIST).text
    assert page.index("Hospital Apurado</td>") < page.index("Hospital Sereno</td>")
    assert "atrasada" in page
    assert "Surtido</td>" not in page
    assert "Surtido</td>" in beto.get(f"{LIST}?status=every").text
    assert "Sereno</td>" not in beto.get(f"{LIST}?q=apurado").text
    assert "Sereno</td>" not in beto.get(f"{LIST}?priority=urgent").text
    assert beto.get(f"{LIST}?q=nadie").status_code == 200
    assert beto.get(f"{LIST}?status=weird&priority=x&hospital=1&after=zz").status_code == 200


def test_ana_reads_dora_reads_carla_sees_nothing(ana, dora, carla, factories, chapter):
    need = factories.need(status=NeedStatus.SUBMITTED)
    address = f"/staff/needs/{need.id}"
    assert ana.get(address).status_code == 200
    assert ana.post(f"{address}/approve").status_code == 403
    assert dora.get(address).status_code == 200
    assert dora.get("/staff/needs/new").status_code == 403
    assert carla.get(address).status_code == 404
    assert need.reference not in carla.get(f"{LIST}?status=every").text


def test_the_list_makes_the_same_queries_for_one_row_and_for_twenty(
    beto, factories, chapter, count_queries
):
    factories.need()
    beto.get(LIST)
    count_queries()
    beto.get(LIST)
    one = count_queries()
    for _ in range(19):
        factories.need()
    count_queries()
    beto.get(LIST)
    assert count_queries() == one
