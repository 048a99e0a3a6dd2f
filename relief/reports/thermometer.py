"""How far a campaign has come, as its one bar shows it."""

from dataclasses import dataclass

from relief.campaigns.models import Campaign
from relief.core.money import Money
from relief.reports.figures import Figures


@dataclass(frozen=True)
class Thermometer:
    """Three quantities and their hundredths of the goal; `unit_label` is empty for money."""

    goal: Money | int
    pledged: Money | int
    received: Money | int
    delivered: Money | int
    unit_label: str = ""

    @property
    def percent_pledged(self) -> float:
        """Return the hundredths of the goal that were promised."""
        return self._percent(self.pledged)

    @property
    def percent_received(self) -> float:
        """Return the hundredths of the goal that arrived."""
        return self._percent(self.received)

    @property
    def percent_delivered(self) -> float:
        """Return the hundredths of the goal that hospitals accepted."""
        return self._percent(self.delivered)

    def _percent(self, part: Money | int) -> float:
        return _size(part) * 100 / _size(self.goal)


def _size(quantity: Money | int) -> int:
    return quantity.minor if isinstance(quantity, Money) else quantity


def money_thermometer(campaign: Campaign, figures: Figures) -> Thermometer | None:
    """Return the bar of a goal in money, of what came in the currency of the goal; None without one.

    Other currencies are left out, never converted: no rate is agreed when somebody promises.
    """
    goal = campaign.goal
    if goal is None:
        return None
    return Thermometer(
        goal=goal,
        pledged=figures.pledged.total(goal.currency),
        received=figures.received.total(goal.currency),
        delivered=figures.delivered.total(goal.currency),
    )


def units_thermometer(campaign: Campaign, figures: Figures, language: str) -> Thermometer | None:
    """Return the bar of a goal in pieces of goods; None without one."""
    goal = campaign.goal_units
    if goal is None:
        return None
    return Thermometer(
        goal=goal,
        pledged=figures.units_pledged,
        received=figures.units_received,
        delivered=figures.units_delivered,
        unit_label=campaign.text("unit_label", language),
    )
