"""Import of the member roll: send, look, import; what was refused comes back as a file."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core import files
from relief.core.answers import CSV, as_file
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.tables import LIST
from relief.core.uploads import takes_upload
from relief.donors import rolls
from relief.donors.roll import plan_roll
from relief.donors.roll_form import RollUploadForm

bp = Blueprint("roll", __name__, url_prefix="/import")


@bp.get("/")
@requires(Permission.DONORS_IMPORT)
def new() -> ResponseReturnValue:
    """Show what a roll may hold, and the box for it."""
    return _page(RollUploadForm())


@bp.post("/")
@takes_upload(LIST.request)
@requires(Permission.DONORS_IMPORT)
def upload() -> ResponseReturnValue:
    """Keep a file that can be read, to be looked at; nothing of it is written yet."""
    form = RollUploadForm()
    if form.validate_on_submit():
        sent = form.file.data
        try:
            plan_roll(sent.content)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            sha256 = files.store(sent.content)
            with transaction():
                roll = rolls.keep_roll(name=sent.name, sha256=sha256)
            return redirect(url_for(".show", roll_id=roll.id), code=303)
    return _page(form), 422


@bp.get("/<uuid:roll_id>")
@requires(Permission.DONORS_IMPORT)
def show(roll_id: UUID) -> ResponseReturnValue:
    """Show what each row would do, or what came of an import."""
    roll = rolls.get_roll(roll_id)
    return render_template("donors/roll.html", roll=roll, plan=plan_roll(rolls.content_of(roll)))


@bp.post("/<uuid:roll_id>")
@requires(Permission.DONORS_IMPORT)
def apply(roll_id: UUID) -> ResponseReturnValue:
    """Import what the person looked at, all of it or nothing."""
    roll = rolls.get_roll(roll_id)
    content = rolls.content_of(roll)
    agreed = request.form.get("agreed", "")[:64]
    with transaction():
        rolls.import_roll(roll, content, agreed=agreed or "-")
    flash(_("Roll imported."), "success")
    return redirect(url_for(".show", roll_id=roll_id), code=303)


@bp.get("/<uuid:roll_id>/refused.csv")
@requires(Permission.DONORS_IMPORT)
def refused(roll_id: UUID) -> ResponseReturnValue:
    """Send the refused rows back, each with its reasons."""
    roll = rolls.get_roll(roll_id)
    plan = plan_roll(rolls.content_of(roll))
    name = _("refused-rows")
    return as_file(plan.refused_file(), f"{name}.csv", CSV)


def _page(form: RollUploadForm) -> str:
    return render_template("donors/import.html", form=form, rolls=rolls.latest_rolls())
