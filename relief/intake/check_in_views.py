"""The door: the code of a donor's sheet lets an announced arrival in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.intake import announced
from relief.intake.forms import CheckInForm

bp = Blueprint("check_in", __name__, url_prefix="/check-in")


@bp.get("/")
@requires(Permission.INTAKE_EDIT)
def ask() -> ResponseReturnValue:
    """Show the one field; a phone that read the QR brings the code along, and a button remains."""
    code = announced.read_code(request.args.get("code", ""))
    form = CheckInForm(None, data={"code": announced.shown_code(code) if code else ""})
    return render_template("intake/check_in.html", form=form)


@bp.post("/")
@requires(Permission.INTAKE_EDIT)
def enter() -> ResponseReturnValue:
    """Let the goods in, or say quietly why not."""
    form = CheckInForm()
    if form.validate_on_submit():
        try:
            with transaction():
                intake = announced.check_in(form.code.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(
                _("%(reference)s is in. Count it when it is unloaded.", reference=intake.reference),
                "success",
            )
            return redirect(url_for("intake.show", intake_id=intake.id), code=303)
    return render_template("intake/check_in.html", form=form), 422
