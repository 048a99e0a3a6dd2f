"""Goods that a donor brings to a hospital itself, written down by staff."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.campaigns.queries import get_campaign
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.deliveries.direct import plan_direct
from relief.deliveries.direct_forms import DirectForm
from relief.deliveries.models import Delivery
from relief.donors.queries import get_donor
from relief.hospitals.queries import get_hospital
from relief.needs.queries import whole_need
from relief.stock.queries import today

bp = Blueprint("direct", __name__, url_prefix="/direct")


@bp.get("/new")
@requires(Permission.DELIVERIES_EDIT)
def new() -> ResponseReturnValue:
    """Show an empty form; `?q=` narrows the donors."""
    form = DirectForm(formdata=None, data={"day": today(), "nonce": uuid4()})
    return _page(form)


@bp.post("/new")
@requires(Permission.DELIVERIES_EDIT)
def create() -> ResponseReturnValue:
    """Plan that a donor brings goods to a hospital."""
    form = DirectForm()
    form.offer(_named())
    if form.validate_on_submit():
        try:
            with transaction():
                delivery = _planned(form)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Delivery %(reference)s planned.", reference=delivery.reference), "success")
            return redirect(url_for("deliveries.show", delivery_id=delivery.id), code=303)
    return _page(form), 422


def _named() -> str:
    return request.args.get("q", "")[:80]


def _page(form: DirectForm) -> str:
    blank = form.offer(_named())
    return render_template("deliveries/direct.html", form=form, blank=blank, named=_named())


def _planned(form: DirectForm) -> Delivery:
    return plan_direct(
        get_hospital(form.hospital.data),
        donor=get_donor(form.donor.data),
        campaign=get_campaign(form.campaign.data),
        planned_for=form.day.data,
        lines=form.typed_lines(),
        nonce=form.nonce.data or uuid4(),
        need=whole_need(form.need.data) if form.need.data else None,
        driver_name=form.driver_name.data or "",
        driver_phone=form.driver_phone.data or "",
        notes=form.notes.data or "",
    )
