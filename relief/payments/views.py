"""Payments, for staff."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.approvals.models import Approval
from relief.approvals.queries import waiting_for
from relief.audit.story import story_of
from relief.campaigns.queries import choices as campaign_choices
from relief.campaigns.queries import get_campaign
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.money import Money
from relief.core.paging import read_listing
from relief.donors.queries import all_choices as donor_choices
from relief.donors.queries import choice_named, get_donor
from relief.payments import actions, batch_views, queries, refunds, slip_views
from relief.payments.forms import (
    FilterForm,
    FreePaymentForm,
    PaymentForm,
    PledgeForm,
    RateForm,
    RefundForm,
    ReverseForm,
    today,
)
from relief.payments.models import Payment, Refund, RefundStatus
from relief.pledges.models import LineKind, Pledge
from relief.pledges.queries import get_pledge, open_choices
from relief.rates.queries import rate_on

bp = Blueprint("payments", __name__, url_prefix="/staff/payments")
bp.register_blueprint(batch_views.bp)
bp.register_blueprint(slip_views.bp)
FILTERS = ("q", "status", "method", "campaign", "donor", "since", "until", "without_rate")


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
        **form.arrival(),
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
        published=rate_on(today()),
    )


@bp.get("/<uuid:payment_id>")
@requires(Permission.PAYMENTS_READ)
def show(payment_id: UUID) -> ResponseReturnValue:
    """Show one payment, what it pays, what went back of it and its history."""
    return _page(queries.get_payment(payment_id))


def _page(
    payment: Payment, *, refund: RefundForm | None = None, rate: RateForm | None = None
) -> str:
    return render_template(
        "payments/show.html",
        payment=payment,
        refund=refund or RefundForm(formdata=None, amount=payment.kept),
        rate=rate or RateForm(formdata=None, rate_on=payment.received_on),
        waiting=waiting_for(refunds.REFUND, payment.id),
        story=story_of(payment.id),
    )


@bp.post("/<uuid:payment_id>/refund")
@requires(Permission.PAYMENTS_REVERSE)
def refund(payment_id: UUID) -> ResponseReturnValue:
    """Give money back, or ask for a second person."""
    payment = queries.get_payment(payment_id)
    form = RefundForm(amount=payment.kept)
    if form.validate_on_submit():
        try:
            with transaction():
                made = refunds.refund_or_ask(
                    payment,
                    amount=Money(form.amount.data.minor, payment.amount.currency),
                    reason=form.reason.data,
                    refunded_on=form.refunded_on.data,
                    bank_reference=form.bank_reference.data,
                    by_hand=form.by_hand.data,
                    nonce=form.nonce.data,
                )
                sentence = _told(made)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(sentence, "success")
            return redirect(url_for(".show", payment_id=payment_id), code=303)
    return _page(queries.get_payment(payment_id), refund=form), 422


def _told(made: Refund | Approval) -> str:
    if isinstance(made, Approval):
        said = _("A second person must approve this refund. Nothing has gone back yet.")
    elif made.status is RefundStatus.SENT:
        said = _("The refund is on its way to the payment provider.")
    else:
        said = _("Refund recorded.")
    return str(said)


@bp.post("/<uuid:payment_id>/rate")
@requires(Permission.PAYMENTS_RECORD)
def rate(payment_id: UUID) -> ResponseReturnValue:
    """Set or correct the exchange rate of dollars."""
    payment = queries.get_payment(payment_id)
    form = RateForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.set_rate(payment, rate=form.given())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Exchange rate saved."), "success")
            return redirect(url_for(".show", payment_id=payment_id), code=303)
    return _page(queries.get_payment(payment_id), rate=form), 422


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
