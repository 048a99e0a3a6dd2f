"""Promises that are late: one in six months, whose first part nobody paid, and one given up."""

from datetime import date, timedelta
from uuid import UUID

from relief.core.money import Money
from relief.core.rows import get
from relief.demo import gifts
from relief.demo.stage import PUBLIC, Stage
from relief.instalments.actions import change_schedule
from relief.instalments.dates import plan_of
from relief.instalments.write_off import write_off_or_ask
from relief.pledges.models import PlanFrequency, Pledge
from relief.pledges.queries import get_pledge

DAY = timedelta(days=1)
MONTHS = 6
WHOLE = Money(100_000_00, "MXN")


def write_down(stage: Stage, campaign: UUID, *, today: date) -> None:
    """Write both into the script, on days of the running campaign."""
    at = stage.script.at
    slow = gifts.Gift(stage.donors[61], campaign, WHOLE, months=MONTHS)
    lost = gifts.Gift(stage.donors[67], campaign, Money(45_000_00, "MXN"))
    at(today - DAY * 28, 11, PUBLIC, lambda: _agree(stage, slow, today))
    at(today - DAY * 27, 11, PUBLIC, lambda: _give_up(stage, lost, today))


def _agree(stage: Stage, gift: gifts.Gift, today: date) -> None:
    """Six months by their own wish; the treasurer and they agree on earlier days."""
    at, pledge = stage.script.at, gifts.send(stage, gift)
    parts = plan_of(WHOLE, frequency=PlanFrequency.MONTHLY, count=MONTHS, first=today - DAY * 12)
    at(today - DAY * 27, 10, stage.treasurer, lambda: gifts.accept(pledge))
    reason = "Acordado por teléfono con finanzas: el primer pago, a mitad de mes."
    at(
        today - DAY * 26,
        12,
        stage.treasurer,
        lambda: change_schedule(get(Pledge, pledge), parts=parts, reason=reason),
    )


def _give_up(stage: Stage, gift: gifts.Gift, today: date) -> None:
    """Part of it came, the plant closed, and the rest is not waited for."""
    at, pledge = stage.script.at, gifts.send(stage, gift)
    at(today - DAY * 26, 10, stage.treasurer, lambda: gifts.accept(pledge))

    def pay() -> None:
        day = today - DAY * 20
        money = gifts.Arrived(gift.donor, gift.campaign, Money(20_000_00, "MXN"), day, pledge)
        payment = gifts.record(stage, money)
        at(day, 16, stage.treasurer, lambda: gifts.confirm(payment))

    at(today - DAY * 20, 12, stage.treasurer, pay)
    reason = "La planta cerró en la ciudad y finanzas no dará el resto."
    at(
        today - DAY * 2,
        12,
        stage.treasurer,
        lambda: write_off_or_ask(get_pledge(pledge), reason=reason),
    )
