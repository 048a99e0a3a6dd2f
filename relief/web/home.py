"""What needs me now? The first page of each role."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from relief.accounts.access import can, require_chapter, requires
from relief.accounts.permissions import Permission
from relief.audit import queries as audit
from relief.audit.story import latest
from relief.campaigns import queries as campaigns
from relief.reports.figures import figures_by_campaign
from relief.stock.queries import today
from relief.web import attention
from relief.web.language import current_language
from relief.web.thermometers import thermometer_of

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
        leaving=attention.todays_deliveries() if can(Permission.DELIVERIES_READ) else [],
        pictures=[
            (
                each,
                figures[each.id],
                thermometer_of(each, figures[each.id], language=current_language()),
            )
            for each in active
        ],
        head=audit.head(chapter.id) if can(Permission.AUDIT_READ) else None,
        story=latest(8) if can(Permission.AUDIT_READ) else [],
        today=today(),
    )
