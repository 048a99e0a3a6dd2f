"""One item, for staff: its page, its minimum levels, and the packs it comes in."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core import rows
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import ReliefForm
from relief.core.paging import read_listing
from relief.stock import kardex, levels, packs, queries
from relief.stock.forms import MinimumForm, PackForm
from relief.stock.models import Item, ItemPack

bp = Blueprint("item", __name__, url_prefix="/items/<uuid:item_id>")


@bp.post("/minimum")
@requires(Permission.STOCK_EDIT)
def minimum(item_id: UUID) -> ResponseReturnValue:
    """Say how much should be available, where; nothing takes the minimum away."""
    item = queries.get_item(item_id)
    form = MinimumForm(prefix="minimum-")
    form.place.options = queries.place_choices()

    def keep() -> None:
        place = queries.get_place(form.place.data) if form.place.data else None
        levels.set_minimum(item, place=place, units=form.units.data)

    return _carry_out(item, form, keep)


@bp.post("/packs")
@requires(Permission.STOCK_EDIT)
def add_pack(item_id: UUID) -> ResponseReturnValue:
    """Say that the item comes in another pack too."""
    item = queries.get_item(item_id)
    form = PackForm(prefix="pack-")
    return _carry_out(
        item, form, lambda: packs.add_pack(item, label=form.label.data, units=form.units.data)
    )


@bp.post("/packs/<uuid:pack_id>/remove")
@requires(Permission.STOCK_EDIT)
def remove_pack(item_id: UUID, pack_id: UUID) -> ResponseReturnValue:
    """Forget a pack."""
    item = queries.get_item(item_id)
    with transaction():
        packs.remove_pack(item, rows.get(ItemPack, pack_id))
    flash(_("Saved."), "success")
    return redirect(url_for("stock.item", item_id=item_id), code=303)


def _carry_out(item: Item, form: ReliefForm, deed: Callable[[], object]) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            with transaction():
                deed()
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("stock.item", item_id=item.id), code=303)
    return item_page(item, form), 422


def item_page(item: Item, refused: ReliefForm | None = None) -> str:
    """Show one item; with the form that was refused, as it was typed."""
    page = kardex.page_of_movements(read_listing(request.args, default="-at"), item_id=item.id)
    minimum = refused if isinstance(refused, MinimumForm) else MinimumForm(None, prefix="minimum-")
    minimum.place.options = queries.place_choices()
    return render_template(
        "stock/item.html",
        item=item,
        stock=queries.on_hand_by_item([item.id]).get(item.id, queries.OnHand()),
        balances=queries.lots_of_item(item.id),
        page=page,
        running=kardex.running(page.rows, item_id=item.id),
        today=queries.today(),
        levels=levels.levels([item.id]),
        packs=packs.packs_of([item]).get(item.id, []),
        minimum=minimum,
        pack=refused if isinstance(refused, PackForm) else PackForm(None, prefix="pack-"),
        refused=refused,
        story=story_of(item.id),
    )
