"""Deliveries, for staff: the list, the board, each step of one, and its papers."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.accounts.access import require_chapter, requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.closing import ReasonForm, endings, refused_closing
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.paging import read_listing
from relief.core.qr import svg_of
from relief.core.rows import RowMissing
from relief.core.sent_files import MOST_IN_REQUEST
from relief.core.uploads import takes_upload
from relief.deliveries import (
    actions,
    direct_views,
    evidence_queries,
    evidence_views,
    planning,
    queries,
    report_views,
    taking,
)
from relief.deliveries.answering import confirmed, paper
from relief.deliveries.board import next_step
from relief.deliveries.coming_back import back_forms, refused_return
from relief.deliveries.consumption import WINDOW, consumption_of
from relief.deliveries.errors import LinesNotPicked
from relief.deliveries.evidence_forms import SheetHandoverForm, picture_in
from relief.deliveries.forms import (
    FilterForm,
    PlanForm,
    handover_data,
)
from relief.deliveries.models import ON_THE_ROAD, Delivery, DeliveryStatus, ProofSource
from relief.hospitals.models import Hospital
from relief.hospitals.panels import hospital_panel
from relief.stock.queries import today

bp = Blueprint("deliveries", __name__, url_prefix="/staff/deliveries")
bp.register_blueprint(direct_views.bp)
bp.register_blueprint(evidence_views.bp)
bp.register_blueprint(report_views.bp)
FILTERS = ("q", "hospital", "status", "since", "until")

STEPS = {
    "start": (actions.start_picking, _l("Picking began. Check each line as it goes into the box.")),
    "dispatch": (
        actions.dispatch_delivery,
        _l("Dispatched. The hospital can confirm by its link."),
    ),
    "transit": (actions.mark_in_transit, _l("The delivery is on the road.")),
}


@bp.get("/")
@requires(Permission.DELIVERIES_READ)
def index() -> ResponseReturnValue:
    """List the deliveries, by day."""
    form = FilterForm(request.args)
    form.hospital.options = queries.hospital_choices()
    form.validate()
    page = queries.page_of_deliveries(
        read_listing(request.args, default="planned", filters=FILTERS),
        text=form.q.data or "",
        hospital_id=form.hospital.data,
        status=form.status.data or "",
        since=form.since.data,
        until=form.until.data,
    )
    return render_template("deliveries/index.html", page=page, filters=form)


@hospital_panel(20, Permission.DELIVERIES_READ)
def use_of_hospital(hospital: Hospital) -> str:
    """Draw how fast a hospital uses what it gets, and for how many days it has."""
    used = consumption_of(hospital.id, today=today())
    return render_template("deliveries/_use_of_hospital.html", used=used, weeks=WINDOW.days // 7)


@bp.get("/board")
@requires(Permission.DELIVERIES_READ)
def board() -> ResponseReturnValue:
    """Show what is under way, a column for each state."""
    return render_template("deliveries/board.html", columns=queries.board(), steps=next_step)


@bp.get("/new")
@requires(Permission.DELIVERIES_EDIT)
def new() -> ResponseReturnValue:
    """Ask where to and from where; then show the plan with what is suggested."""
    start = planning.read_start(request.args)
    if not {"place", "day"} <= request.args.keys():
        return render_template("deliveries/new.html", form=start)
    if not start.validate():
        return render_template("deliveries/new.html", form=start), 422
    plan = planning.make_plan(start)
    lines = [{"lot": each.lot.id, "quantity": each.quantity} for each in plan.suggestions]
    form = PlanForm(formdata=None, data={"lines": lines})
    return _plan_page(plan, form)


@bp.post("/new")
@requires(Permission.DELIVERIES_EDIT)
def create() -> ResponseReturnValue:
    """Plan the delivery and reserve its goods, or say beside the line what is left."""
    start, form = planning.read_start(request.args), PlanForm()
    if not start.validate():
        return render_template("deliveries/new.html", form=start), 422
    plan = planning.make_plan(start)
    planning.offer(plan, form)
    if form.validate_on_submit():
        try:
            with transaction():
                delivery = planning.carry_out(plan, form)
        except ReliefError as refusal:
            plan = planning.make_plan(start)
            planning.refuse(plan, form, refusal)
        else:
            flash(_("Delivery %(reference)s planned.", reference=delivery.reference), "success")
            return redirect(url_for(".show", delivery_id=delivery.id), code=303)
    return _plan_page(plan, form), 422


@bp.get("/<uuid:delivery_id>")
@requires(Permission.DELIVERIES_READ)
def show(delivery_id: UUID) -> ResponseReturnValue:
    """Show one delivery: its goods, its next step, its link, its acuse and its history."""
    return _page(queries.whole_delivery(delivery_id))


@bp.post("/<uuid:delivery_id>/<any(start, dispatch, transit):step>")
@requires(Permission.DELIVERIES_EDIT)
def move(delivery_id: UUID, step: str) -> ResponseReturnValue:
    """Take the next step."""
    act, told = STEPS[step]
    with transaction():
        act(queries.whole_delivery(delivery_id))
    flash(str(told), "success")
    return redirect(url_for(".show", delivery_id=delivery_id), code=303)


@bp.post("/<uuid:delivery_id>/pick")
@requires(Permission.DELIVERIES_EDIT)
def pick(delivery_id: UUID) -> ResponseReturnValue:
    """Keep which lines were checked; close the boxes if that was the button and none lacks."""
    delivery = queries.whole_delivery(delivery_id)
    ticked = set(request.form.getlist("picked"))
    picked = {line.id for line in delivery.lines if str(line.id) in ticked}
    packing, missing = request.form.get("answer") == "pack", len(delivery.lines) - len(picked)
    with transaction():
        if packing and not missing:
            actions.pack_delivery(delivery, picked=picked)
        else:
            actions.pick_lines(delivery, picked=picked)
    if packing and missing:
        raise LinesNotPicked(missing=missing)
    flash(_("Packed.") if delivery.status is DeliveryStatus.PACKED else _("Saved."), "success")
    return redirect(url_for(".show", delivery_id=delivery_id), code=303)


@bp.post("/<uuid:delivery_id>/fail")
@requires(Permission.DELIVERIES_EDIT)
def fail(delivery_id: UUID) -> ResponseReturnValue:
    """Bring back what is left of the goods, and say why."""
    return _come_back(delivery_id, "fail", actions.fail_delivery)


@bp.post("/<uuid:delivery_id>/return")
@requires(Permission.DELIVERIES_EDIT)
def give_back(delivery_id: UUID) -> ResponseReturnValue:
    """Bring back what the hospital did not want, and say why."""
    return _come_back(delivery_id, "give_back", actions.return_delivery)


@bp.post("/<uuid:delivery_id>/cancel")
@requires(Permission.DELIVERIES_EDIT)
def cancel(delivery_id: UUID) -> ResponseReturnValue:
    """Give the reserved goods back, and say why."""
    act = partial(actions.cancel_delivery, queries.whole_delivery(delivery_id))
    return _closed(delivery_id, refused_closing("cancel", act))


@bp.get("/<uuid:delivery_id>/acuse")
@requires(Permission.DELIVERIES_EDIT)
def acuse(delivery_id: UUID) -> ResponseReturnValue:
    """Show the form for a signed sheet that came back on paper."""
    delivery = queries.whole_delivery(delivery_id)
    if delivery.proof is not None or delivery.status not in ON_THE_ROAD:
        return redirect(url_for(".show", delivery_id=delivery_id), code=303)
    form = SheetHandoverForm(formdata=None, data=handover_data(delivery))
    return render_template("deliveries/acuse.html", delivery=delivery, form=form)


@bp.post("/<uuid:delivery_id>/acuse")
@takes_upload(MOST_IN_REQUEST)
@requires(Permission.DELIVERIES_EDIT)
def keep_acuse(delivery_id: UUID) -> ResponseReturnValue:
    """Keep what the signed sheet says; whoever comes second sees what the first one kept."""
    form, sheet = SheetHandoverForm(), None
    try:
        sheet = picture_in(form.file) if form.file.data else None
    except ReliefError as refusal:
        form.refuse(refusal)
    delivery = queries.whole_delivery(delivery_id)
    source = ProofSource.PAPER if sheet else ProofSource.STAFF
    if not form.errors and confirmed(delivery, form, source=source, sheet=sheet):
        return redirect(url_for(".show", delivery_id=delivery_id), code=303)
    return render_template("deliveries/acuse.html", delivery=delivery, form=form), 422


@bp.get("/<uuid:delivery_id>/note.pdf")
@requires(Permission.DELIVERIES_READ)
def note_pdf(delivery_id: UUID) -> ResponseReturnValue:
    """Serve the delivery note, which is also the list to pick by."""
    delivery = queries.whole_delivery(delivery_id)
    return paper(
        taking.draw_note(delivery, language=reader_language()), f"{delivery.reference}.pdf"
    )


@bp.get("/<uuid:delivery_id>/acuse.pdf")
@requires(Permission.DELIVERIES_READ)
def acuse_pdf(delivery_id: UUID) -> ResponseReturnValue:
    """Serve the acuse; 404 before the hospital has signed."""
    delivery = queries.whole_delivery(delivery_id)
    if delivery.proof is None:
        raise RowMissing("Proof")
    return paper(
        taking.draw_acuse(delivery, language=reader_language()), f"{delivery.reference}-acuse.pdf"
    )


def _come_back(delivery_id: UUID, way: str, act: Callable[..., None]) -> ResponseReturnValue:
    return _closed(delivery_id, refused_return(way, queries.whole_delivery(delivery_id), act))


def _closed(delivery_id: UUID, refused: ReasonForm | None) -> ResponseReturnValue:
    if refused is not None:
        return _page(queries.whole_delivery(delivery_id), refused), 422
    flash(_("Done. The goods are available again."), "success")
    return redirect(url_for(".show", delivery_id=delivery_id), code=303)


def _page(delivery: Delivery, refused: ReasonForm | None = None) -> str:
    return render_template(
        "deliveries/show.html",
        delivery=delivery,
        story=story_of(delivery.id),
        evidence=evidence_queries.evidence_of(delivery.id),
        reports=evidence_queries.reports_of(delivery.id),
        refused=refused,
        endings=endings("cancel", refused=refused) | back_forms(delivery, refused),
        **_door(delivery),
    )


def _door(delivery: Delivery) -> dict[str, Any]:
    """The hospital's link, to copy, to send and to scan; nothing while it opens no door."""
    there = taking.hospital_address(delivery)
    if not there:
        return {"link": None}
    sentence = _(
        "%(chapter)s sends you delivery %(reference)s. When it arrives, confirm it here: %(link)s",
        chapter=require_chapter().name,
        reference=delivery.reference,
        link=there,
    )
    return {
        "link": there,
        "whatsapp": f"https://wa.me/?text={quote(sentence, safe='')}",
        "qr": svg_of(there),
    }


def _plan_page(plan: planning.Plan, form: PlanForm) -> str:
    blank = planning.offer(plan, form)
    offered: dict[UUID, int] = {}
    for each in plan.suggestions:
        offered[each.need_line.id] = offered.get(each.need_line.id, 0) + each.quantity
    return render_template(
        "deliveries/plan.html", plan=plan, form=form, blank=blank, offered=offered
    )
