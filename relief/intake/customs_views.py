"""The customs regime of an arrival, for staff."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.intake import customs, queries
from relief.intake.forms import ChangeForm, RegimeForm
from relief.intake.models import Intake, IntakeStatus

bp = Blueprint("customs", __name__, url_prefix="/<uuid:intake_id>/customs")


@bp.get("/")
@requires(Permission.INTAKE_EDIT)
def show(intake_id: UUID) -> ResponseReturnValue:
    """Ask for the regime, and for its change once it is temporary."""
    intake = queries.get_intake(intake_id)
    if intake.status not in (IntakeStatus.ANNOUNCED, IntakeStatus.ARRIVED):
        return _back(intake_id)
    return _page(intake)


@bp.post("/")
@requires(Permission.INTAKE_EDIT)
def record(intake_id: UUID) -> ResponseReturnValue:
    """Keep the regime."""
    intake, form = queries.get_intake(intake_id), RegimeForm(prefix="regime-")
    if form.validate_on_submit():
        try:
            with transaction():
                customs.set_regime(intake, regime=form.regime.data, pedimento=form.pedimento.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return _back(intake_id)
    return _page(queries.get_intake(intake_id), regime=form), 422


@bp.post("/change")
@requires(Permission.INTAKE_EDIT)
def change(intake_id: UUID) -> ResponseReturnValue:
    """Keep the change of regime, after which the goods may be accepted."""
    intake, form = queries.get_intake(intake_id), ChangeForm(prefix="change-")
    if form.validate_on_submit():
        try:
            with transaction():
                customs.record_change(
                    intake, pedimento=form.pedimento.data, changed_on=form.changed_on.data
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("The change of regime is recorded. The goods may be accepted."), "success")
            return _back(intake_id)
    return _page(queries.get_intake(intake_id), change=form), 422


def _back(intake_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("intake.show", intake_id=intake_id), code=303)


def _page(intake: Intake, **forms: Any) -> str:
    known = intake.customs
    asked = {"regime": known.regime, "pedimento": known.pedimento} if known else {}
    return render_template(
        "intake/customs.html",
        intake=intake,
        regime=forms.get("regime") or RegimeForm(None, prefix="regime-", data=asked),
        change=forms.get("change") or ChangeForm(None, prefix="change-"),
    )
