"""Goods that arrive, for staff: the list, the door, the count, and the end of each arrival."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import can, requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.campaigns.queries import get_campaign
from relief.core.closing import ReasonForm, endings, refused_closing
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.paging import read_listing
from relief.donors import queries as donors
from relief.intake import (
    actions,
    check_in_views,
    customs_views,
    paper_views,
    photo_views,
    photos,
    queries,
    reading,
)
from relief.intake.errors import CountsRefused
from relief.intake.forms import CountForm, FilterForm, IntakeForm, ValueForm
from relief.intake.models import Intake, IntakeStatus
from relief.intake.queries import Sought
from relief.intake.rules import is_far, is_off
from relief.pledges.models import LineKind, Pledge
from relief.pledges.queries import get_pledge, open_choices
from relief.stock import queries as stock

bp = Blueprint("intake", __name__, url_prefix="/staff/intake")
bp.register_blueprint(check_in_views.bp)
bp.register_blueprint(customs_views.bp)
bp.register_blueprint(paper_views.bp)
bp.register_blueprint(photo_views.bp)
FILTERS = ("q", "waiting", "status", "donor", "place", "since", "until", "off")


@bp.get("/")
@requires(Permission.INTAKE_READ)
def index() -> ResponseReturnValue:
    """List what arrived."""
    form = FilterForm(request.args)
    form.donor.options, form.place.options = donors.all_choices(), stock.place_choices()
    form.validate()
    sought = Sought(
        text=form.q.data or "",
        status=form.status.data,
        waiting=form.waiting.data,
        donor_id=form.donor.data,
        place_id=form.place.data,
        since=form.since.data,
        until=form.until.data,
        is_off=form.off.data,
    )
    page = queries.page_of_intakes(
        read_listing(request.args, default="-arrived", filters=FILTERS), sought
    )
    return render_template("intake/index.html", page=page, filters=form, is_off=is_off)


@bp.get("/new")
@requires(Permission.INTAKE_EDIT)
def new() -> ResponseReturnValue:
    """Show the form of an arrival, filled in from the pledge of the address if there is one."""
    pledge = _pledge()
    form = reading.intake_form(pledge)
    if not form.arrived_on.data:
        form.arrived_on.data = stock.today()
    if pledge is not None:
        reading.propose_lines(form, pledge)
    return _new_page(form, pledge)


@bp.post("/new")
@requires(Permission.INTAKE_EDIT)
def create() -> ResponseReturnValue:
    """Write an arrival down."""
    pledge = _pledge()
    form = reading.intake_form(pledge)
    if form.validate_on_submit():
        try:
            with transaction():
                intake = _create(form, pledge)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("The arrival is written down. Count it when it is unloaded."), "success")
            return redirect(url_for(".show", intake_id=intake.id), code=303)
    return _new_page(form, pledge), 422


def _create(form: IntakeForm, pledge: Pledge | None) -> Intake:
    return actions.create_intake(
        donor=pledge.donor if pledge else donors.get_donor(form.donor.data),
        campaign=pledge.campaign if pledge else get_campaign(form.campaign.data),
        place=stock.get_place(form.place.data),
        arrived_on=form.arrived_on.data,
        lines=reading.declared(form, pledge),
        nonce=form.nonce.data,
        pledge=pledge,
        delivered_by=form.delivered_by.data,
        notes=form.notes.data,
    )


def _pledge() -> Pledge | None:
    """Return the pledge that the address names, which must be of this chapter; None for none."""
    text = request.args.get("pledge", "")
    try:
        return get_pledge(UUID(text)) if text else None
    except ValueError:
        return None


def _new_page(form: IntakeForm, pledge: Pledge | None) -> str:
    form.add_spare_rows()
    form.offer_items(stock.item_choices(reader_language()))
    return render_template(
        "intake/new.html",
        form=form,
        pledge=pledge,
        open_pledges=[] if pledge else open_choices(LineKind.GOODS),
        blank=reading.blank_line(),
    )


@bp.get("/<uuid:intake_id>")
@requires(Permission.INTAKE_READ)
def show(intake_id: UUID) -> ResponseReturnValue:
    """Show one arrival."""
    return _page(queries.get_intake(intake_id))


@bp.get("/<uuid:intake_id>/count")
@requires(Permission.INTAKE_EDIT)
def count(intake_id: UUID) -> ResponseReturnValue:
    """Show every line as declared, to be counted with the phone in hand."""
    intake = queries.get_intake(intake_id)
    if intake.status is not IntakeStatus.ARRIVED:
        return redirect(url_for(".show", intake_id=intake_id), code=303)
    return _count_page(intake, reading.count_form(intake, typed=False))


@bp.post("/<uuid:intake_id>/count")
@requires(Permission.INTAKE_EDIT)
def receive(intake_id: UUID) -> ResponseReturnValue:
    """Take what was counted into stock."""
    intake = queries.get_intake(intake_id)
    form = reading.count_form(intake, typed=True)
    if len(form.lines) != len(intake.lines):
        return redirect(url_for(".count", intake_id=intake_id), code=303)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.receive_intake(intake, counts=reading.counted(form, intake))
        except CountsRefused as refused:
            reading.refuse_counts(form.lines, queries.get_intake(intake_id).lines, refused)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("The goods are in stock."), "success")
            return redirect(url_for(".show", intake_id=intake_id), code=303)
    return _count_page(queries.get_intake(intake_id), form), 422


def _count_page(intake: Intake, form: CountForm) -> str:
    reading.mark_expiry(form, intake)
    return render_template("intake/count.html", intake=intake, form=form, asks=reading.asks_expiry)


@bp.post("/<uuid:intake_id>/reject")
@requires(Permission.INTAKE_EDIT)
def reject(intake_id: UUID) -> ResponseReturnValue:
    """Send the goods back."""
    return _close(intake_id, "reject", actions.reject_intake)


@bp.post("/<uuid:intake_id>/cancel")
@requires(Permission.INTAKE_EDIT)
def cancel(intake_id: UUID) -> ResponseReturnValue:
    """Take back an arrival written down by mistake."""
    return _close(intake_id, "cancel", actions.cancel_intake)


def _close(intake_id: UUID, way: str, act: Callable[..., None]) -> ResponseReturnValue:
    refused = refused_closing(way, partial(act, queries.get_intake(intake_id)))
    if refused is not None:
        return _page(queries.get_intake(intake_id), refused=refused), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".show", intake_id=intake_id), code=303)


@bp.post("/lines/<uuid:line_id>/value")
@requires(Permission.INTAKE_VALUE)
def value(line_id: UUID) -> ResponseReturnValue:
    """Approve what a line is worth."""
    line = queries.get_line(line_id)
    form = reading.value_form(line, typed=True)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.approve_value(line, value=form.value.data, note=form.note.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Value approved."), "success")
            return redirect(url_for(".show", intake_id=line.intake_id), code=303)
    return _page(queries.get_intake(line.intake_id), valuing={line_id: form}), 422


def _page(
    intake: Intake,
    *,
    refused: ReasonForm | None = None,
    valuing: dict[UUID, ValueForm] | None = None,
) -> str:
    values = valuing or {}
    waiting = [line for line in intake.lines if line.received and line.approved_value is None]
    return render_template(
        "intake/show.html",
        intake=intake,
        refused=refused,
        endings=endings("reject", "cancel", refused=refused),
        values={line.id: values.get(line.id) or reading.value_form(line) for line in waiting}
        if can(Permission.INTAKE_VALUE)
        else {},
        waiting=len(waiting),
        is_far=is_far,
        is_off=is_off,
        story=story_of(intake.id),
        photos=photos.photos_of(intake.id),
    )
