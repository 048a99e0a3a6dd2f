"""A hospital asks by its own link, from a telephone; staff decide, and it reads the answer."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from relief.core import clock
from relief.core.db import transaction
from relief.core.mail import letters_about
from relief.deliveries.models import DeliveryStatus
from relief.hospitals import actions as hospitals
from relief.hospitals.models import HospitalStatus
from relief.hospitals.queries import get_hospital
from relief.links.access import COOKIE
from relief.links.actions import live_link
from relief.links.address import address
from relief.links.models import LinkKind
from relief.needs import actions, hospital_link, queries
from relief.needs.models import NeedStatus, Priority
from relief.stock.queries import get_item


@pytest.fixture
def hospital(factories, chapter):
    made = factories.hospital(name="Hospital de la Playa")
    factories.hospital_contact(hospital=made, email="laura@hospital.test")
    with transaction():
        hospital_link.make_link(made)
    return made


def door(hospital):
    return hospital_link.address_of(hospital).removeprefix("http://relief.test")


def typed(item, **more):
    day = clock.now().date() + timedelta(days=9)
    return {
        "lines-0-item": str(item.id),
        "lines-0-quantity": "120",
        "priority": "urgent",
        "needed_by": day.isoformat(),
        "requested_by": "Laura Peña, Urgencias",
        "beds": "24",
        "nonce": str(uuid4()),
        **more,
    }


def test_a_request_arrives_once_and_waits_for_staff(client, beto, factories, hospital):
    item = factories.relief_item(name="Bata de aislamiento")
    here = client.get(door(hospital)).location
    form = typed(item)
    for _twice in range(2):
        answer = client.post(here, data=form)
        assert answer.status_code == 303
    page = client.get(answer.location).text
    (need,) = queries.recent_of(hospital.id)
    assert need.status is NeedStatus.SUBMITTED
    assert (need.priority, need.beds, need.staff_served) == (Priority.URGENT, 24, None)
    assert need.reference in page
    assert 'value="120"' in page, "what was asked for last is the template of the next"
    assert "el enlace del propio hospital" in beto.get(f"/staff/needs/{need.id}").text


@pytest.mark.parametrize("approved", [True, False])
def test_the_hospital_reads_the_answer(approved, client, factories, hospital):
    here = client.get(door(hospital)).location
    client.post(here, data=typed(factories.relief_item()))
    (need,) = queries.recent_of(hospital.id)
    with transaction():
        if approved:
            actions.approve_need(need)
        else:
            actions.reject_need(need, reason="Ya va en camino")
    (letter,) = letters_about(need.id)
    assert letter.to_address == "laura@hospital.test"
    assert need.reference in letter.subject
    assert ("Ya va en camino" in letter.text) is not approved
    assert ("autorizada" if approved else "Ya va en camino") in client.get(here).text


def test_what_staff_wrote_down_sends_no_letter(factories, hospital):
    need = factories.need(hospital=hospital)
    assert letters_about(need.id) == []


def test_bad_requests_change_nothing(client, factories, hospital):
    item = factories.relief_item()
    here = client.get(door(hospital)).location
    for wrong in (
        {},
        typed(item, **{"lines-0-quantity": "-1"}),
        typed(item, **{"lines-0-item": str(uuid4())}),
        typed(item, needed_by="2020-01-01"),
        typed(item, requested_by="\u200b"),
        typed(item, beds="9" * 30),
        typed(item, nonce="x"),
        typed(item, **{"lines-1-item": str(item.id), "lines-1-quantity": "3"}),
    ):
        assert client.post(here, data=wrong).status_code == 422, wrong
    assert queries.recent_of(hospital.id) == []


def test_a_flood_waits_to_be_read(client, factories, hospital):
    item = factories.relief_item()
    here = client.get(door(hospital)).location
    with transaction():
        for _each in range(actions.UNREAD_AT_MOST):
            actions.ask_by_link(
                get_hospital(hospital.id),
                link_id=live_link(LinkKind.HOSPITAL, hospital.id).id,
                lines=[actions.Asked(get_item(item.id), 1)],
                details={
                    "nonce": uuid4(),
                    "priority": Priority.NORMAL,
                    "needed_by": date(2099, 5, 1),
                },
            )
    answer = client.post(here, data=typed(item))
    assert answer.status_code == 422
    assert "esperan ser leídas" in answer.text


def test_a_dead_link_says_no_more_than_any_other(client, factories, hospital):
    there = door(hospital)
    here = client.get(there).location
    with clock.stopped_at(clock.now() + timedelta(days=366)):
        assert client.get(here).status_code == 404
    with transaction():
        hospital_link.withdraw_link(get_hospital(hospital.id))
    assert client.get(there).status_code == 404
    answer = client.post(here, data=typed(factories.relief_item()))
    assert answer.status_code == 404
    assert "Este enlace" in answer.text
    assert queries.recent_of(hospital.id) == []


def test_each_link_of_a_hospital_opens_its_own_page_only(client, factories, hospital):
    delivery = factories.delivery(hospital=hospital, status=DeliveryStatus.DISPATCHED)
    needs, goods = (live_link(LinkKind.HOSPITAL, each.id) for each in (hospital, delivery))
    for link, path in ((needs, f"/d/delivery/{needs.id}"), (goods, f"/d/needs/{goods.id}")):
        client.set_cookie(COOKIE, address(link).rpartition("/")[2], domain="relief.test")
        assert client.get(path).status_code == 404


def test_the_link_of_an_inactive_hospital_is_dead(client, hospital):
    here = client.get(door(hospital)).location
    with transaction():
        hospitals.move_hospital(get_hospital(hospital.id), HospitalStatus.INACTIVE)
    assert client.get(here).status_code == 404


def test_staff_make_print_and_withdraw_the_link(beto, ana, factories, chapter):
    hospital = factories.hospital()
    here = f"/staff/needs/hospital/{hospital.id}/link"
    assert beto.get(here).status_code == 404
    assert ana.post(here).status_code == 403
    first = beto.get(beto.post(here).location).text
    assert "<svg" in first
    assert hospital_link.address_of(hospital) in first
    assert hospital_link.address_of(hospital) in beto.get(beto.post(here).location).text
    assert beto.post(f"{here}/withdraw").status_code == 303
    assert beto.get(here).status_code == 404
