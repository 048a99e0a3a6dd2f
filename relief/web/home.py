"""What needs me now? The first page of each role."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from relief.accounts.access import can, require_chapter, requires
from relief.accounts.permissions import Permission
from relief.audit import queries as audit
from relief.audit.story import latest
from relief.campaigns import queries as campaigns
from relief.campaigns.models import Campaign
from relief.deliveries import queries as deliveries
from relief.reports.figures import Figures, figures_by_campaign
from relief.reports.thermometer import Thermometer, money_thermometer, units_thermometer
from relief.stock.queries import today
from relief.web import attention
from relief.web.language import current_language

bp = Blueprint("home", __name__, url_prefix="/staff")


@bp.get("/")
@requires(Permission.HOME_READ)
def index() -> ResponseReturnValue:
    """Show what waits, what happens today, and how far the campaigns have come."""
    chapter = require_chapter()
    active = campaigns.active_campaigns()[:3]
    figures = figures_by_campaign([campaign.id for campaign in active])
    return render_template(
        "home/index.html",
        cards=attention.cards(),
        leaving=deliveries.leaving(today()) if can(Permission.DELIVERIES_READ) else [],
        pictures=[(each, figures[each.id], _picture(each, figures[each.id])) for each in active],
        head=audit.head(chapter.id) if can(Permission.AUDIT_READ) else None,
        story=latest(8) if can(Permission.AUDIT_READ) else [],
        today=today(),
    )


def _picture(campaign: Campaign, figures: Figures) -> Thermometer | None:
    """Return the bar of the campaign's first goal: money before pieces, as on its public page."""
    return money_thermometer(campaign, figures) or units_thermometer(
        campaign, figures, current_language()
    )
