"""Requests that wait for a second person, for staff."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import can, current_user_row, require_chapter, requires
from relief.accounts.permissions import Permission
from relief.approvals import actions, queries
from relief.approvals.acts import Act, act_of
from relief.approvals.forms import ApproveForm, FilterForm, RejectForm
from relief.approvals.models import Approval, ApprovalStatus
from relief.audit.story import story_of
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.money import Money
from relief.core.paging import read_listing

bp = Blueprint("approvals", __name__, url_prefix="/staff/approvals")


@bp.get("/")
@requires(Permission.APPROVALS_READ)
def index() -> ResponseReturnValue:
    """List the requests; what waits comes first."""
    form = FilterForm(request.args)
    form.validate()
    listing = read_listing(request.args, default="-asked", filters=("status", "kind"))
    narrowed = bool(listing.query or listing.after or listing.before)
    return render_template(
        "approvals/index.html",
        page=queries.page_of_approvals(listing, status=form.status.data, kind=form.kind.data),
        filters=form,
        waiting=[] if narrowed else queries.waiting(),
        title_of=_title_of,
    )


@bp.get("/<uuid:approval_id>")
@requires(Permission.APPROVALS_READ)
def show(approval_id: UUID) -> ResponseReturnValue:
    """Show what will happen, who asked and why, and who may decide."""
    return _page(queries.get_approval(approval_id))


@bp.post("/<uuid:approval_id>/approve")
@requires(Permission.APPROVALS_DECIDE)
def approve(approval_id: UUID) -> ResponseReturnValue:
    """Allow the act and do it."""
    approval, form = queries.get_approval(approval_id), ApproveForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.approve(approval, note=form.note.data or "")
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _done(approval_id, _("Approved, and done."))
    return _page(queries.get_approval(approval_id), yes=form), 422


@bp.post("/<uuid:approval_id>/reject")
@requires(Permission.APPROVALS_DECIDE)
def reject(approval_id: UUID) -> ResponseReturnValue:
    """Refuse the act."""
    approval, form = queries.get_approval(approval_id), RejectForm(prefix="no-")
    if form.validate_on_submit():
        try:
            with transaction():
                actions.reject(approval, note=form.note.data or "")
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _done(approval_id, _("Rejected. Nothing was changed."))
    return _page(queries.get_approval(approval_id), no=form), 422


@bp.post("/<uuid:approval_id>/withdraw")
@requires(Permission.APPROVALS_DECIDE)
def withdraw(approval_id: UUID) -> ResponseReturnValue:
    """Take one's own request back."""
    with transaction():
        actions.withdraw(queries.get_approval(approval_id))
    return _done(approval_id, _("Request withdrawn. Nothing was changed."))


def _done(approval_id: UUID, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for(".show", approval_id=approval_id), code=303)


def _page(
    approval: Approval, *, yes: ApproveForm | None = None, no: RejectForm | None = None
) -> str:
    act, user = act_of(approval.kind), current_user_row()
    deciders = queries.deciders(approval)
    return render_template(
        "approvals/show.html",
        approval=approval,
        act=act,
        figures=act.figures(approval),
        threshold=_threshold(approval.amount.currency),
        subject_url=_subject_url(act, approval.subject_id) if can(_reads(act)) else None,
        deciders=deciders,
        mine=user is not None and user.id == approval.asked_by_id,
        may_decide=user is not None and user.id in {each.id for each in deciders},
        waits=approval.status is ApprovalStatus.PENDING,
        yes=yes or ApproveForm(formdata=None),
        no=no or RejectForm(formdata=None, prefix="no-"),
        story=story_of(approval.id),
    )


def _title_of(approval: Approval) -> str:
    return str(act_of(approval.kind).title)


def _threshold(currency: str) -> Money:
    chapter = require_chapter()
    limits = {"MXN": chapter.second_person_mxn, "USD": chapter.second_person_usd}
    return Money(limits[currency], currency)


def _subject_url(act: Act, subject_id: UUID) -> str:
    """Return the page of the subject: the one part of its address is the subject's id."""
    rule: Any = next(current_app.url_map.iter_rules(act.endpoint))
    (variable,) = rule.arguments
    values: dict[str, Any] = {variable: subject_id}
    return url_for(act.endpoint, **values)


def _reads(act: Act) -> Permission:
    """Return what opens the page of the subject, as its view says."""
    view: Any = current_app.view_functions[act.endpoint]
    return Permission(view.permission)
