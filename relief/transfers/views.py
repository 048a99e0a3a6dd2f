"""Transfers, for staff: what travels, what leaves, and the count at the other end."""

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.closing import ReasonForm, endings, refused_closing
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.stock import queries as stock
from relief.stock.ledger import Line
from relief.stock.models import Balance
from relief.transfers import actions, queries
from relief.transfers.forms import FilterForm, ReceiveForm, SendForm, WayForm
from relief.transfers.models import Transfer, TransferStatus

bp = Blueprint("transfers", __name__, url_prefix="/staff/transfers")


@bp.get("/")
@requires(Permission.STOCK_READ)
def index() -> ResponseReturnValue:
    """List the transfers, the newest first."""
    form = FilterForm(request.args)
    form.place.options = stock.place_choices()
    form.validate()
    page = queries.page_of_transfers(
        read_listing(request.args, default="-sent", filters=("q", "status", "place")),
        text=form.q.data or "",
        status=form.status.data,
        place_id=form.place.data,
    )
    return render_template("transfers/index.html", page=page, filters=form)


@bp.get("/new")
@requires(Permission.STOCK_EDIT)
def new() -> ResponseReturnValue:
    """Ask from where to where; then show what is there."""
    way = _way()
    if not {"source", "target"} <= request.args.keys():
        return render_template("transfers/new.html", form=way)
    if not way.validate():
        return render_template("transfers/new.html", form=way), 422
    return _fill_page(way, SendForm(formdata=None))


@bp.post("/new")
@requires(Permission.STOCK_EDIT)
def create() -> ResponseReturnValue:
    """Let the goods leave, or say beside the lot what is left of it."""
    way, form = _way(), SendForm()
    if not way.validate():
        return render_template("transfers/new.html", form=way), 422
    if form.validate_on_submit():
        try:
            with transaction():
                transfer = _send(way, form)
        except ReliefError as refusal:
            _refuse_lot(way, form, refusal)
        else:
            if transfer is not None:
                flash(_("%(reference)s is on the road.", reference=transfer.reference), "success")
                return redirect(url_for(".show", transfer_id=transfer.id), code=303)
    return _fill_page(way, form), 422


@bp.get("/<uuid:transfer_id>")
@requires(Permission.STOCK_READ)
def show(transfer_id: UUID) -> ResponseReturnValue:
    """Show one transfer."""
    return _page(queries.whole_transfer(transfer_id))


@bp.get("/<uuid:transfer_id>/receive")
@requires(Permission.STOCK_EDIT)
def count(transfer_id: UUID) -> ResponseReturnValue:
    """Show every line as it was sent, to be counted at the other end."""
    transfer = queries.whole_transfer(transfer_id)
    if transfer.status is not TransferStatus.IN_TRANSIT:
        return redirect(url_for(".show", transfer_id=transfer_id), code=303)
    lines = [{"line": str(each.id), "received": each.quantity} for each in transfer.lines]
    form = ReceiveForm(formdata=None, data={"lines": lines})
    return render_template("transfers/receive.html", transfer=transfer, form=form)


@bp.post("/<uuid:transfer_id>/receive")
@requires(Permission.STOCK_EDIT)
def receive(transfer_id: UUID) -> ResponseReturnValue:
    """Take what arrived into the place."""
    transfer, form = queries.whole_transfer(transfer_id), ReceiveForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.receive_transfer(transfer, lines=form.arrived(transfer))
        except ReliefError as refusal:
            transfer = queries.whole_transfer(transfer_id)
            _refuse_line(transfer, form, refusal)
        else:
            flash(_("The goods are at %(place)s.", place=transfer.target.name), "success")
            return redirect(url_for(".show", transfer_id=transfer_id), code=303)
    return render_template("transfers/receive.html", transfer=transfer, form=form), 422


@bp.post("/<uuid:transfer_id>/return")
@requires(Permission.STOCK_EDIT)
def bring_back(transfer_id: UUID) -> ResponseReturnValue:
    """Bring the goods back to where they left."""
    act = partial(actions.return_transfer, queries.whole_transfer(transfer_id))
    refused = refused_closing("return", act)
    if refused is not None:
        return _page(queries.whole_transfer(transfer_id), refused=refused), 422
    flash(_("The goods are back in their lots."), "success")
    return redirect(url_for(".show", transfer_id=transfer_id), code=303)


def _way() -> WayForm:
    form = WayForm(request.args)
    form.source.options = form.target.options = stock.place_choices()
    return form


def _offered(way: WayForm) -> list[Balance]:
    return stock.lots_at(way.source.data, text=way.q.data or "")


def _send(way: WayForm, form: SendForm) -> Transfer | None:
    """Send what the form says; None when a lot of it is no longer at the place."""
    offered = stock.lots_at(way.source.data, limit=10_000)
    quantities = form.quantities(offered)
    if quantities is None:
        return None
    lots = {each.lot_id: each.lot for each in offered}
    return actions.send_transfer(
        source=stock.get_place(way.source.data),
        target=stock.get_place(way.target.data),
        lines=[Line(lots[lot_id], quantity) for lot_id, quantity in quantities.items()],
        nonce=form.nonce.data,
        carrier=form.carrier.data or "",
        notes=form.notes.data or "",
    )


def _refuse_lot(way: WayForm, form: SendForm, refusal: ReliefError) -> None:
    code = refusal.values.get("lot")
    found = [str(each.lot_id) for each in _offered(way) if each.lot.code == code]
    form.refuse_lot(found[0] if found else None, str(refusal))


def _refuse_line(transfer: Transfer, form: ReceiveForm, refusal: ReliefError) -> None:
    code = refusal.values.get("lot")
    found = [str(line.id) for line in transfer.lines if line.lot.code == code]
    form.refuse_line(found[0] if found else None, str(refusal))


def _fill_page(way: WayForm, form: SendForm) -> str:
    balances = _offered(way)
    return render_template(
        "transfers/fill.html",
        way=way,
        form=form,
        rows=form.rows_of(balances),
        balances=balances,
        source=stock.get_place(way.source.data),
        target=stock.get_place(way.target.data),
        today=stock.today(),
    )


def _page(transfer: Transfer, *, refused: ReasonForm | None = None) -> str:
    return render_template(
        "transfers/show.html",
        transfer=transfer,
        today=stock.today(),
        endings=endings("return", refused=refused),
        refused=refused,
        story=story_of(transfer.id),
    )
