"""Arrivals that donors tell beforehand: the sheet, and the door that its code opens once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from relief.core.db import db, transaction
from relief.intake import actions, announced, queries
from relief.intake.actions import Counted
from relief.intake.announced import Coming, Told
from relief.intake.errors import (
    AlreadyCheckedIn,
    AnnouncementWithdrawn,
    IntakeAlreadyDecided,
    NoGoods,
    NoSuchCode,
    TooManyAnnounced,
    TooMuchAnnounced,
)
from relief.intake.models import IntakeStatus
from relief.links import actions as links
from relief.links.address import keys
from relief.links.models import LinkKind
from relief.pledges.actions import cancel_pledge
from relief.pledges.errors import PledgeNotStanding
from relief.reports.verify import violations
from relief.stock import queries as stock
from tests.factories.papers import read_pages, read_qr
from tests.intake.promises import promise


def tell(factories, pledge, *, quantity=10, nonce=None):
    coming = Coming(factories.place(), stock.today() + timedelta(days=3), "Ñico Pérez", "AN-12")
    goods = [Told(pledge.goods_lines[0], quantity, 4)] if quantity else []
    with transaction():
        return announced.announce_arrival(
            pledge, coming=coming, goods=goods, nonce=nonce or uuid4()
        )


def check_in(typed):
    with transaction():
        return announced.check_in(typed)


def test_what_is_announced_is_checked_in_once_and_counted(factories, chapter):
    pledge, nonce = promise(factories), uuid4()
    told = tell(factories, pledge, nonce=nonce)
    assert tell(factories, pledge, nonce=nonce).id == told.id
    intake = queries.get_intake(told.intake_id)
    assert (intake.status, intake.lines[0].boxes) == (IntakeStatus.ANNOUNCED, 4)
    assert intake.delivered_by == "Ñico Pérez · AN-12"
    with pytest.raises(IntakeAlreadyDecided), transaction():
        actions.receive_intake(intake, counts=[Counted(intake.lines[0], 10)])
    assert check_in(announced.shown_code(told.sheet_code).lower()).id == intake.id
    assert (intake.status, intake.arrived_on) == (IntakeStatus.ARRIVED, stock.today())
    with pytest.raises(AlreadyCheckedIn, match=intake.reference):
        check_in(told.sheet_code)
    with transaction():
        actions.receive_intake(intake, counts=[Counted(intake.lines[0], 10)])
    assert pledge.goods_lines[0].received == 10
    assert violations() == []


def test_verify_tells_a_door_that_opened_without_its_code(factories, chapter):
    intake = tell(factories, promise(factories)).intake
    assert violations() == []
    with transaction():
        intake.status = IntakeStatus.ARRIVED
    (line,) = violations()
    assert f"{intake.reference} is arrived, and its announcement says otherwise" in line


def test_a_scanner_may_type_the_whole_address_on_another_keyboard(app):
    for typed in (
        "7K2M9XQ4TD",
        " 7k2m9-xq4td ",
        "https://relief.example/staff/intake/check-in/?code=7K2M9XQ4TD",
        "httpsÑ--relief.example-staff-intake-check'in-_code¿7K2M9XQ4TD",
    ):
        assert announced.read_code(typed) == "7K2M9XQ4TD"
    for typed in ("", "7K2M9", "7K2M9XQ4TDD", "7K2M9XQ4T0", "' OR 1=1 --", "٧" * 10):
        assert announced.read_code(typed) == ""


def test_a_forged_a_foreign_and_a_withdrawn_code_open_nothing(factories, chapter, other_chapter):
    from relief.core import tenancy

    with tenancy.in_chapter(other_chapter.id):
        foreign = tell(factories, promise(factories)).sheet_code
    for code in ("2345678923", foreign, ""):
        with pytest.raises(NoSuchCode):
            check_in(code)
    told = tell(factories, promise(factories))
    with transaction():
        actions.cancel_intake(told.intake, reason="No llegó")
    with pytest.raises(AnnouncementWithdrawn):
        check_in(told.sheet_code)


def test_a_pledge_that_ended_lets_nothing_in(factories, chapter):
    pledge = promise(factories)
    told = tell(factories, pledge)
    with transaction():
        cancel_pledge(pledge, reason="Cambio de planes")
    with pytest.raises(PledgeNotStanding):
        check_in(told.sheet_code)
    with pytest.raises(PledgeNotStanding):
        tell(factories, pledge)


def test_no_more_is_announced_than_is_missing_or_a_yard_expects(factories, chapter):
    pledge = promise(factories)
    with pytest.raises(NoGoods):
        tell(factories, pledge, quantity=0)
    with pytest.raises(TooMuchAnnounced):
        tell(factories, pledge, quantity=11)
    for _number in range(announced.MOST_OPEN):
        tell(factories, pledge, quantity=2)
    with pytest.raises(TooManyAnnounced):
        tell(factories, pledge, quantity=2)


def test_the_donor_announces_by_link_and_staff_scan_the_sheet(client, beto, factories, chapter):
    pledge, place = promise(factories), factories.place()
    with transaction():
        link = links.create(LinkKind.FOLLOW, pledge.id, keys=keys())
        token = links.token_of(link, keys())
    here = f"/d/pledge/{link.id}"
    client.get(f"/d/{token}")
    assert f"{here}/arrival" in client.get(here).text
    typed = {
        "on": (stock.today() + timedelta(days=2)).isoformat(),
        "place": place.id,
        "driver": "Ñico Pérez",
        "lines-0-quantity": "10",
        "lines-0-boxes": "3",
        "nonce": str(uuid4()),
    }
    late = {**typed, "on": "2020-01-01"}
    assert client.post(f"{here}/arrival", data=late).status_code == 422
    for _twice in range(2):
        assert client.post(f"{here}/arrival", data=typed).status_code == 303
    (told,) = announced.announcements_of(pledge.id)
    paper = client.get(f"{here}/arrival/{told.intake_id}.pdf").data
    (page,) = read_pages(paper)
    for words in ("Prerregistro", announced.shown_code(told.sheet_code), "Ñico Pérez", "10 3"):
        assert words in page
    (scanned,) = read_qr(paper)
    assert client.get(f"{here}/arrival/{uuid4()}.pdf").status_code == 404
    door = "/staff/intake/check-in/"
    assert announced.shown_code(told.sheet_code) in beto.get(scanned[scanned.index(door) :]).text
    forged = beto.post(door, data={"code": "2345678923"})
    assert (forged.status_code, "Ninguna entrega anunciada" in forged.text) == (422, True)
    entered = beto.post(door, data={"code": scanned})
    assert entered.location.endswith(f"/staff/intake/{told.intake_id}")
    again = beto.post(door, data={"code": scanned})
    assert (again.status_code, "ya registró la llegada" in again.text) == (422, True)
    assert client.get(f"{here}/arrival/{told.intake_id}.pdf").status_code == 404
    db.session.rollback()
    assert queries.get_intake(told.intake_id).arrived_on > date(2020, 1, 1)
