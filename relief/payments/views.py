"""Payments, for staff."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.campaigns.queries import choices as campaign_choices
from relief.campaigns.queries import get_campaign
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.donors.queries import all_choices as donor_choices
from relief.donors.queries import choice_named, get_donor
from relief.payments import actions, batch_views, queries, slip_views
from relief.payments.forms import (
    FilterForm,
    FreePaymentForm,
    PaymentForm,
    PledgeForm,
    ReverseForm,
)
from relief.payments.models import Payment
from relief.pledges.models import LineKind, Pledge
from relief.pledges.queries import get_pledge, open_choices

bp = Blueprint("payments", __name__, url_prefix="/staff/payments")
bp.register_blueprint(batch_views.bp)
bp.register_blueprint(slip_views.bp)
FILTERS = ("q", "status", "method", "campaign", "donor", "since", "until")


@bp.get("/")
@requires(Permission.PAYMENTS_READ)
def index() -> ResponseReturnValue:
    """List the payments; what waits to be confirmed comes first."""
    form = FilterForm(request.args)
    form.campaign.options = campaign_choices()
    form.donor.options = choice_named(request.args.get("donor"))
    form.validate()
    listing = read_listing(request.args, default="-received", filters=FILTERS)
    narrowed = bool(listing.query or listing.after or listing.before)
    return render_template(
        "payments/index.html",
        page=queries.page_of_payments(listing, form.sought()),
        filters=form,
        waiting=[] if narrowed else queries.to_confirm(),
        waiting_count=queries.count_to_confirm(),
    )


@bp.get("/new")
@requires(Permission.PAYMENTS_RECORD)
def new() -> ResponseReturnValue:
    """Show the form, filled in from the pledge that the address names, if any."""
    pledge = _pledge_named()
    form: PaymentForm = FreePaymentForm() if pledge is None else PaymentForm()
    line = pledge.cash_line if pledge is not None else None
    if line is not None:
        left = queries.open_amount(line)
        form.currency.data = left.currency
        form.amount.data = left if left.minor else None
    return _new_page(form, pledge)


@bp.post("/new")
@requires(Permission.PAYMENTS_RECORD)
def create() -> ResponseReturnValue:
    """Write down money that arrived."""
    pledge = _pledge_named()
    form: PaymentForm = FreePaymentForm() if pledge is None else PaymentForm()
    _offer(form)
    if form.validate_on_submit():
        try:
            with transaction():
                payment = _record(form, pledge)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Payment recorded. Confirm it when you see it in the account."), "success")
            return redirect(url_for(".show", payment_id=payment.id), code=303)
    return _new_page(form, pledge), 422


def _record(form: PaymentForm, pledge: Pledge | None) -> Payment:
    donor = pledge.donor if pledge else get_donor(form["donor"].data)
    campaign = pledge.campaign if pledge else get_campaign(form["campaign"].data)
    return actions.record_payment(
        donor=donor,
        campaign=campaign,
        pledge=pledge,
        amount=form.amount.data,
        nonce=form.nonce.data,
        allow_over=form.allow_over.data,
        method=form.method.data,
        received_on=form.received_on.data,
        bank_reference=form.bank_reference.data,
        note=form.note.data,
    )


def _pledge_named() -> Pledge | None:
    pledge_id = request.args.get("pledge", type=UUID)
    return get_pledge(pledge_id) if pledge_id is not None else None


def _offer(form: PaymentForm) -> None:
    if isinstance(form, FreePaymentForm):
        form.donor.options, form.campaign.options = donor_choices(), campaign_choices()


def _new_page(form: PaymentForm, pledge: Pledge | None) -> str:
    _offer(form)
    picker = PledgeForm(formdata=None)
    line = pledge.cash_line if pledge is not None else None
    if pledge is None:
        picker.pledge.options = open_choices(LineKind.CASH)
    return render_template(
        "payments/new.html",
        form=form,
        pledge=pledge,
        line=line,
        left=queries.open_amount(line) if line is not None else None,
        picker=picker,
    )


@bp.get("/<uuid:payment_id>")
@requires(Permission.PAYMENTS_READ)
def show(payment_id: UUID) -> ResponseReturnValue:
    """Show one payment, what it pays and its history."""
    payment = queries.get_payment(payment_id)
    return render_template("payments/show.html", payment=payment, story=story_of(payment.id))


@bp.post("/<uuid:payment_id>/confirm")
@requires(Permission.PAYMENTS_CONFIRM)
def confirm(payment_id: UUID) -> ResponseReturnValue:
    """Say that the money is in the account."""
    payment = queries.get_payment(payment_id)
    with transaction():
        actions.confirm_payment(payment)
    flash(_("Payment confirmed. Its receipt is on the way."), "success")
    return redirect(url_for(".show", payment_id=payment_id), code=303)


@bp.get("/<uuid:payment_id>/reverse")
@requires(Permission.PAYMENTS_REVERSE)
def reversing(payment_id: UUID) -> ResponseReturnValue:
    """Ask what happened."""
    return _reverse_page(queries.get_payment(payment_id), ReverseForm())


@bp.post("/<uuid:payment_id>/reverse")
@requires(Permission.PAYMENTS_REVERSE)
def reverse(payment_id: UUID) -> ResponseReturnValue:
    """Undo a payment whole."""
    payment = queries.get_payment(payment_id)
    form = ReverseForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.reverse_payment(
                    payment,
                    kind=form.kind.data,
                    reason=form.reason.data,
                    reversed_on=form.reversed_on.data,
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Payment reversed."), "success")
            return redirect(url_for(".show", payment_id=payment_id), code=303)
    return _reverse_page(queries.get_payment(payment_id), form), 422


def _reverse_page(payment: Payment, form: ReverseForm) -> str:
    return render_template("payments/reverse.html", payment=payment, form=form)
