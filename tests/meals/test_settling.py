"""A month of meals is one gift in kind: counted once, valued, receipted and told day by day."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.mail import Letter
from relief.core.money import Money
from relief.deliveries.models import Delivery, DeliveryStatus, ProofSource
from relief.intake.actions import approve_value
from relief.intake.queries import get_intake
from relief.meals import acuse, papers, queries, settling, statements
from relief.meals.acuse import Answer
from relief.meals.errors import AlreadySettled, DaysWaiting, MonthNotOver, NothingToSettle
from relief.meals.models import MealSlot
from relief.meals.settled import MealSettlement, SettledSlot
from relief.receipts.actions import issue_for_intake
from relief.reports.figures import campaign_figures
from relief.reports.verify import violations
from relief.stock.models import Category, ExpiryRule
from tests.factories.receipts import SEAL

START = datetime(2020, 5, 4, 18, tzinfo=UTC)
JUNE = datetime(2020, 6, 2, 18, tzinfo=UTC)
PORTION = Money(8500, "MXN")


@pytest.fixture
def month(chapter: Any, factories: Any) -> dict[str, Any]:
    """Two hospitals fed by one company in May 2020, a week each, all signed but one."""
    with clock.stopped_at(START):
        campaign, donor = factories.campaign(), factories.donor(email="rh@empresa.test")
        made = [factories.programme(campaign=campaign) for _hospital in range(2)]
        days = [slot for each in made for slot in factories.slots(of=each)[1:4]]
        factories.adoption(days=days, donor=donor)
        item = factories.item(category=Category.MEAL, expiry_rule=ExpiryRule.SAME_DAY)
    with clock.stopped_at(datetime(2020, 5, 12, 18, tzinfo=UTC)):
        for slot in days[:-1]:
            sign(slot, 100 if slot is not days[0] else 90)
    return {"campaign": campaign, "donor": donor, "item": item, "days": days}


def sign(slot: MealSlot, served: int) -> None:
    with transaction():
        acuse.confirm_slot(
            queries.get_slot(slot.id),
            answer=Answer(served, "Laura Peña", "Jefa de turno", "lo que llegó"),
            source=ProofSource.STAFF,
        )


def settle(month: dict[str, Any], **values: Any) -> MealSettlement:
    given = {"month": date(2020, 5, 1), "unit_value": PORTION, "nonce": uuid4(), **values}
    with transaction():
        return settling.settle_month(
            month["campaign"], donor=month["donor"], item=month["item"], **given
        )


def test_a_month_is_one_gift_in_kind(month: dict[str, Any]) -> None:
    with clock.stopped_at(JUNE):
        with pytest.raises(DaysWaiting):
            settle(month)
        with transaction():
            acuse.miss_past()
        nonce = uuid4()
        made = settle(month, nonce=nonce)
        assert settle(month, nonce=nonce).id == made.id
        assert made.portions == 490
        assert db.session.query(SettledSlot).count() == 5
        trips = db.session.query(Delivery).all()
        assert {trip.status for trip in trips} == {DeliveryStatus.DELIVERED}
        assert sorted(trip.units for trip in trips) == [200, 290]
        intake = get_intake(made.intake_id)
        assert (intake.arrived_on, len(intake.lines)) == (date(2020, 5, 31), 1)
        assert intake.lines[0].declared_value == Money(4165000, "MXN")
        with transaction():
            approve_value(intake.lines[0], value=Money(4165000, "MXN"))
        with transaction():
            receipt = issue_for_intake(get_intake(intake.id), seal=SEAL)
        figures = campaign_figures(intake.campaign)
        assert (figures.units_received, figures.units_delivered) == (490, 490)
        assert receipt.total == figures.received.goods("MXN") == figures.delivered.goods("MXN")
        assert violations() == []
        kinds = [letter.kind for letter in db.session.query(Letter)]
        assert kinds.count("meals_statement") == 1
        assert "delivery_received" not in kinds


def test_what_cannot_be_settled(month: dict[str, Any]) -> None:
    with clock.stopped_at(datetime(2020, 5, 31, 18, tzinfo=UTC)), pytest.raises(MonthNotOver):
        settle(month)
    with clock.stopped_at(JUNE):
        with transaction():
            acuse.miss_past()
        settle(month)
        with pytest.raises(NothingToSettle):
            settle(month)
        first = queries.get_slot(month["days"][0].id)
        with pytest.raises(AlreadySettled), transaction():
            acuse.miss_slot(first, reason="no llegó")
        with pytest.raises(AlreadySettled), transaction():
            acuse.correct_slot(queries.get_slot(first.id), answer=Answer(1, "Laura", "", "error"))
        # What is signed late is settled by itself.
        sign(month["days"][-1], 40)
        late = settle(month)
        assert late.portions == 40
    assert violations() == []


def test_the_statement_tells_the_month(month: dict[str, Any]) -> None:
    with clock.stopped_at(JUNE):
        with transaction():
            acuse.miss_past()
        (line,) = statements.months_companies(date(2020, 5, 1))
        assert (line.days, line.served, line.missed, line.to_settle) == (6, 490, 1, 5)
        settle(month)
        told = statements.statement_of(month["campaign"].id, month["donor"].id, date(2020, 5, 1))
        assert (told.served, told.fed_days, told.to_settle) == (490, 5, 0)
        for language in ("es", "en"):
            assert papers.draw_statement(told, language=language).startswith(b"%PDF")
        assert papers.draw_kitchens(month["days"][0].day, language="es").startswith(b"%PDF")


def test_staff_settle_on_a_page(month: dict[str, Any], beto: Any) -> None:
    with clock.stopped_at(JUNE):
        with transaction():
            acuse.miss_past()
        here = f"/staff/meals/months/{month['campaign'].id}/{month['donor'].id}/2020/5"
        assert month["donor"].name in beto.get("/staff/meals/months?month=2020-05").text
        assert beto.get(here).status_code == 200
        assert beto.post(here, data={"unit_value": "x"}).status_code == 422
        sent = {"item": str(month["item"].id), "unit_value": "85.00", "nonce": str(uuid4())}
        assert beto.post(here, data=sent).status_code == 303
        assert beto.post(here, data=sent).status_code == 303
        assert db.session.query(MealSettlement).count() == 1
        assert beto.get(f"{here}.pdf").mimetype == "application/pdf"
