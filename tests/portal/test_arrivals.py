"""A donor who signed in announces goods; staff hear of it, and a stranger may not."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.core.db import db
from relief.core.mail import Letter
from relief.intake.models import Intake, IntakeStatus
from relief.pledges.actions import ContactTyped, GoodsTyped
from relief.stock import queries as stock
from tests.factories.portal import MAIL


@pytest.fixture
def pledge(factories, company):
    goods = [GoodsTyped(factories.item(), 10)]
    contact = ContactTyped("Laura Peña", MAIL)
    return factories.pledge(donor=company.donor, contact=contact, cash=None, goods=goods)


def test_an_arrival_is_announced_from_the_portal(laura, beto, eva, factories, company, pledge):
    here = f"/portal/{company.donor.id}/pledges/{pledge.id}"
    assert f"{here}/arrival" in laura.get(here).text
    form = {
        "on": (stock.today() + timedelta(days=2)).isoformat(),
        "place": str(factories.place().id),
        "lines-0-quantity": "10",
        "lines-0-boxes": "2",
        "nonce": str(uuid4()),
    }
    assert laura.post(f"{here}/arrival", data={**form, "lines-0-quantity": "11"}).status_code == 422
    assert eva.post(f"{here}/arrival", data=form).status_code == 404
    for _twice in range(2):
        assert laura.post(f"{here}/arrival", data=form).status_code == 303
    (intake,) = db.session.scalars(sa.select(Intake)).all()
    assert intake.status is IntakeStatus.ANNOUNCED
    assert "Ya anunciadas" in laura.get(f"{here}/arrival").text
    paper = laura.get(f"{here}/arrival/{intake.id}.pdf")
    assert paper.data.startswith(b"%PDF-")
    assert eva.get(f"{here}/arrival/{intake.id}.pdf").status_code == 404
    letters = db.session.scalars(sa.select(Letter).where(Letter.kind == "arrival_announced")).all()
    assert len(letters) == 1, "one for Beto, who takes goods in"
    assert company.donor.name in letters[0].subject
    assert f"/staff/intake/{intake.id}" in letters[0].text
