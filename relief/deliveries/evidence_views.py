"""Pictures about a hand-over, for staff: looked at, and a signed sheet that came back on paper."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.sent_files import MOST_IN_REQUEST
from relief.core.uploads import takes_upload
from relief.deliveries import evidence_queries, hearing, queries
from relief.deliveries.answering import handed_out
from relief.deliveries.evidence_forms import SheetForm, picture_in
from relief.deliveries.models import Delivery

bp = Blueprint("evidence", __name__)


@bp.get("/evidence/<uuid:evidence_id>")
@requires(Permission.DELIVERIES_READ)
def picture(evidence_id: UUID) -> ResponseReturnValue:
    """Hand out one picture."""
    return handed_out(evidence_queries.get_evidence(evidence_id))


@bp.get("/<uuid:delivery_id>/sheet")
@requires(Permission.DELIVERIES_EDIT)
def new_sheet(delivery_id: UUID) -> ResponseReturnValue:
    """Ask for the photograph of a signed sheet."""
    return _page(queries.whole_delivery(delivery_id), SheetForm(formdata=None))


@bp.post("/<uuid:delivery_id>/sheet")
@takes_upload(MOST_IN_REQUEST)
@requires(Permission.DELIVERIES_EDIT)
def add_sheet(delivery_id: UUID) -> ResponseReturnValue:
    """Hang a signed sheet to its delivery; the file first, outside any transaction."""
    delivery, form = queries.whole_delivery(delivery_id), SheetForm()
    if form.validate_on_submit():
        try:
            sheet = picture_in(form.file)
            with transaction():
                hearing.attach_sheet(queries.whole_delivery(delivery_id), sheet)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Signed sheet attached."), "success")
            return redirect(url_for("deliveries.show", delivery_id=delivery_id), code=303)
    return _page(delivery, form), 422


def _page(delivery: Delivery, form: SheetForm) -> str:
    return render_template("deliveries/sheet.html", delivery=delivery, form=form)
