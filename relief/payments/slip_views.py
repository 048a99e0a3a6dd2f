"""The treasurer's queue of slips: look, record the payment from it, or answer and put it aside."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import ChoiceField, NotesField, QueueForm, ReliefForm
from relief.core.paging import read_listing
from relief.core.sent_files import hand_out
from relief.core.words import choices
from relief.payments import actions, queries, slip_emails, slips
from relief.payments.forms import PaymentForm
from relief.payments.models import Payment, PaymentSlip, SlipStatus

bp = Blueprint("slips", __name__, url_prefix="/slips")


class SlipQueue(QueueForm):
    """Which slips are listed; read from the address."""

    waiting = SlipStatus.NEW
    status = ChoiceField(_l("State"), labels=choices(SlipStatus), required=False, blank=_l("any"))


class DismissForm(ReliefForm):
    """Why a slip is put aside."""

    answer = NotesField(_l("Answer"), max=500, description=_l("The donor will read it."))


@bp.get("/")
@requires(Permission.PAYMENTS_READ)
def index() -> ResponseReturnValue:
    """List the slips; those that nobody has read, unless others are asked for."""
    form = SlipQueue.read(request.args)
    listing = read_listing(request.args, default="uploaded", filters=("status",))
    page = slips.page_of_slips(listing, status=form.status.data)
    return render_template("payments/slips.html", page=page, filters=form)


@bp.get("/<uuid:slip_id>")
@requires(Permission.PAYMENTS_READ)
def show(slip_id: UUID) -> ResponseReturnValue:
    """Show a slip beside the form that records its payment, filled in from it."""
    slip = slips.get_slip(slip_id)
    form = PaymentForm(formdata=None)
    form.amount.data, form.currency.data = slip.amount, slip.amount.currency
    form.received_on.data = slip.sent_on
    return _page(slip, form)


@bp.get("/<uuid:slip_id>/file")
@requires(Permission.PAYMENTS_READ)
def file(slip_id: UUID) -> ResponseReturnValue:
    """Hand out the file: a picture that we drew ourselves may be looked at, a PDF only be saved."""
    slip = slips.get_slip(slip_id)
    return hand_out(slip.file_hash, slip.media_type, called=f"comprobante-{slip.pledge.reference}")


@bp.post("/<uuid:slip_id>/record")
@requires(Permission.PAYMENTS_RECORD)
def record(slip_id: UUID) -> ResponseReturnValue:
    """Record the payment that the slip announced, to be confirmed like any other."""
    slip = slips.get_slip(slip_id)
    form = PaymentForm()
    if form.validate_on_submit():
        try:
            with transaction():
                payment = _record(slip, form)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Payment recorded. Confirm it when the money is in the account."), "success")
            return redirect(url_for("payments.show", payment_id=payment.id), code=303)
    return _page(slips.get_slip(slip_id), form), 422


@bp.get("/<uuid:slip_id>/dismiss")
@requires(Permission.PAYMENTS_RECORD)
def dismissing(slip_id: UUID) -> ResponseReturnValue:
    """Ask for the answer."""
    return _dismiss_page(slips.get_slip(slip_id), DismissForm(formdata=None))


@bp.post("/<uuid:slip_id>/dismiss")
@requires(Permission.PAYMENTS_RECORD)
def dismiss(slip_id: UUID) -> ResponseReturnValue:
    """Put a slip aside and write to whoever uploaded it."""
    slip = slips.get_slip(slip_id)
    form = DismissForm()
    if form.validate_on_submit():
        try:
            with transaction():
                slips.dismiss_slip(slip, answer=form.answer.data)
                slip_emails.dismissed(slip)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Slip dismissed. The donor was told why."), "success")
            return redirect(url_for(".index"), code=303)
    return _dismiss_page(slips.get_slip(slip_id), form), 422


def _record(slip: PaymentSlip, form: PaymentForm) -> Payment:
    pledge = slip.pledge
    payment = actions.record_payment(
        donor=pledge.donor,
        campaign=pledge.campaign,
        pledge=pledge,
        **form.arrival(),
    )
    slips.use_slip(slip, payment=payment)
    return payment


def _dismiss_page(slip: PaymentSlip, form: DismissForm) -> str:
    return render_template("payments/slip_dismiss.html", slip=slip, form=form)


def _page(slip: PaymentSlip, form: PaymentForm) -> str:
    line = slip.pledge.cash_line
    return render_template(
        "payments/slip.html",
        slip=slip,
        form=form,
        others=slips.others_of(slip),
        left=queries.open_amount(line) if line is not None else None,
    )
