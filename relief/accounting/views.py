"""The months of the books, for staff."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounting import chart_views, export_views, queries
from relief.accounting.forms import CloseForm, ReopenForm
from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.periods import actions as periods
from relief.periods.models import ClosedMonth
from relief.periods.months import Month
from relief.periods.queries import get_closing, standing

bp = Blueprint("accounting", __name__, url_prefix="/staff/accounting")
bp.register_blueprint(chart_views.bp)
bp.register_blueprint(export_views.bp)


@bp.get("/")
@requires(Permission.ACCOUNTING_READ)
def index() -> ResponseReturnValue:
    """List the last 24 months: open or closed, by whom and when."""
    return render_template("accounting/index.html", months=queries.months_shown())


@bp.get("/months/<int:year>/<int:month>/close")
@requires(Permission.ACCOUNTING_CLOSE)
def closing(year: int, month: int) -> ResponseReturnValue:
    """Say what closing would leave waiting."""
    return _close_page(_month(year, month), CloseForm())


@bp.post("/months/<int:year>/<int:month>/close")
@requires(Permission.ACCOUNTING_CLOSE)
def close(year: int, month: int) -> ResponseReturnValue:
    """Close a month."""
    asked, form = _month(year, month), CloseForm()
    if form.validate_on_submit():
        if queries.unfinished(asked).any and not form.anyway.data:
            form.anyway.errors = [_("Some of it still waits: look at it, or tick this box.")]
            return _close_page(asked, form), 422
        try:
            with transaction():
                periods.close_month(year=year, month=month)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(month)s is closed.", month=asked.named()), "success")
            return redirect(url_for(".index"), code=303)
    return _close_page(asked, form), 422


def _close_page(month: Month, form: CloseForm) -> str:
    return render_template(
        "accounting/close.html",
        month=month,
        form=form,
        waits=queries.unfinished(month),
        closed=standing(month),
        is_over=month < Month.of(queries.today()),
    )


@bp.get("/closings/<uuid:closing_id>/reopen")
@requires(Permission.ACCOUNTING_REOPEN)
def reopening(closing_id: UUID) -> ResponseReturnValue:
    """Ask why."""
    return _reopen_page(get_closing(closing_id), ReopenForm())


@bp.post("/closings/<uuid:closing_id>/reopen")
@requires(Permission.ACCOUNTING_REOPEN)
def reopen(closing_id: UUID) -> ResponseReturnValue:
    """Open a month again."""
    closed, form = get_closing(closing_id), ReopenForm()
    month = Month(closed.year, closed.month)
    if form.validate_on_submit():
        try:
            with transaction():
                periods.reopen_month(closed, reason=form.reason.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(month)s is open again.", month=month.named()), "success")
            return redirect(url_for(".index"), code=303)
    return _reopen_page(closed, form), 422


def _reopen_page(closed: ClosedMonth, form: ReopenForm) -> str:
    month = Month(closed.year, closed.month)
    return render_template("accounting/reopen.html", closed=closed, month=month, form=form)


def _month(year: int, month: int) -> Month:
    """Return a month of an address; 404 for one that is in no calendar."""
    if not (2000 <= year <= 2099 and 1 <= month <= 12):
        abort(404)
    return Month(year, month)
