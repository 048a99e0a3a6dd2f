"""The times that kits were put together, what became of them, and taking them apart."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.kits import actions, queries
from relief.kits.forms import TakeApartForm
from relief.kits.models import KitAssembly
from relief.kits.splitting import Portion
from relief.stock import genealogy
from relief.stock.models import INVISIBLE
from relief.stock.queries import today

bp = Blueprint("assemblies", __name__, url_prefix="/assemblies")


@bp.get("/")
@requires(Permission.STOCK_READ)
def index() -> ResponseReturnValue:
    """List the times that kits were put together."""
    page = queries.page_of_assemblies(read_listing(request.args, default="-at"))
    return render_template("kits/assemblies.html", page=page)


@bp.get("/<uuid:assembly_id>")
@requires(Permission.STOCK_READ)
def show(assembly_id: UUID) -> ResponseReturnValue:
    """Show one time: its lots, what is inside, where they are now, and what was taken apart."""
    return _page(queries.get_assembly(assembly_id), TakeApartForm(None))


@bp.post("/<uuid:assembly_id>/take-apart")
@requires(Permission.STOCK_EDIT)
def take_apart(assembly_id: UUID) -> ResponseReturnValue:
    """Take some of its kits apart."""
    assembly = queries.get_assembly(assembly_id)
    form = TakeApartForm()
    form.where.options = _whole(assembly)
    if form.validate_on_submit():
        try:
            with transaction():
                kits = queries.get_whole(form.where.data)
                done = actions.take_apart(
                    kits.lot,
                    place=kits.place,
                    kits=form.kits.data,
                    reason=form.reason.data,
                    nonce=form.nonce.data,
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(
                ngettext(
                    "%(num)s kit taken apart. Its parts are back in their lots.",
                    "%(num)s kits taken apart. Their parts are back in their lots.",
                    done.quantity,
                ),
                "success",
            )
            return redirect(url_for(".show", assembly_id=assembly_id), code=303)
    return _page(assembly, form), 422


def _whole(assembly: KitAssembly) -> list[tuple[UUID, str]]:
    """Return the kits that may be taken apart, each lot at each place, for choosing."""
    lots = [movement.lot_id for movement in queries.made_in(assembly)]
    return [
        (balance.id, f"{balance.lot.code} · {balance.place.name} · {balance.available}")
        for balances in queries.where_now(lots).values()
        for balance in balances
        if balance.place.kind not in INVISIBLE
    ]


def _page(assembly: KitAssembly, form: TakeApartForm) -> str:
    made = queries.made_in(assembly)
    lots = [movement.lot_id for movement in made]
    form.where.options = _whole(assembly)
    return render_template(
        "kits/show.html",
        assembly=assembly,
        made=made,
        inside={
            lot: [Portion(part.part_lot, part.quantity) for part in parts]
            for lot, parts in genealogy.parts_of(lots).items()
        },
        where=queries.where_now(lots),
        apart=queries.dismantlings_of(assembly),
        form=form,
        today=today(),
        story=story_of(assembly.id),
    )
