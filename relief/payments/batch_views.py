"""Piles of cheques and notes, for staff."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.campaigns.queries import choices as campaign_choices
from relief.campaigns.queries import get_campaign
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.money import grouped
from relief.core.paging import read_listing
from relief.donors.queries import all_choices as donor_choices
from relief.donors.queries import get_donor
from relief.payments import batch_queries as queries
from relief.payments import batches
from relief.payments.batch_forms import BatchForm, CancelForm, CountForm, FilterForm, PaperForm
from relief.payments.models import BatchStatus, Payment, PaymentBatch
from relief.payments.queries import get_payment
from relief.pledges.queries import get_pledge

bp = Blueprint("batches", __name__, url_prefix="/batches")


@bp.get("/")
@requires(Permission.PAYMENTS_READ)
def index() -> ResponseReturnValue:
    """List the batches."""
    form = FilterForm(request.args)
    form.validate()
    listing = read_listing(request.args, default="-received", filters=("status",))
    page = queries.page_of_batches(listing, status=form.status.data)
    return render_template("payments/batch_index.html", page=page, filters=form)


@bp.get("/new")
@requires(Permission.PAYMENTS_RECORD)
def new() -> ResponseReturnValue:
    """Ask what was counted."""
    return _new_page(BatchForm())


@bp.post("/new")
@requires(Permission.PAYMENTS_RECORD)
def create() -> ResponseReturnValue:
    """Open a batch."""
    form = BatchForm()
    form.campaign.options = campaign_choices()
    if form.validate_on_submit():
        try:
            with transaction():
                batch = batches.open_batch(
                    campaign=get_campaign(form.campaign.data),
                    method=form.method.data,
                    received_on=form.received_on.data,
                    counted=form.counted.data,
                    total=form.total.data,
                    nonce=form.nonce.data,
                    note=form.note.data,
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Batch opened. Type its papers one by one."), "success")
            return redirect(url_for(".show", batch_id=batch.id), code=303)
    return _new_page(form), 422


def _new_page(form: BatchForm) -> str:
    form.campaign.options = campaign_choices()
    return render_template("payments/batch_new.html", form=form)


@bp.get("/<uuid:batch_id>")
@requires(Permission.PAYMENTS_READ)
def show(batch_id: UUID) -> ResponseReturnValue:
    """Show what is counted, what is typed, and the difference."""
    return _page(queries.get_batch(batch_id))


@bp.post("/<uuid:batch_id>/lines")
@requires(Permission.PAYMENTS_RECORD)
def add(batch_id: UUID) -> ResponseReturnValue:
    """Type one paper."""
    batch = queries.get_batch(batch_id)
    form = PaperForm(currency=batch.total.currency)
    form.pledge.options, form.donor.options = queries.pledges_to_pay(batch), donor_choices()
    if form.validate_on_submit():
        try:
            with transaction():
                payment = _add(batch, form)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(donor)s typed.", donor=payment.donor.name), "success")
            return redirect(url_for(".show", batch_id=batch_id) + "#type", code=303)
    return _page(queries.get_batch(batch_id), paper=form), 422


def _add(batch: PaymentBatch, form: PaperForm) -> Payment:
    return batches.add_line(
        batch,
        donor=get_donor(form.donor.data) if form.donor.data else None,
        pledge=get_pledge(form.pledge.data) if form.pledge.data else None,
        amount=form.amount.data,
        nonce=form.nonce.data,
        bank_reference=form.bank_reference.data or "",
        allow_over=form.allow_over.data,
    )


@bp.post("/<uuid:batch_id>/lines/<uuid:payment_id>/remove")
@requires(Permission.PAYMENTS_RECORD)
def remove(batch_id: UUID, payment_id: UUID) -> ResponseReturnValue:
    """Take a line out."""
    with transaction():
        batches.remove_line(queries.get_batch(batch_id), get_payment(payment_id))
    flash(_("Line taken out."), "success")
    return redirect(url_for(".show", batch_id=batch_id), code=303)


@bp.post("/<uuid:batch_id>/count")
@requires(Permission.PAYMENTS_RECORD)
def correct(batch_id: UUID) -> ResponseReturnValue:
    """Count again."""
    batch, form = queries.get_batch(batch_id), CountForm(prefix="again-")
    if form.validate_on_submit():
        try:
            with transaction():
                batches.correct_batch(batch, counted=form.counted.data, total=form.total.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Count corrected."), "success")
            return redirect(url_for(".show", batch_id=batch_id), code=303)
    return _page(queries.get_batch(batch_id), count=form), 422


@bp.post("/<uuid:batch_id>/post")
@requires(Permission.PAYMENTS_CONFIRM)
def post(batch_id: UUID) -> ResponseReturnValue:
    """Confirm all of it at once."""
    batch = queries.get_batch(batch_id)
    with transaction():
        batches.post_batch(batch)
    told = ngettext(
        "Batch posted: %(num)s payment confirmed.",
        "Batch posted: %(num)s payments confirmed.",
        batch.counted,
    )
    flash(told, "success")
    return redirect(url_for(".show", batch_id=batch_id), code=303)


@bp.post("/<uuid:batch_id>/cancel")
@requires(Permission.PAYMENTS_RECORD)
def cancel(batch_id: UUID) -> ResponseReturnValue:
    """Give the batch up."""
    batch, form = queries.get_batch(batch_id), CancelForm(prefix="no-")
    if form.validate_on_submit():
        try:
            with transaction():
                batches.cancel_batch(batch, reason=form.reason.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Batch cancelled. Its lines count for nothing."), "success")
            return redirect(url_for(".show", batch_id=batch_id), code=303)
    return _page(queries.get_batch(batch_id), no=form), 422


def _page(batch: PaymentBatch, **forms: Any) -> str:
    is_open = batch.status is BatchStatus.OPEN
    paper = forms.get("paper") or PaperForm(formdata=None)
    if is_open:
        paper.pledge.options = queries.pledges_to_pay(batch)
        paper.donor.options = donor_choices()
    count = forms.get("count") or CountForm(
        formdata=None,
        prefix="again-",
        data={"counted": batch.counted, "currency": batch.total.currency},
    )
    if count.total.typed is None:
        count.total.typed = grouped(batch.total)
    return render_template(
        "payments/batch_show.html",
        batch=batch,
        is_open=is_open,
        lines=queries.lines_of(batch) if is_open else batch.payments,
        tally=queries.tally_of(batch),
        paper=paper,
        count=count,
        no=forms.get("no") or CancelForm(formdata=None, prefix="no-"),
        story=story_of(batch.id),
    )
