"""One lot, for staff: where it is, what moved it, and the deeds that change it."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import ReliefForm
from relief.core.paging import read_listing
from relief.stock import actions, genealogy, kardex, queries
from relief.stock.forms import CountForm, HoldForm, TransferForm, WriteOffForm
from relief.stock.models import Lot, LotStatus, PlaceKind
from relief.stock.packs import packs_of

bp = Blueprint("lots", __name__, url_prefix="/lots")
FORMS: dict[str, type[ReliefForm]] = {
    "count": CountForm,
    "transfer": TransferForm,
    "write_off": WriteOffForm,
    "hold": HoldForm,
}


@bp.get("/<uuid:lot_id>")
@requires(Permission.STOCK_READ)
def show(lot_id: UUID) -> ResponseReturnValue:
    """Show one lot."""
    return _page(queries.get_lot(lot_id), {})


@bp.post("/<uuid:lot_id>/count")
@requires(Permission.STOCK_EDIT)
def count(lot_id: UUID) -> ResponseReturnValue:
    """Bring the lot at a place to what was counted there."""
    lot = queries.get_lot(lot_id)
    form = _form("count", lot)

    def adjust() -> None:
        actions.adjust(
            lot,
            queries.get_place(form.place.data),
            counted=form.counted.data,
            reason=form.reason.data,
            note=form.note.data,
        )

    return _carry_out("count", lot, form, deed=adjust)


@bp.post("/<uuid:lot_id>/transfer")
@requires(Permission.STOCK_EDIT)
def transfer(lot_id: UUID) -> ResponseReturnValue:
    """Move units to another place."""
    lot = queries.get_lot(lot_id)
    form = _form("transfer", lot)

    def move() -> None:
        actions.transfer(
            lot,
            source=queries.get_place(form.source.data),
            target=queries.get_place(form.target.data),
            quantity=form.quantity.data,
        )

    return _carry_out("transfer", lot, form, deed=move)


@bp.post("/<uuid:lot_id>/write-off")
@requires(Permission.STOCK_EDIT)
def write_off(lot_id: UUID) -> ResponseReturnValue:
    """Take units out for good."""
    lot = queries.get_lot(lot_id)
    form = _form("write_off", lot)

    def lose() -> None:
        actions.write_off(
            lot,
            queries.get_place(form.place.data),
            quantity=form.quantity.data,
            reason=form.reason.data,
            note=form.note.data,
        )

    return _carry_out("write_off", lot, form, deed=lose)


@bp.post("/<uuid:lot_id>/hold/<status>")
@requires(Permission.STOCK_EDIT)
def hold(lot_id: UUID, status: str) -> ResponseReturnValue:
    """Hold the lot back, or let it go."""
    lot = queries.get_lot(lot_id)
    form = _form("hold", lot)
    if status not in {LotStatus.AVAILABLE, LotStatus.QUARANTINED}:
        return redirect(url_for(".show", lot_id=lot_id), code=303)
    return _carry_out(
        "hold",
        lot,
        form,
        deed=lambda: actions.hold_lot(lot, LotStatus(status), reason=form.reason.data),
    )


def _form(name: str, lot: Lot) -> ReliefForm:
    """Return one of the forms of the page; their names are apart by prefix."""
    form = FORMS[name](prefix=f"{name}-")
    here = [
        (balance.place_id, f"{balance.place.name} · {balance.on_hand}")
        for balance in queries.balances_of_lot(lot.id)
        if balance.place.kind is not PlaceKind.TRANSIT
    ]
    for field, options in {
        "place": here if name == "write_off" else _with_empty(here),
        "source": here,
        "target": queries.place_choices(),
    }.items():
        if field in form:
            form[field].options = options
    for field in ("counted", "quantity"):
        if field in form:
            form[field].offer(packs_of([lot.item]).get(lot.item_id, []), lot.item.unit)
    return form


def _with_empty(here: list[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    """Add the places where none is written down: a count may find some there."""
    known = {place_id for place_id, _label in here}
    rest = [(place_id, f"{name} · 0") for place_id, name in queries.place_choices()]
    return here + [choice for choice in rest if choice[0] not in known]


def _carry_out(
    name: str, lot: Lot, form: ReliefForm, *, deed: Callable[[], None]
) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            with transaction():
                deed()
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", lot_id=lot.id), code=303)
    return _page(lot, {name: form}), 422


def _page(lot: Lot, forms: dict[str, ReliefForm]) -> str:
    page = kardex.page_of_movements(read_listing(request.args, default="-at"), lot_id=lot.id)
    return render_template(
        "stock/lot.html",
        lot=lot,
        balances=queries.balances_of_lot(lot.id),
        parts=genealogy.parts_of([lot.id]).get(lot.id, []),
        kits=genealogy.kits_with([lot.id]).get(lot.id, []),
        page=page,
        running=kardex.running(page.rows, lot_id=lot.id),
        today=queries.today(),
        forms={name: forms.get(name) or _form(name, lot) for name in FORMS},
        opened=next(iter(forms), None),
        story=story_of(lot.id),
    )
