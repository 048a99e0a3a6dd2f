"""Allocation, for staff: ask for a proposal, change it, reserve it, give it back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.allocation import actions, queries
from relief.allocation.errors import SharesRefused
from relief.allocation.forms import ProposeForm, SharesForm
from relief.allocation.models import Allocation
from relief.allocation.sheet import sheet_of
from relief.audit.story import story_of
from relief.core.closing import ReasonForm, endings, refused_closing
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.stock.queries import get_place

bp = Blueprint("allocation", __name__, url_prefix="/staff/allocation")


@bp.get("/")
@requires(Permission.DELIVERIES_READ)
def index() -> ResponseReturnValue:
    """Ask from where and when, and list what was shared out before."""
    return _list_page(ProposeForm.fresh())


@bp.post("/")
@requires(Permission.DELIVERIES_EDIT)
def propose() -> ResponseReturnValue:
    """Write down what the rule gives to whom."""
    form = ProposeForm.sent()
    if form.validate_on_submit():
        try:
            with transaction():
                allocation = actions.propose(
                    places=[get_place(place_id) for place_id in form.places.data],
                    planned_for=form.day.data,
                    keep_minimum=form.keep_minimum.data,
                    nonce=form.nonce.data,
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", allocation_id=allocation.id), code=303)
    return _list_page(form), 422


@bp.get("/<uuid:allocation_id>")
@requires(Permission.DELIVERIES_READ)
def show(allocation_id: UUID) -> ResponseReturnValue:
    """Show who gets what and why, and the deliveries that it became."""
    allocation = queries.whole_allocation(allocation_id)
    return _page(allocation, SharesForm.of(allocation.shares))


@bp.post("/<uuid:allocation_id>")
@requires(Permission.DELIVERIES_EDIT)
def change(allocation_id: UUID) -> ResponseReturnValue:
    """Keep the numbers and share out the rest again, or reserve all of it."""
    allocation, form = queries.whole_allocation(allocation_id), SharesForm()
    if form.validate_on_submit():
        try:
            with transaction():
                told = _act(allocation, form)
        except SharesRefused as refused:
            form.refuse_lines(refused)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(told, "success")
            return redirect(url_for(".show", allocation_id=allocation_id), code=303)
    return _page(queries.whole_allocation(allocation_id), form), 422


@bp.post("/<uuid:allocation_id>/release")
@requires(Permission.DELIVERIES_EDIT)
def release(allocation_id: UUID) -> ResponseReturnValue:
    """Give back what it reserved, and say why."""
    allocation = queries.whole_allocation(allocation_id)
    refused = refused_closing("release", lambda reason: actions.release(allocation, reason=reason))
    if refused is None:
        flash(_("What had not left is available again."), "success")
        return redirect(url_for(".show", allocation_id=allocation_id), code=303)
    allocation = queries.whole_allocation(allocation_id)
    return _page(allocation, SharesForm.of(allocation.shares), refused=refused), 422


def _act(allocation: Allocation, form: SharesForm) -> Any:
    """Do what the button says; return the sentence that tells it."""
    typed = form.typed(allocation.shares)
    if request.form.get("answer") != "reserve":
        actions.share_again(allocation, typed=typed)
        return _("Shared out again. What you changed with a reason stayed.")
    made = len(actions.reserve(allocation, typed=typed))
    return ngettext(
        "Reserved: %(num)s delivery is planned.", "Reserved: %(num)s deliveries are planned.", made
    )


def _list_page(form: ProposeForm) -> str:
    page = queries.page_of_allocations(read_listing(request.args, default="-day"))
    return render_template("allocation/index.html", page=page, form=form)


def _page(allocation: Allocation, form: SharesForm, *, refused: ReasonForm | None = None) -> str:
    return render_template(
        "allocation/show.html",
        allocation=allocation,
        form=form,
        sheet=sheet_of(allocation, form),
        refused=refused,
        endings=endings("release", refused=refused),
        story=story_of(allocation.id),
    )
