"""The customs regime of an arrival, or of a line that differs from it, for staff."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import ReliefForm
from relief.intake import customs, queries
from relief.intake.forms import ChangeForm, RegimeForm
from relief.intake.models import Intake, IntakeLine, IntakeStatus

bp = Blueprint("customs", __name__, url_prefix="/<uuid:intake_id>/customs")


@bp.get("/")
@requires(Permission.INTAKE_EDIT)
def show(intake_id: UUID) -> ResponseReturnValue:
    """Ask for the regime, and for its change once it is temporary."""
    return _show(intake_id)


@bp.get("/lines/<uuid:line_id>")
@requires(Permission.INTAKE_EDIT)
def show_line(intake_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Ask the same of one line."""
    return _show(intake_id, line_id)


@bp.post("/")
@requires(Permission.INTAKE_EDIT)
def record(intake_id: UUID) -> ResponseReturnValue:
    """Keep the regime."""
    return _keep(intake_id, RegimeForm(prefix="regime-"), customs.set_regime)


@bp.post("/lines/<uuid:line_id>")
@requires(Permission.INTAKE_EDIT)
def record_line(intake_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Keep the regime of one line."""
    return _keep(intake_id, RegimeForm(prefix="regime-"), customs.set_regime, line_id=line_id)


@bp.post("/change")
@requires(Permission.INTAKE_EDIT)
def change(intake_id: UUID) -> ResponseReturnValue:
    """Keep the change of regime, after which the goods may be accepted."""
    return _keep(intake_id, ChangeForm(prefix="change-"), customs.record_change)


@bp.post("/lines/<uuid:line_id>/change")
@requires(Permission.INTAKE_EDIT)
def change_line(intake_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Keep the change of regime of one line."""
    return _keep(intake_id, ChangeForm(prefix="change-"), customs.record_change, line_id=line_id)


def _show(intake_id: UUID, line_id: UUID | None = None) -> ResponseReturnValue:
    intake, line = _found(intake_id, line_id)
    if intake.status not in (IntakeStatus.ANNOUNCED, IntakeStatus.ARRIVED):
        return _back(intake_id)
    return _page(intake, line)


def _keep(
    intake_id: UUID,
    form: ReliefForm,
    act: Callable[..., object],
    *,
    line_id: UUID | None = None,
) -> ResponseReturnValue:
    """Do what a valid form says by `act`, whose keywords are the form's own fields."""
    intake, line = _found(intake_id, line_id)
    if form.validate_on_submit():
        told = {f.short_name: f.data for f in form if f.short_name != "csrf_token"}
        try:
            with transaction():
                act(intake, line=line, **told)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved. What was recorded stands on the page of the arrival."), "success")
            return _back(intake_id)
    return _page(*_found(intake_id, line_id), refused=form), 422


def _found(intake_id: UUID, line_id: UUID | None) -> tuple[Intake, IntakeLine | None]:
    """Return the arrival, and its line when the address names one. Raise RowMissing."""
    intake = queries.get_intake(intake_id)
    return intake, queries.line_of(intake, line_id) if line_id else None


def _back(intake_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("intake.show", intake_id=intake_id), code=303)


def _page(intake: Intake, line: IntakeLine | None, refused: Any = None) -> str:
    known = line.customs if line else intake.customs
    asked = {"regime": known.regime, "pedimento": known.pedimento} if known else {}
    regime = RegimeForm(None, prefix="regime-", data=asked)
    change = ChangeForm(None, prefix="change-")
    return render_template(
        "intake/customs.html",
        intake=intake,
        line=line,
        known=known,
        regime=refused if isinstance(refused, RegimeForm) else regime,
        change=refused if isinstance(refused, ChangeForm) else change,
    )
