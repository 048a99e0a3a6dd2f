"""The figures of a campaign as the thermometer draws them: one measure, hundredths of its goal."""

from dataclasses import dataclass
from decimal import Decimal

from relief.campaigns.models import Campaign
from relief.core.money import Money
from relief.reports.figures import Figures


@dataclass(frozen=True)
class Thermometer:
    """Amounts are money, or pieces with `unit_label`. Percents are of the goal, above 100 past it."""

    goal: Money | int
    pledged: Money | int
    received: Money | int
    delivered: Money | int
    percent_pledged: Decimal
    percent_received: Decimal
    percent_delivered: Decimal
    unit_label: str = ""


def thermometer_of(campaign: Campaign, figures: Figures, *, language: str) -> Thermometer | None:
    """Return the picture of a campaign in its goal's currency or unit, None without a goal."""
    stages = (figures.pledged, figures.received, figures.delivered)
    goal: Money | int
    if campaign.goal is not None:
        goal, label = campaign.goal, ""
        amounts: list[Money | int] = [stage.total(campaign.goal.currency) for stage in stages]
    elif campaign.goal_units is not None:
        goal, label = campaign.goal_units, campaign.text("unit_label", language)
        amounts = [figures.units_pledged, figures.units_received, figures.units_delivered]
    else:
        return None
    pledged, received, delivered = amounts
    return Thermometer(
        goal=goal,
        pledged=pledged,
        received=received,
        delivered=delivered,
        percent_pledged=_share(pledged, goal),
        percent_received=_share(received, goal),
        percent_delivered=_share(delivered, goal),
        unit_label=label,
    )


def _share(amount: Money | int, goal: Money | int) -> Decimal:
    return Decimal(_minor(amount)) * 100 / _minor(goal)


def _minor(amount: Money | int) -> int:
    return amount.minor if isinstance(amount, Money) else amount
