"""The schedule of a pledge, for staff: see it, make it, change it, stop reminding, give up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import require_chapter, requires
from relief.accounts.permissions import Permission
from relief.approvals.models import Approval
from relief.approvals.queries import waiting_for
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.money import Money
from relief.core.rows import RowMissing
from relief.instalments import actions, ageing_views, queries, write_off
from relief.instalments.dates import Planned, plan_of
from relief.instalments.forms import PartRow, PlanForm, ReasonForm, ScheduleForm
from relief.pledges import giving_up
from relief.pledges import views as pledge_views
from relief.pledges.models import OPEN_PLEDGES, PlanFrequency, Pledge
from relief.pledges.queries import get_pledge

bp = Blueprint("instalments", __name__, url_prefix="/staff")
bp.register_blueprint(ageing_views.bp)
# The page of the pledge, a floor below, shows its parts.
pledge_views.windows["instalments"] = queries.parts_of


@bp.get("/instalments/<uuid:pledge_id>")
@requires(Permission.INSTALMENTS_READ)
def show(pledge_id: UUID) -> ResponseReturnValue:
    """Show the schedule of a pledge, what came of it, and how it came to be."""
    return _page(_pledge(pledge_id), ReasonForm(formdata=None)), 200


@bp.get("/instalments/<uuid:pledge_id>/change")
@requires(Permission.INSTALMENTS_EDIT)
def edit(pledge_id: UUID) -> ResponseReturnValue:
    """Show the parts to change: the present ones, or those of the plan that the address asks for."""
    pledge = _pledge(pledge_id)
    asked = PlanForm(request.args) if request.args else _present_plan(pledge)
    planned = [(part.due_on, part.amount) for part in queries.parts_of(pledge)]
    if request.args and asked.validate():
        planned = plan_of(
            _promised(pledge),
            frequency=asked.frequency.data,
            count=asked.count.data,
            first=asked.first.data,
        )
        if asked.frequency.data is PlanFrequency.CUSTOM:
            planned = _to_fill_in(pledge, asked)
    return _form_page(pledge, asked, _form_of(pledge, planned))


@bp.post("/instalments/<uuid:pledge_id>/change")
@requires(Permission.INSTALMENTS_EDIT)
def update(pledge_id: UUID) -> ResponseReturnValue:
    """Put the parts that were sent in the place of the present ones."""
    pledge = _pledge(pledge_id)
    form = ScheduleForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.change_schedule(
                    pledge,
                    parts=form.planned(_promised(pledge).currency),
                    reason=form.reason.data,
                    over=form.revision.data or None,
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("The schedule was changed. The one before stays in the history."), "success")
            return redirect(url_for(".show", pledge_id=pledge_id), code=303)
    pledge = _pledge(pledge_id)
    return _form_page(pledge, _present_plan(pledge), form), 422


@bp.post("/instalments/<uuid:pledge_id>/stop")
@requires(Permission.INSTALMENTS_EDIT)
def stop(pledge_id: UUID) -> ResponseReturnValue:
    """Send no more reminders about this pledge."""
    with transaction():
        actions.stop_reminders(_pledge(pledge_id), by_donor=False)
    flash(_("No more reminders go out for this pledge."), "success")
    return redirect(url_for(".show", pledge_id=pledge_id), code=303)


@bp.post("/instalments/<uuid:pledge_id>/resume")
@requires(Permission.INSTALMENTS_EDIT)
def resume(pledge_id: UUID) -> ResponseReturnValue:
    """Send reminders about this pledge again."""
    with transaction():
        actions.resume_reminders(_pledge(pledge_id))
    flash(_("The reminders of this pledge go on."), "success")
    return redirect(url_for(".show", pledge_id=pledge_id), code=303)


@bp.post("/instalments/<uuid:pledge_id>/write-off")
@requires(Permission.INSTALMENTS_WRITE_OFF)
def give_up(pledge_id: UUID) -> ResponseReturnValue:
    """Write off what is left, or ask for a second person."""

    def act(pledge: Pledge, *, reason: str) -> str:
        done = write_off.write_off_or_ask(pledge, reason=reason)
        if isinstance(done, Approval):
            return str(_("A second person must approve it: the request is waiting."))
        return str(_("The balance was written off. What had been paid stays counted."))

    return _with_reason(pledge_id, act)


@bp.post("/instalments/<uuid:pledge_id>/reopen")
@requires(Permission.INSTALMENTS_REOPEN)
def reopen(pledge_id: UUID) -> ResponseReturnValue:
    """Wait again for what was written off."""

    def act(pledge: Pledge, *, reason: str) -> str:
        giving_up.reopen(pledge, reason=reason)
        return str(_("The pledge is open again."))

    return _with_reason(pledge_id, act)


def _with_reason(pledge_id: UUID, act: Callable[..., str]) -> ResponseReturnValue:
    pledge = _pledge(pledge_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                done = act(pledge, reason=form.reason.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(done, "success")
            return redirect(url_for(".show", pledge_id=pledge_id), code=303)
    return _page(_pledge(pledge_id), form), 422


def _pledge(pledge_id: UUID) -> Pledge:
    """Return a pledge of money. Raise RowMissing for one of goods only: it has no such page."""
    pledge = get_pledge(pledge_id)
    if pledge.cash_line is None:
        raise RowMissing("Pledge")
    return pledge


def _promised(pledge: Pledge) -> Money:
    line = pledge.cash_line
    if line is None or line.amount is None:
        raise RowMissing("Pledge")
    return line.amount


def _page(pledge: Pledge, form: ReasonForm) -> str:
    return render_template(
        "instalments/show.html",
        pledge=pledge,
        form=form,
        parts=queries.parts_of(pledge),
        revisions=queries.revisions_of(pledge.id),
        reminders=queries.reminders_of(pledge.id),
        stopped=queries.standing_stop(pledge.id),
        request_waiting=waiting_for(write_off.KIND, pledge.id),
        is_open=pledge.status in OPEN_PLEDGES,
    )


def _present_plan(pledge: Pledge) -> PlanForm:
    term = timedelta(days=require_chapter().payment_term_days)
    return PlanForm(
        formdata=None,
        frequency=pledge.plan_frequency,
        count=pledge.plan_count,
        first=queries.local_today() + term,
    )


def _to_fill_in(pledge: Pledge, asked: PlanForm) -> list[Planned]:
    """Return as many parts as were asked for, a month apart: days to be written over."""
    return plan_of(
        _promised(pledge),
        frequency=PlanFrequency.MONTHLY,
        count=asked.count.data,
        first=asked.first.data,
    )


def _form_of(pledge: Pledge, planned: list[Planned]) -> ScheduleForm:
    current = queries.current_schedule(pledge.id)
    values: dict[str, Any] = {
        "revision": current.revision if current is not None else 0,
        "parts": [{"due_on": day, "amount": amount} for day, amount in planned],
    }
    return ScheduleForm(formdata=None, **values)


def _form_page(pledge: Pledge, asked: PlanForm, form: ScheduleForm) -> str:
    return render_template(
        "instalments/edit.html",
        pledge=pledge,
        plan=asked,
        form=form,
        promised=_promised(pledge),
        blank=PartRow(None, prefix="parts-__n__-"),
        is_open=pledge.status in OPEN_PLEDGES,
    )
