"""Purchases, for staff: the list, the invoice, its goods at the door, and taking one back."""

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.approvals.queries import waiting_for
from relief.audit.story import story_of
from relief.core.answers import CSV, as_file
from relief.core.closing import ReasonForm, endings, refused_closing
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.core.sent_files import MOST_IN_REQUEST, hand_out
from relief.core.tables import Cell, write_csv
from relief.core.uploads import takes_upload
from relief.core.words import word
from relief.intake.errors import CountsRefused
from relief.intake.reading import refuse_counts
from relief.purchases import actions, queries, reading
from relief.purchases.forms import CountForm, PurchaseForm
from relief.purchases.funds import funds, spendable
from relief.purchases.models import Purchase, PurchaseStatus
from relief.purchases.receiving import cost_of_one, receive_purchase
from relief.stock.queries import get_place, today

bp = Blueprint("purchases", __name__, url_prefix="/staff/purchases")
FILTERS = ("q", "status", "campaign", "since", "until")


@bp.get("/")
@requires(Permission.PURCHASES_READ)
def index() -> ResponseReturnValue:
    """List the purchases, under what remains to be spent of all money."""
    form = reading.filters(request.args)
    listing = read_listing(request.args, default="-day", filters=FILTERS)
    return render_template(
        "purchases/index.html",
        page=queries.page_of_purchases(listing, form.sought()),
        filters=form,
        funds=funds(),
    )


@bp.get("/purchases.csv")
@requires(Permission.PURCHASES_READ)
def download() -> ResponseReturnValue:
    """Send the list as a file, as narrowed on the page, a row for each purchase."""
    columns = [
        _("Reference"), _("Day of the invoice"), _("Supplier"), _("Invoice number"), _("Campaign"),
        _("Earmark"), _("Total"), _("Currency"), _("State"),
    ]  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            each.reference,
            each.invoiced_on,
            each.supplier,
            each.invoice_no,
            each.campaign.name,
            each.earmark_name,
            each.total,
            each.total.currency,
            word(each.status),
        )
        for each in queries.all_purchases(reading.filters(request.args).sought())
    ]
    return as_file(write_csv(columns, rows), f"compras-{today()}.csv", CSV)


@bp.get("/new")
@requires(Permission.PURCHASES_RECORD)
def new() -> ResponseReturnValue:
    """Show the form of an invoice."""
    return _new_page(PurchaseForm())


@bp.post("/new")
@takes_upload(MOST_IN_REQUEST)
@requires(Permission.PURCHASES_RECORD)
def create() -> ResponseReturnValue:
    """Write an invoice down; its file first, outside any transaction."""
    form = PurchaseForm()
    reading.offer(form, spendable(funds()), no_earmark=_("Where it is needed most"))
    if form.validate_on_submit():
        try:
            purchase = _record(form)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            waits = purchase.status is PurchaseStatus.PENDING
            flash(
                _("Purchase recorded. A second person must approve it.")
                if waits
                else _("Purchase recorded. Its goods may be received."),
                "success",
            )
            return redirect(url_for(".show", purchase_id=purchase.id), code=303)
    return _new_page(form), 422


def _record(form: PurchaseForm) -> Purchase:
    invoice = reading.invoice(form)
    with transaction():
        fund = reading.fund_chosen(funds(), form.fund.data)
        return actions.record_purchase(
            fund,
            invoice=invoice,
            lines=reading.bought(form, fund),
            nonce=form.nonce.data,
            notes=form.notes.data,
        )


def _new_page(form: PurchaseForm) -> str:
    form.add_spare_rows()
    left = spendable(funds())
    reading.offer(form, left, no_earmark=_("Where it is needed most"))
    return render_template(
        "purchases/new.html", form=form, blank=reading.blank_line(), any_money=bool(left)
    )


@bp.get("/<uuid:purchase_id>")
@requires(Permission.PURCHASES_READ)
def show(purchase_id: UUID) -> ResponseReturnValue:
    """Show one purchase."""
    return _page(queries.get_purchase(purchase_id))


@bp.get("/<uuid:purchase_id>/invoice")
@requires(Permission.PURCHASES_READ)
def file(purchase_id: UUID) -> ResponseReturnValue:
    """Hand out the invoice: a picture that we drew ourselves may be looked at, a PDF only be saved."""
    purchase = queries.get_purchase(purchase_id)
    called = f"factura-{purchase.reference}"
    return hand_out(purchase.file_hash, purchase.media_type, called=called)


@bp.post("/<uuid:purchase_id>/cancel")
@requires(Permission.PURCHASES_RECORD)
def cancel(purchase_id: UUID) -> ResponseReturnValue:
    """Take a purchase back, before its goods came in."""
    act = partial(actions.cancel_purchase, queries.get_purchase(purchase_id))
    refused = refused_closing("cancel", act)
    if refused is not None:
        return _page(queries.get_purchase(purchase_id), refused), 422
    flash(_("Purchase cancelled. Its money remains to be spent again."), "success")
    return redirect(url_for(".show", purchase_id=purchase_id), code=303)


@bp.get("/<uuid:purchase_id>/receive")
@requires(Permission.PURCHASES_RECEIVE)
def count(purchase_id: UUID) -> ResponseReturnValue:
    """Show every line as bought, to be counted with the phone in hand."""
    purchase = queries.get_purchase(purchase_id)
    if purchase.status is not PurchaseStatus.CONFIRMED:
        return redirect(url_for(".show", purchase_id=purchase_id), code=303)
    return _count_page(purchase, reading.count_form(purchase, typed=False))


@bp.post("/<uuid:purchase_id>/receive")
@requires(Permission.PURCHASES_RECEIVE)
def receive(purchase_id: UUID) -> ResponseReturnValue:
    """Take what was counted into stock."""
    purchase = queries.get_purchase(purchase_id)
    form = reading.count_form(purchase, typed=True)
    if len(form.lines) != len(purchase.lines):
        return redirect(url_for(".count", purchase_id=purchase_id), code=303)
    if form.validate_on_submit():
        try:
            with transaction():
                _receive(form, purchase)
        except CountsRefused as refused:
            refuse_counts(form.lines, queries.get_purchase(purchase_id).lines, refused)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("The goods are in stock."), "success")
            return redirect(url_for(".show", purchase_id=purchase_id), code=303)
    return _count_page(queries.get_purchase(purchase_id), form), 422


def _receive(form: CountForm, purchase: Purchase) -> None:
    receive_purchase(
        purchase,
        place=get_place(form.place.data),
        arrived_on=form.arrived_on.data,
        counts=reading.counted(form, purchase),
        delivered_by=form.delivered_by.data,
    )


def _count_page(purchase: Purchase, form: CountForm) -> str:
    return render_template("purchases/receive.html", purchase=purchase, form=form)


def _page(purchase: Purchase, refused: ReasonForm | None = None) -> str:
    return render_template(
        "purchases/show.html",
        purchase=purchase,
        refused=refused,
        endings=endings("cancel", refused=refused),
        waiting=waiting_for(actions.CONFIRM, purchase.id),
        cost_of_one=cost_of_one,
        story=story_of(purchase.id),
    )
