"""Cycle counts, for staff: the sheet, its differences, and the second person's word."""

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
from relief.core import context
from relief.core.closing import ReasonForm, endings, refused_closing
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import ReliefForm
from relief.core.languages import reader_language
from relief.core.paging import read_listing
from relief.counts import actions, queries
from relief.counts.forms import (
    AddForm,
    ApproveForm,
    FilterForm,
    ReviewForm,
    SheetForm,
    StartForm,
    review_data,
    sheet_data,
)
from relief.counts.models import CountStatus, StockCount
from relief.stock import queries as stock

bp = Blueprint("counts", __name__, url_prefix="/staff/counts")


@bp.get("/")
@requires(Permission.STOCK_READ)
def index() -> ResponseReturnValue:
    """List the sheets, the newest first."""
    form = FilterForm(request.args)
    form.place.options = stock.place_choices()
    form.validate()
    page = queries.page_of_counts(
        read_listing(request.args, default="-started", filters=("q", "status", "place")),
        text=form.q.data or "",
        status=form.status.data,
        place_id=form.place.data,
    )
    return render_template("counts/index.html", page=page, filters=form)


@bp.get("/new")
@requires(Permission.STOCK_EDIT)
def new() -> ResponseReturnValue:
    """Ask which place is counted."""
    return render_template("counts/new.html", form=_start_form())


@bp.post("/new")
@requires(Permission.STOCK_EDIT)
def create() -> ResponseReturnValue:
    """Make the sheet."""
    form = _start_form()
    if form.validate_on_submit():
        try:
            with transaction():
                count = actions.start_count(
                    stock.get_place(form.place.data),
                    nonce=form.nonce.data,
                    category=form.category.data,
                    item=stock.get_item(form.item.data) if form.item.data else None,
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".sheet", count_id=count.id), code=303)
    return render_template("counts/new.html", form=form), 422


@bp.get("/<uuid:count_id>")
@requires(Permission.STOCK_READ)
def show(count_id: UUID) -> ResponseReturnValue:
    """Show one count."""
    return _page(queries.whole_count(count_id))


@bp.get("/<uuid:count_id>/sheet")
@requires(Permission.STOCK_EDIT)
def sheet(count_id: UUID) -> ResponseReturnValue:
    """Show the boxes, without what the ledger expects."""
    count = queries.whole_count(count_id)
    if count.status is not CountStatus.IN_PROGRESS:
        return redirect(url_for(".show", count_id=count_id), code=303)
    return _sheet_page(count, SheetForm(formdata=None, data=sheet_data(count)))


@bp.post("/<uuid:count_id>/sheet")
@requires(Permission.STOCK_EDIT)
def save(count_id: UUID) -> ResponseReturnValue:
    """Keep what was counted so far."""
    count, form = queries.whole_count(count_id), SheetForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.save_counts(count, counted=form.found(count))
        except ReliefError as refusal:
            count = queries.whole_count(count_id)
            form.refuse(refusal)
            form.show_again(count)
        else:
            return _saved(count_id)
    return _sheet_page(count, form), 422


def _saved(count_id: UUID) -> ResponseReturnValue:
    """Go on where the pressed button leads."""
    if request.form.get("answer") == "review":
        return redirect(url_for(".review", count_id=count_id), code=303)
    flash(_("Saved."), "success")
    return redirect(url_for(".sheet", count_id=count_id), code=303)


@bp.post("/<uuid:count_id>/lots")
@requires(Permission.STOCK_EDIT)
def add(count_id: UUID) -> ResponseReturnValue:
    """Put a lot on the sheet that was not expected there."""
    count, form = queries.whole_count(count_id), AddForm()
    refused = _carry_out(form, lambda: actions.add_lot(count, code=form.code.data))
    if refused:
        count = queries.whole_count(count_id)
        sheet_form = SheetForm(formdata=None, data=sheet_data(count))
        return _sheet_page(count, sheet_form, add_form=form), 422
    return redirect(url_for(".sheet", count_id=count_id), code=303)


@bp.get("/<uuid:count_id>/review")
@requires(Permission.STOCK_EDIT)
def review(count_id: UUID) -> ResponseReturnValue:
    """Show the differences before a second person sees them."""
    count = queries.whole_count(count_id)
    if count.status is not CountStatus.IN_PROGRESS:
        return redirect(url_for(".show", count_id=count_id), code=303)
    return _review_page(count, ReviewForm(formdata=None, data=review_data(count)))


@bp.post("/<uuid:count_id>/review")
@requires(Permission.STOCK_EDIT)
def submit(count_id: UUID) -> ResponseReturnValue:
    """Send the sheet to a second person."""
    count, form = queries.whole_count(count_id), ReviewForm()
    if _carry_out(form, lambda: actions.submit_count(count, explained=form.explained())):
        return _review_page(queries.whole_count(count_id), form), 422
    flash(_("Sent. Somebody who did not count approves it."), "success")
    return redirect(url_for(".show", count_id=count_id), code=303)


@bp.post("/<uuid:count_id>/approve")
@requires(Permission.COUNTS_APPROVE)
def approve(count_id: UUID) -> ResponseReturnValue:
    """Take the differences into the stock."""
    count, form = queries.whole_count(count_id), ApproveForm()
    if _carry_out(form, lambda: actions.approve_count(count, note=form.note.data or "")):
        return _page(queries.whole_count(count_id), approving=form), 422
    flash(_("Approved: the stock is what was counted."), "success")
    return redirect(url_for(".show", count_id=count_id), code=303)


@bp.post("/<uuid:count_id>/return")
@requires(Permission.COUNTS_APPROVE)
def send_back(count_id: UUID) -> ResponseReturnValue:
    """Have it counted again where it is doubted."""
    return _close(count_id, "return", actions.return_count)


@bp.post("/<uuid:count_id>/cancel")
@requires(Permission.STOCK_EDIT)
def cancel(count_id: UUID) -> ResponseReturnValue:
    """Put the sheet aside."""
    return _close(count_id, "cancel", actions.cancel_count)


def _close(count_id: UUID, way: str, act: Callable[..., None]) -> ResponseReturnValue:
    refused = refused_closing(way, partial(act, queries.whole_count(count_id)))
    if refused is not None:
        return _page(queries.whole_count(count_id), refused=refused), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".show", count_id=count_id), code=303)


def _carry_out(form: ReliefForm, deed: Callable[[], object]) -> bool:
    """Do it in a transaction; say whether the form or a rule refused."""
    if not form.validate_on_submit():
        return True
    try:
        with transaction():
            deed()
    except ReliefError as refusal:
        form.refuse(refusal)
        return True
    return False


def _start_form() -> StartForm:
    form = StartForm()
    form.place.options = stock.place_choices()
    form.item.options = stock.item_choices(reader_language())
    return form


def _sheet_page(count: StockCount, form: SheetForm, *, add_form: AddForm | None = None) -> str:
    return render_template(
        "counts/sheet.html",
        count=count,
        form=form,
        rows=list(form.rows(count)),
        add_form=add_form or AddForm(formdata=None),
        today=stock.today(),
    )


def _review_page(count: StockCount, form: ReviewForm) -> str:
    rows = {entry.form.line.data: entry.form for entry in form.lines}
    return render_template(
        "counts/review.html",
        count=count,
        form=form,
        rows=rows,
        moved=queries.moved_while_counting(count),
    )


def _page(
    count: StockCount,
    *,
    approving: ApproveForm | None = None,
    refused: ReasonForm | None = None,
) -> str:
    shown: dict[str, Any] = {"count": count, "story": story_of(count.id)}
    if count.status is not CountStatus.IN_PROGRESS:
        shown["moved"] = queries.moved_while_counting(count)
    me = context.current_actor().id
    counters = {line.counted_by_id for line in count.lines} | {count.submitted_by_id}
    return render_template(
        "counts/show.html",
        approving=approving or ApproveForm(formdata=None),
        refused=refused,
        endings=endings("return", "cancel", refused=refused),
        is_second=me not in counters,
        **shown,
    )
