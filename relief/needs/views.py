"""Needs, for staff."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.closing import ReasonForm, endings, refused_closing
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.paging import read_listing
from relief.hospitals import queries as hospitals
from relief.hospitals.models import Hospital
from relief.hospitals.panels import hospital_panel
from relief.needs import actions, hospital_link, link_views, queries
from relief.needs.forms import FilterForm, NeedForm, asked_of
from relief.needs.models import UNDECIDED_NEEDS, Need
from relief.needs.progress import of_need, progress_of
from relief.stock import queries as stock

bp = Blueprint("needs", __name__, url_prefix="/staff/needs")
bp.register_blueprint(link_views.bp)
FILTERS = ("q", "hospital", "status", "priority")

windows: dict[str, Callable[[Need], Any]] = {}
"""What rooms above put beside a need, by the name the page knows it under."""


@bp.get("/")
@requires(Permission.NEEDS_READ)
def index() -> ResponseReturnValue:
    """List the needs, the most urgent first."""
    form = FilterForm(request.args)
    form.hospital.options = queries.hospital_choices()
    form.validate()
    page = queries.page_of_needs(
        read_listing(request.args, default="urgency", filters=FILTERS),
        text=form.q.data or "",
        hospital_id=form.hospital.data,
        status=form.status.data or "",
        priority=form.priority.data,
    )
    far = progress_of([need.id for need in page.rows])
    return render_template(
        "needs/index.html",
        page=page,
        filters=form,
        today=stock.today(),
        far={need.id: of_need(need, far) for need in page.rows},
    )


@hospital_panel(10, Permission.NEEDS_READ)
def needs_of_hospital(hospital: Hospital) -> str:
    """Draw what a hospital waits for and how far each line is."""
    needs = queries.waiting_of(hospital.id)
    far = progress_of([need.id for need in needs])
    return render_template(
        "needs/_of_hospital.html",
        hospital=hospital,
        needs=needs,
        far=far,
        link=hospital_link.address_of(hospital),
    )


@bp.get("/new")
@requires(Permission.NEEDS_EDIT)
def new() -> ResponseReturnValue:
    """Show an empty form, for one hospital if the address names it."""
    form = NeedForm(formdata=None, hospital=request.args.get("hospital", ""))
    return _form_page("needs/new.html", form)


@bp.post("/new")
@requires(Permission.NEEDS_EDIT)
def create() -> ResponseReturnValue:
    """Write down a need."""
    form = NeedForm()
    blank = _offer(form)
    if form.validate_on_submit():
        try:
            with transaction():
                need = actions.create_need(
                    hospitals.get_hospital(form.hospital.data),
                    lines=asked_of(form),
                    submit=request.form.get("answer") != "draft",
                    nonce=form.nonce.data,
                    **form.values(),
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Need %(reference)s saved.", reference=need.reference), "success")
            return redirect(url_for(".show", need_id=need.id), code=303)
    return render_template("needs/new.html", form=form, blank=blank), 422


@bp.get("/<uuid:need_id>")
@requires(Permission.NEEDS_READ)
def show(need_id: UUID) -> ResponseReturnValue:
    """Show one need, how far it is supplied, and its history."""
    return _page(queries.whole_need(need_id))


@bp.get("/<uuid:need_id>/edit")
@requires(Permission.NEEDS_EDIT)
def edit(need_id: UUID) -> ResponseReturnValue:
    """Show the form with what was asked for."""
    need = queries.whole_need(need_id)
    if need.status not in UNDECIDED_NEEDS:
        flash(_("Somebody has decided on this need: it cannot be edited any more."), "error")
        return redirect(url_for(".show", need_id=need_id), code=303)
    lines = [
        {"item": line.item_id, "quantity": line.requested, "note": line.note} for line in need.lines
    ]
    form = NeedForm(
        formdata=None,
        data={
            "hospital": need.hospital_id,
            "lines": lines,
            "priority": need.priority,
            "needed_by": need.needed_by,
            "requested_by": need.requested_by,
            "beds": need.beds,
            "staff_served": need.staff_served,
            "notes": need.notes,
        },
    )
    return _form_page("needs/edit.html", form, need=need)


@bp.post("/<uuid:need_id>/edit")
@requires(Permission.NEEDS_EDIT)
def update(need_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    need = queries.whole_need(need_id)
    form = NeedForm()
    blank = _offer(form, need)
    if form.validate_on_submit():
        try:
            with transaction():
                changes = {"hospital_id": form.hospital.data, **form.values()}
                actions.edit_need(need, changes=changes, lines=asked_of(form))
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Need %(reference)s saved.", reference=need.reference), "success")
            return redirect(url_for(".show", need_id=need_id), code=303)
    return render_template("needs/edit.html", need=need, form=form, blank=blank), 422


@bp.post("/<uuid:need_id>/submit")
@requires(Permission.NEEDS_EDIT)
def submit(need_id: UUID) -> ResponseReturnValue:
    """Send a draft to whoever decides."""
    with transaction():
        actions.submit_need(queries.get_need(need_id))
    flash(_("The need waits to be approved."), "success")
    return redirect(url_for(".show", need_id=need_id), code=303)


@bp.post("/<uuid:need_id>/approve")
@requires(Permission.NEEDS_DECIDE)
def approve(need_id: UUID) -> ResponseReturnValue:
    """Let deliveries be planned for it."""
    with transaction():
        actions.approve_need(queries.get_need(need_id))
    flash(_("Need approved. A delivery can be planned for it."), "success")
    return redirect(url_for(".show", need_id=need_id), code=303)


@bp.post("/<uuid:need_id>/reject")
@requires(Permission.NEEDS_DECIDE)
def reject(need_id: UUID) -> ResponseReturnValue:
    """Say no, and why."""
    return _close(need_id, "reject", actions.reject_need)


@bp.post("/<uuid:need_id>/cancel")
@requires(Permission.NEEDS_EDIT)
def cancel(need_id: UUID) -> ResponseReturnValue:
    """Take the request back, and say why."""
    return _close(need_id, "cancel", actions.cancel_need)


@bp.post("/<uuid:need_id>/expire")
@requires(Permission.NEEDS_DECIDE)
def expire(need_id: UUID) -> ResponseReturnValue:
    """Close a request whose day has passed."""
    with transaction():
        actions.expire_need(queries.get_need(need_id))
    flash(_("Need closed as expired."), "success")
    return redirect(url_for(".show", need_id=need_id), code=303)


def _close(need_id: UUID, way: str, act: Callable[..., None]) -> ResponseReturnValue:
    refused = refused_closing(way, partial(act, queries.get_need(need_id)))
    if refused is not None:
        return _page(queries.whole_need(need_id), refused), 422
    flash(_("Done. The reason was kept."), "success")
    return redirect(url_for(".show", need_id=need_id), code=303)


def _page(need: Need, refused: ReasonForm | None = None) -> str:
    return render_template(
        "needs/show.html",
        need=need,
        far=progress_of([need.id]),
        today=stock.today(),
        story=story_of(need.id),
        refused=refused,
        endings=endings("reject", "cancel", refused=refused),
        **{name: look(need) for name, look in windows.items()},
    )


def _offer(form: NeedForm, need: Need | None = None) -> Any:
    choices = hospitals.choices()
    if need is not None and need.hospital_id not in {value for value, _label in choices}:
        choices = [(need.hospital_id, need.hospital.name), *choices]
    return form.offer(hospitals=choices, items=stock.item_choices(reader_language()))


def _form_page(template: str, form: NeedForm, need: Need | None = None) -> ResponseReturnValue:
    blank = _offer(form, need)
    return render_template(template, form=form, blank=blank, need=need)
