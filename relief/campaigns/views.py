"""Campaigns, for staff."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import require_chapter, requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.campaigns import actions, queries
from relief.campaigns.address import shared
from relief.campaigns.forms import CampaignForm, FilterForm, OffersForm
from relief.campaigns.models import CAMPAIGN_MOVES, Campaign, CampaignStatus
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.paging import read_listing

bp = Blueprint("campaigns", __name__, url_prefix="/staff/campaigns")


@bp.get("/")
@requires(Permission.CAMPAIGNS_READ)
def index() -> ResponseReturnValue:
    """List the campaigns."""
    form = FilterForm(request.args)
    form.validate()
    page = queries.page_of_campaigns(
        read_listing(request.args, default="-starts", filters=("q", "status")),
        text=form.q.data or "",
        status=form.status.data,
    )
    return render_template("campaigns/index.html", page=page, filters=form)


@bp.get("/new")
@requires(Permission.CAMPAIGNS_EDIT)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template("campaigns/new.html", form=CampaignForm())


@bp.post("/new")
@requires(Permission.CAMPAIGNS_EDIT)
def create() -> ResponseReturnValue:
    """Write down a campaign, as a draft."""
    form = CampaignForm()
    if form.validate_on_submit():
        try:
            with transaction():
                campaign = actions.create_campaign(**form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Campaign saved."), "success")
            return redirect(url_for(".show", campaign_id=campaign.id), code=303)
    return render_template("campaigns/new.html", form=form), 422


@bp.get("/<uuid:campaign_id>")
@requires(Permission.CAMPAIGNS_READ)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show one campaign, where it may go from here, and its history."""
    campaign = queries.get_campaign(campaign_id)
    return render_template(
        "campaigns/show.html",
        campaign=campaign,
        moves=[status for status in CampaignStatus if status in CAMPAIGN_MOVES[campaign.status]],
        public_url=_public_url(campaign),
        amounts=queries.amounts_of(campaign.id),
        earmarks=queries.earmarks_of(campaign.id),
        shared=shared(campaign, require_chapter(), reader_language()),
        story=story_of(campaign.id),
    )


@bp.get("/<uuid:campaign_id>/edit")
@requires(Permission.CAMPAIGNS_EDIT)
def edit(campaign_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known."""
    campaign = queries.get_campaign(campaign_id)
    return render_template("campaigns/edit.html", campaign=campaign, form=_form_of(campaign))


@bp.post("/<uuid:campaign_id>/edit")
@requires(Permission.CAMPAIGNS_EDIT)
def update(campaign_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    campaign = queries.get_campaign(campaign_id)
    form = _form_of(campaign)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.edit_campaign(campaign, changes=form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Campaign saved."), "success")
            return redirect(url_for(".show", campaign_id=campaign_id), code=303)
    return render_template("campaigns/edit.html", campaign=campaign, form=form), 422


@bp.post("/<uuid:campaign_id>/state/<status>")
@requires(Permission.CAMPAIGNS_EDIT)
def move(campaign_id: UUID, status: str) -> ResponseReturnValue:
    """Begin, pause, close, begin again or archive."""
    campaign = queries.get_campaign(campaign_id)
    if status not in set(CampaignStatus):
        abort(404)
    with transaction():
        actions.move_campaign(campaign, CampaignStatus(status))
    flash(_("The campaign changed state."), "success")
    return redirect(url_for(".show", campaign_id=campaign_id), code=303)


@bp.get("/<uuid:campaign_id>/offers")
@requires(Permission.CAMPAIGNS_EDIT)
def offers(campaign_id: UUID) -> ResponseReturnValue:
    """Show the amounts that the campaign suggests and the purposes that it offers."""
    campaign = queries.get_campaign(campaign_id)
    form = OffersForm.of(queries.amounts_of(campaign_id), queries.earmarks_of(campaign_id))
    return render_template("campaigns/offers.html", campaign=campaign, form=form)


@bp.post("/<uuid:campaign_id>/offers")
@requires(Permission.CAMPAIGNS_EDIT)
def keep_offers(campaign_id: UUID) -> ResponseReturnValue:
    """Keep what the pledge form suggests and offers."""
    campaign = queries.get_campaign(campaign_id)
    form = OffersForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.suggest_amounts(campaign, amounts=form.suggested())
                actions.offer_earmarks(campaign, earmarks=form.offered())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved: the public page says so from now on."), "success")
            return redirect(url_for(".show", campaign_id=campaign_id), code=303)
    form.make_room()
    return render_template("campaigns/offers.html", campaign=campaign, form=form), 422


def _form_of(campaign: Campaign) -> CampaignForm:
    """Return the form of a campaign; the address can only be typed while nobody has seen it."""
    form = CampaignForm(obj=None if request.method == "POST" else campaign)
    if campaign.status is not CampaignStatus.DRAFT:
        del form.slug
    return form


def _public_url(campaign: Campaign) -> str | None:
    if campaign.status not in queries.PUBLIC:
        return None
    return require_chapter().public_root + url_for("campaign_page.show", slug=campaign.slug)
