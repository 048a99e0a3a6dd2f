"""Pledges, for staff."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import can, requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.campaigns.queries import choices as campaign_choices
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.mail import letters_about
from relief.core.paging import read_listing
from relief.donors.queries import choice_named
from relief.pledges import actions, queries, wall
from relief.pledges.forms import FilterForm, ReasonForm
from relief.pledges.models import OPEN_PLEDGES, Pledge, PledgeStatus
from relief.pledges.told import ToldForm, write_down

bp = Blueprint("pledges", __name__, url_prefix="/staff/pledges")
FILTERS = ("q", "status", "campaign", "kind", "donor")

windows: dict[str, Callable[[Pledge], Any]] = {}
"""What rooms above put beside a pledge, by the name the page knows it under."""


@bp.get("/")
@requires(Permission.PLEDGES_READ)
def index() -> ResponseReturnValue:
    """List the pledges."""
    form = FilterForm(request.args)
    form.campaign.options = campaign_choices()
    form.donor.options = choice_named(request.args.get("donor"))
    form.validate()
    page = queries.page_of_pledges(
        read_listing(request.args, default="-submitted", filters=FILTERS),
        queries.Sought(
            text=form.q.data or "",
            status=form.status.data,
            campaign_id=form.campaign.data,
            kind=form.kind.data,
            donor_id=form.donor.data,
        ),
    )
    return render_template("pledges/index.html", page=page, filters=form)


@bp.get("/new")
@requires(Permission.PLEDGES_RECORD)
def new() -> ResponseReturnValue:
    """Ask what somebody promised by telephone."""
    return _new_page(ToldForm(formdata=None)), 200


@bp.post("/new")
@requires(Permission.PLEDGES_RECORD)
def create() -> ResponseReturnValue:
    """Write the promise down; the donor receives the same letter as from the public page."""
    form = ToldForm()
    form.offer(language=reader_language())
    if form.validate_on_submit():
        try:
            with transaction():
                pledge = write_down(form)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            sent = _(
                "The reference and the link are on their way to %(email)s.",
                email=pledge.contact_email,
            )
            flash(sent, "success")
            return redirect(url_for(".show", pledge_id=pledge.id), code=303)
    return _new_page(form), 422


def _new_page(form: ToldForm) -> str:
    form.add_spare_rows()
    return render_template(
        "pledges/new.html", form=form, blank=form.offer(language=reader_language())
    )


@bp.get("/<uuid:pledge_id>")
@requires(Permission.PLEDGES_READ)
def show(pledge_id: UUID) -> ResponseReturnValue:
    """Show one pledge, what arrived for it and what became of it."""
    return _page(queries.get_pledge(pledge_id), ReasonForm(formdata=None)), 200


@bp.post("/<uuid:pledge_id>/accept")
@requires(Permission.PLEDGES_DECIDE)
def accept(pledge_id: UUID) -> ResponseReturnValue:
    """Say yes."""
    pledge = queries.get_pledge(pledge_id)
    with transaction():
        actions.accept_pledge(pledge)
    flash(_("Pledge accepted; the donor was told by e-mail."), "success")
    return redirect(url_for(".show", pledge_id=pledge_id), code=303)


@bp.post("/<uuid:pledge_id>/decline")
@requires(Permission.PLEDGES_DECIDE)
def decline(pledge_id: UUID) -> ResponseReturnValue:
    """Say no, and why."""
    return _close(pledge_id, actions.decline_pledge, _("Pledge declined; the donor was told why."))


@bp.post("/<uuid:pledge_id>/cancel")
@requires(Permission.PLEDGES_DECIDE)
def cancel(pledge_id: UUID) -> ResponseReturnValue:
    """End a pledge that will not be kept, and say why."""
    return _close(pledge_id, actions.cancel_pledge, _("Pledge cancelled; the donor was told why."))


@bp.post("/<uuid:pledge_id>/link")
@requires(Permission.PLEDGES_DECIDE)
def send_link(pledge_id: UUID) -> ResponseReturnValue:
    """Mail the follow link once more."""
    pledge = queries.get_pledge(pledge_id)
    with transaction():
        actions.send_link_again(pledge)
    flash(_("The link is on its way to %(email)s.", email=pledge.contact_email), "success")
    return redirect(url_for(".show", pledge_id=pledge_id), code=303)


@bp.post("/<uuid:pledge_id>/wall/<any(show, hide):act>")
@requires(Permission.PLEDGES_DECIDE)
def name_on_wall(pledge_id: UUID, act: str) -> ResponseReturnValue:
    """Take the donor's name off the public wall, or put it back there."""
    pledge = queries.get_pledge(pledge_id)
    with transaction():
        (wall.hide_supporter if act == "hide" else wall.show_supporter)(pledge)
    done = {
        "hide": _("The name is off the donor wall."),
        "show": _("The name is on the wall again."),
    }
    flash(done[act], "success")
    return redirect(url_for(".show", pledge_id=pledge_id), code=303)


def _close(pledge_id: UUID, act: Callable[..., None], done: str) -> ResponseReturnValue:
    pledge = queries.get_pledge(pledge_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                act(pledge, reason=form.reason.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(done, "success")
            return redirect(url_for(".show", pledge_id=pledge_id), code=303)
    return _page(queries.get_pledge(pledge_id), form), 422


def _page(pledge: Pledge, form: ReasonForm) -> str:
    return render_template(
        "pledges/show.html",
        pledge=pledge,
        form=form,
        acts=_acts(pledge),
        history=story_of(pledge.id),
        letters=letters_about(pledge.id),
        **{name: look(pledge) for name, look in windows.items()},
    )


def _acts(pledge: Pledge) -> list[tuple[str, str, str]]:
    """Return what upper rooms can do for an open pledge: label, address, icon."""
    offered = [
        (pledge.cash_line, "payments.new", "payments:record", _("Record payment"), "cash"),
        (pledge.goods_lines, "intake.new", "intake:edit", _("Receive goods"), "package"),
    ]
    return [
        (label, url_for(endpoint, pledge=pledge.id), icon)
        for lines, endpoint, permission, label, icon in offered
        if lines and pledge.status in {*OPEN_PLEDGES, PledgeStatus.FULFILLED} and can(permission)
    ]
