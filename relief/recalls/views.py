"""Recalls, for staff: what a lot became, who got it, and what was done about it."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.answers import CSV, as_file
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import ReliefForm
from relief.core.languages import reader_language
from relief.core.paging import read_listing
from relief.core.text import clean_line
from relief.hospitals.queries import get_hospital
from relief.recalls import actions, queries
from relief.recalls.forms import CloseForm, FilterForm, OpenForm, ToldForm
from relief.recalls.models import Recall
from relief.recalls.taking import table_of
from relief.recalls.tracing import trace_of
from relief.stock import finding
from relief.stock import queries as stock

bp = Blueprint("recalls", __name__, url_prefix="/staff/recalls")


@bp.get("/")
@requires(Permission.STOCK_READ)
def index() -> ResponseReturnValue:
    """List the recalls, the newest first."""
    form = FilterForm(request.args)
    form.validate()
    page = queries.page_of_recalls(
        read_listing(request.args, default="-opened", filters=("q", "status")),
        text=form.q.data or "",
        status=form.status.data,
    )
    return render_template("recalls/index.html", page=page, filters=form)


@bp.get("/new")
@requires(Permission.STOCK_EDIT)
def choose() -> ResponseReturnValue:
    """Ask for the label of the lot, and go on with it."""
    text = clean_line(request.args.get("q", ""))[:300]
    lot = finding.scanned_lot(text) if text else None
    if lot is not None:
        return redirect(url_for(".new", lot_id=lot.id))
    return render_template("recalls/choose.html", text=text, lots=finding.matches(text).lots)


@bp.get("/new/<uuid:lot_id>")
@requires(Permission.STOCK_EDIT)
def new(lot_id: UUID) -> ResponseReturnValue:
    """Show what would be held and who would be told, before anything happens."""
    return _new_page(lot_id, OpenForm())


@bp.post("/new/<uuid:lot_id>")
@requires(Permission.STOCK_EDIT)
def create(lot_id: UUID) -> ResponseReturnValue:
    """Open the recall."""
    lot, form = stock.get_lot(lot_id), OpenForm()
    if form.validate_on_submit():
        try:
            with transaction():
                recall = actions.open_recall(
                    lot,
                    reason=form.reason.data,
                    nonce=form.nonce.data,
                    instructions=form.instructions.data or "",
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("The lot is held and the hospitals with a mailbox are told."), "success")
            return redirect(url_for(".show", recall_id=recall.id), code=303)
    return _new_page(lot_id, form), 422


@bp.get("/<uuid:recall_id>")
@requires(Permission.STOCK_READ)
def show(recall_id: UUID) -> ResponseReturnValue:
    """Show all that a recall found."""
    return _page(queries.whole_recall(recall_id))


@bp.get("/<uuid:recall_id>/trace.csv")
@requires(Permission.STOCK_READ)
def trace(recall_id: UUID) -> ResponseReturnValue:
    """Give all that was found as a table."""
    recall = queries.whole_recall(recall_id)
    content = table_of(trace_of(recall.lot_id), reader_language())
    return as_file(content, f"{recall.reference}.csv", CSV)


@bp.post("/<uuid:recall_id>/look-again")
@requires(Permission.STOCK_EDIT)
def look(recall_id: UUID) -> ResponseReturnValue:
    """Hold and tell what was found since."""
    with transaction():
        actions.look_again(queries.whole_recall(recall_id))
    flash(_("All that was found is held, and the hospitals with a mailbox are told."), "success")
    return redirect(url_for(".show", recall_id=recall_id), code=303)


@bp.post("/<uuid:recall_id>/told/<uuid:hospital_id>")
@requires(Permission.STOCK_EDIT)
def tell(recall_id: UUID, hospital_id: UUID) -> ResponseReturnValue:
    """Keep that a hospital was told by word of mouth."""
    recall, hospital = queries.whole_recall(recall_id), get_hospital(hospital_id)
    form = ToldForm(prefix=f"told-{hospital_id}")
    return _carry_out(
        recall,
        form,
        deed=lambda: actions.tell_hospital(recall, hospital, note=form.note.data),
        name=str(hospital_id),
    )


@bp.post("/<uuid:recall_id>/close")
@requires(Permission.STOCK_EDIT)
def close(recall_id: UUID) -> ResponseReturnValue:
    """End the recall."""
    recall, form = queries.whole_recall(recall_id), CloseForm()
    return _carry_out(
        recall,
        form,
        deed=lambda: actions.close_recall(
            recall, outcome=form.outcome.data, reason=form.reason.data
        ),
        name="close",
    )


def _carry_out(
    recall: Recall, form: ReliefForm, *, deed: Callable[[], object], name: str
) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            with transaction():
                deed()
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", recall_id=recall.id), code=303)
    return _page(queries.whole_recall(recall.id), {name: form}), 422


def _new_page(lot_id: UUID, form: OpenForm) -> str:
    lot = stock.get_lot(lot_id)
    return render_template("recalls/new.html", lot=lot, trace=trace_of(lot_id), form=form)


def _page(recall: Recall, forms: dict[str, ReliefForm] | None = None) -> str:
    found = trace_of(recall.lot_id)
    told = {each.hospital_id: each for each in recall.notices}
    waiting = {key: name for key, name in found.hospitals.items() if key not in told}
    blank = {str(key): ToldForm(prefix=f"told-{key}", formdata=None) for key in waiting}
    shown = {**blank, "close": CloseForm(formdata=None), **(forms or {})}
    held = {each.lot_id for each in recall.held}
    return render_template(
        "recalls/show.html",
        recall=recall,
        trace=found,
        told=told,
        waiting=waiting,
        forms=shown,
        refused=next(iter((forms or {}).values()), None),
        loose=[each for each in found.lots if each.id not in held],
        story=story_of(recall.id),
    )
