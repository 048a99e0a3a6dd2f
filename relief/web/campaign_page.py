"""What anybody sees: the chapter's open campaigns, and the page of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone, current_chapter, require_chapter
from relief.campaigns import queries
from relief.campaigns.address import shared
from relief.campaigns.models import Campaign, CampaignStatus
from relief.checkout.opening import settings
from relief.core import clock
from relief.core.paging import read_listing
from relief.holds import queries as holds
from relief.meals.queries import fed_by_board
from relief.pledges import wall as donor_wall
from relief.reports.figures import Figures, chapter_figures, figures_by_campaign
from relief.reports.latest import latest_handovers
from relief.reports.thermometer import Thermometer, money_thermometer, units_thermometer
from relief.web.language import current_language

bp = Blueprint("campaign_page", __name__)
SUPPORTERS_SHOWN = 6
NEEDS_SHOWN = 3


class Stage(StrEnum):
    """Where a campaign stands for somebody who might give: its state and its dates together."""

    SOON = "soon"
    OPEN = "open"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True)
class Told:
    """A campaign as its page tells it. `figures` are those of the moment `at`."""

    campaign: Campaign
    figures: Figures
    stage: Stage
    days_left: int | None
    money: Thermometer | None
    units: Thermometer | None
    at: datetime

    @property
    def goal_received(self) -> bool:
        """Say whether what arrived reaches a goal."""
        return any(bar and bar.percent_received >= 100 for bar in (self.money, self.units))

    @property
    def goal_pledged(self) -> bool:
        """Say whether what was promised reaches a goal."""
        return any(bar and bar.percent_pledged >= 100 for bar in (self.money, self.units))


@bp.get("/")
@anyone
def home() -> ResponseReturnValue:
    """Show the open campaigns of the chapter; before there is a chapter, how to begin."""
    chapter = current_chapter()
    if chapter is None:
        return render_template("campaign_page/begin.html")
    return render_template(
        "campaign_page/home.html",
        chapter=chapter,
        told=_tell(queries.active_campaigns(), clock.today(chapter.zone)),
        figures=chapter_figures(),
        handovers=latest_handovers(),
        at=clock.now(),
    )


@bp.get("/c/<slug>")
@anyone
def show(slug: str) -> ResponseReturnValue:
    """Show one campaign; a draft or an archived one is not there."""
    chapter, campaign = require_chapter(), queries.public_campaign(slug)
    language = current_language()
    newest = donor_wall.newest_of_wall(campaign.id, limit=SUPPORTERS_SHOWN)
    wanted = holds.most_urgent(limit=NEEDS_SHOWN) if campaign.accepts_goods else ()
    return render_template(
        "campaign_page/show.html",
        told=tell(campaign),
        campaign=campaign,
        amounts=queries.amounts_of(campaign.id) if campaign.accepts_cash else (),
        supporters=donor_wall.wall_lines(newest, language),
        shared=shared(campaign, chapter, language),
        handovers=latest_handovers(campaign_id=campaign.id),
        wanted=wanted,
        standing=holds.standing_of([need.id for need in wanted]) if wanted else {},
        pays_online=settings().pays_online,
        meals=fed_by_board(campaign.id),
    )


@bp.get("/c/<slug>/supporters")
@anyone
def wall(slug: str) -> ResponseReturnValue:
    """Show who gave, by the names that they let us show; never how much."""
    campaign = queries.public_campaign(slug)
    page = donor_wall.page_of_wall(campaign.id, read_listing(request.args, default="-submitted"))
    return render_template(
        "campaign_page/wall.html",
        campaign=campaign,
        page=page,
        supporters=donor_wall.wall_lines(page.rows, current_language()),
    )


def tell(campaign: Campaign) -> Told:
    """Return a campaign as its page tells it now, in the reader's language."""
    (told,) = _tell([campaign], clock.today(require_chapter().zone))
    return told


def _tell(campaigns: Sequence[Campaign], today: date) -> list[Told]:
    figures = figures_by_campaign([campaign.id for campaign in campaigns])
    language = current_language()
    return [
        Told(
            campaign=each,
            figures=figures[each.id],
            stage=stage_of(each, today),
            days_left=(each.ends_on - today).days if each.ends_on else None,
            money=money_thermometer(each, figures[each.id]),
            units=units_thermometer(each, figures[each.id], language),
            at=clock.now(),
        )
        for each in campaigns
    ]


def stage_of(campaign: Campaign, today: date) -> Stage:
    """Return where a campaign stands on a local day; past its last day it is over, whatever its state."""
    if campaign.status is CampaignStatus.CLOSED:
        return Stage.OVER
    if campaign.ends_on is not None and campaign.ends_on < today:
        return Stage.OVER
    if campaign.status is CampaignStatus.PAUSED:
        return Stage.PAUSED
    return Stage.OPEN if campaign.starts_on <= today else Stage.SOON
