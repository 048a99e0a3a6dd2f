"""Members leave and come back, on the page of the donor."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.donors import membership, queries
from relief.donors.membership_forms import EndForm, JoinForm

bp = Blueprint("membership", __name__)


@bp.post("/<uuid:donor_id>/membership/end")
@requires(Permission.DONORS_EDIT)
def end(donor_id: UUID) -> ResponseReturnValue:
    """Note that a member left."""
    donor, form = queries.get_donor(donor_id), EndForm()
    if not form.validate_on_submit():
        return _back(donor_id, form)
    with transaction():
        membership.end_membership(donor, ended_on=form.ended_on.data, reason=form.reason.data)
    flash(_("Membership ended."), "success")
    return redirect(url_for("donors.show", donor_id=donor_id), code=303)


@bp.post("/<uuid:donor_id>/membership/join")
@requires(Permission.DONORS_EDIT)
def join(donor_id: UUID) -> ResponseReturnValue:
    """Note that a donor joined, or joined again."""
    donor, form = queries.get_donor(donor_id), JoinForm()
    if not form.validate_on_submit():
        return _back(donor_id, form)
    with transaction():
        membership.rejoin(donor, joined_on=form.joined_on.data, member_no=form.member_no.data)
    flash(_("Membership noted."), "success")
    return redirect(url_for("donors.show", donor_id=donor_id), code=303)


def _back(donor_id: UUID, form: EndForm | JoinForm) -> ResponseReturnValue:
    for each in form:
        for error in each.errors:
            flash(f"{each.label.text}: {error}", "error")
    return redirect(url_for("donors.show", donor_id=donor_id), code=303)
