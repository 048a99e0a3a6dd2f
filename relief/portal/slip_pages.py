"""Where a donor uploads the slip of a transfer."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.chapters.queries import get_chapter
from relief.core import clock, tenancy
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import DayField, MoneyField, ReliefForm
from relief.core.sent_files import MOST_IN_REQUEST, take_in
from relief.core.uploads import UploadField, takes_upload
from relief.instalments.queries import next_amount
from relief.payments import slips
from relief.pledges.models import OPEN_PLEDGES, Pledge
from relief.portal import gifts
from relief.portal.access import Door, at_door

bp = Blueprint("slips", __name__, url_prefix="/<uuid:donor_id>/pledges/<uuid:pledge_id>/slip")
OLDEST = timedelta(days=366)


def today() -> date:
    """Return the date on the chapter's wall."""
    return clock.today(get_chapter(tenancy.chapter_id()).zone)


class SlipForm(ReliefForm):
    """A slip: the file, how much it says and of which day."""

    file = UploadField(
        _l("Slip of the transfer"),
        accept="application/pdf,image/jpeg,image/png",
        description=_l("PDF, JPG or PNG, 10 MB at most."),
    )
    amount = MoneyField(_l("Amount on the slip"))
    sent_on = DayField(
        _l("Day on the slip"),
        earliest=lambda: today() - OLDEST,
        latest=today,
        default=today,
    )


@bp.get("")
@at_door()
def new(door: Door, pledge_id: UUID) -> ResponseReturnValue:
    """Show the form, with what is to be paid next as the amount."""
    pledge = gifts.pledge_of(door, pledge_id)
    form = _form(pledge)
    form.amount.data = next_amount(pledge)
    return _page(door, pledge, form)


@bp.post("")
@takes_upload(MOST_IN_REQUEST)
@at_door()
def send(door: Door, pledge_id: UUID) -> ResponseReturnValue:
    """Keep the slip for the treasurer; the file first, outside any transaction."""
    pledge = gifts.pledge_of(door, pledge_id)
    form = _form(pledge)
    if form.validate_on_submit():
        try:
            _keep(door, pledge, form)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(
                _("We have your slip. The treasurer looks at it and confirms the payment."),
                "success",
            )
            where = url_for("portal.gifts.pledge", donor_id=door.donor.id, pledge_id=pledge_id)
            return redirect(where, code=303)
    return _page(door, gifts.pledge_of(door, pledge_id), form), 422


def _keep(door: Door, pledge: Pledge, form: SlipForm) -> None:
    file, file_hash = take_in(form.file.data)
    with transaction():
        slips.send_slip(
            gifts.pledge_of(door, pledge.id),
            file=file,
            file_hash=file_hash,
            amount=form.amount.data,
            sent_on=form.sent_on.data,
            uploaded_by=door.email,
        )


def _form(pledge: Pledge) -> SlipForm:
    form = SlipForm()
    line = pledge.cash_line
    if line is not None and line.amount is not None:
        form.amount.currency = line.amount.currency
        if form.amount.data is not None:
            form.amount.data = type(line.amount)(form.amount.data.minor, line.amount.currency)
    return form


def _page(door: Door, pledge: Pledge, form: SlipForm) -> str:
    takes = pledge.status in OPEN_PLEDGES and pledge.cash_line is not None
    return render_template("portal/slip.html", door=door, pledge=pledge, form=form, takes=takes)
