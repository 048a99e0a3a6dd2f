"""What each earmark of a campaign was promised and received, and what remains of it, for staff."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.campaigns.queries import get_campaign
from relief.purchases.funds import funds
from relief.reports.earmarks import earmark_figures

bp = Blueprint("earmarks", __name__, url_prefix="/staff/campaigns")


@bp.get("/<uuid:campaign_id>/earmarks")
@requires(Permission.CAMPAIGNS_READ)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show the money of a campaign by earmark, each currency by itself."""
    return render_template(
        "campaigns/earmarks.html",
        campaign=get_campaign(campaign_id),
        figures=earmark_figures(campaign_id),
        funds=funds([campaign_id]),
    )
