"""A form sent twice writes one need, one delivery."""

from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa

from relief.core import clock
from relief.core.db import db
from relief.deliveries.models import Delivery
from relief.needs.models import Need, NeedStatus


def test_a_need_sent_twice_is_one(beto, chapter, factories):
    hospital, item = factories.hospital(), factories.item()
    form = {
        "hospital": str(hospital.id),
        "priority": "normal",
        "needed_by": (clock.today(chapter.zone) + timedelta(days=5)).isoformat(),
        "lines-0-item": str(item.id),
        "lines-0-quantity": "20",
        "nonce": str(uuid4()),
    }
    first, second = (beto.post("/staff/needs/new", data=form) for _ in range(2))
    assert first.status_code == 303
    assert second.location == first.location
    assert db.session.scalar(sa.select(sa.func.count(Need.id))) == 1


def test_a_delivery_sent_twice_is_one_and_reserves_once(beto, chapter, factories):
    need = factories.need(status=NeedStatus.APPROVED)
    place = factories.place()
    lot = factories.lot(item=need.lines[0].item, place=place, quantity=500)
    day = clock.today(chapter.zone).isoformat()
    address = f"/staff/deliveries/new?need={need.id}&place={place.id}&day={day}"
    form = {"lines-0-lot": str(lot.id), "lines-0-quantity": "5", "nonce": str(uuid4())}
    first, second = (beto.post(address, data=form) for _ in range(2))
    assert first.status_code == 303, first.text
    assert second.location == first.location
    assert db.session.scalar(sa.select(sa.func.count(Delivery.id))) == 1
