"""Kits, for staff: what there is enough for, recipes, and putting together."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.paging import read_listing
from relief.kits import actions, assembly_views, planning, queries
from relief.kits.actions import Holds
from relief.kits.forms import AssembleForm, FilterForm, NewKitForm, PlanForm, RecipeForm
from relief.stock import queries as stock
from relief.stock.models import Item

bp = Blueprint("kits", __name__, url_prefix="/staff/kits")
bp.register_blueprint(assembly_views.bp)


@bp.get("/")
@requires(Permission.STOCK_READ)
def index() -> ResponseReturnValue:
    """List the kits, with how many there are and how many there is enough for."""
    form = FilterForm(request.args)
    form.validate()
    page = queries.page_of_kits(
        read_listing(request.args, default="name", filters=("q",)), text=form.q.data or ""
    )
    recipes = queries.components_of([kit.id for kit in page.rows])
    return render_template(
        "kits/index.html",
        page=page,
        filters=form,
        recipes=recipes,
        could=queries.could_be_made(recipes),
        on_hand=stock.on_hand_by_item([kit.id for kit in page.rows]),
        nothing=stock.OnHand(),
    )


@bp.get("/new")
@requires(Permission.STOCK_EDIT)
def new() -> ResponseReturnValue:
    """Show the form of a kit that is not one yet."""
    return _recipe_page(NewKitForm(), None)


@bp.post("/new")
@requires(Permission.STOCK_EDIT)
def create() -> ResponseReturnValue:
    """Say that an item is a kit, and what one of it holds."""
    form = NewKitForm()
    form.kit.options = _items()
    form.offer(_items())
    if form.validate_on_submit() and _keep(form, None):
        return redirect(url_for(".assemble", item_id=form.kit.data), code=303)
    return _recipe_page(form, None), 422


@bp.get("/<uuid:item_id>/components")
@requires(Permission.STOCK_EDIT)
def recipe(item_id: UUID) -> ResponseReturnValue:
    """Show what one kit holds."""
    held = queries.recipe(item_id)
    rows = [{"item": each.item_id, "quantity": each.quantity} for each in held]
    return _recipe_page(RecipeForm(components=rows), stock.get_item(item_id))


@bp.post("/<uuid:item_id>/components")
@requires(Permission.STOCK_EDIT)
def keep_recipe(item_id: UUID) -> ResponseReturnValue:
    """Change what one kit holds from now on."""
    kit = stock.get_item(item_id)
    form = RecipeForm()
    form.offer(_items())
    if form.validate_on_submit() and _keep(form, kit):
        return redirect(url_for(".assemble", item_id=item_id), code=303)
    return _recipe_page(form, kit), 422


def _keep(form: RecipeForm, kit: Item | None) -> bool:
    try:
        with transaction():
            actions.set_components(
                kit or stock.get_item(form["kit"].data),
                components=[Holds(stock.get_item(item), units) for item, units in form.held()],
            )
    except ReliefError as refusal:
        form.refuse(refusal)
        return False
    flash(_("Components saved."), "success")
    return True


def _recipe_page(form: RecipeForm, kit: Item | None) -> str:
    form.add_spare_rows()
    if isinstance(form, NewKitForm):
        form.kit.options = _items()
    return render_template("kits/recipe.html", form=form, kit=kit, blank=form.offer(_items()))


def _items() -> list[tuple[UUID, str]]:
    return stock.item_choices(reader_language())


@bp.get("/<uuid:item_id>/assemble")
@requires(Permission.STOCK_READ)
def assemble(item_id: UUID) -> ResponseReturnValue:
    """Show what so many kits at a place would take, and how many are possible."""
    form = PlanForm(request.args)
    form.place.options = stock.place_choices()
    if request.args:
        form.validate()
    return _plan_page(stock.get_item(item_id), form, AssembleForm(None))


@bp.post("/<uuid:item_id>/assemble")
@requires(Permission.STOCK_EDIT)
def make(item_id: UUID) -> ResponseReturnValue:
    """Put kits together."""
    kit = stock.get_item(item_id)
    form = AssembleForm()
    form.place.options = stock.place_choices()
    if form.validate_on_submit():
        try:
            with transaction():
                made = actions.assemble(
                    kit,
                    place=stock.get_place(form.place.data),
                    kits=form.kits.data,
                    notes=form.notes.data,
                    nonce=form.nonce.data,
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(
                ngettext("%(num)s kit assembled.", "%(num)s kits assembled.", made.quantity),
                "success",
            )
            return redirect(url_for(".assemblies.show", assembly_id=made.id), code=303)
    plan = PlanForm(request.form)
    plan.place.options = form.place.options
    plan.validate()
    return _plan_page(kit, plan, form), 422


def _plan_page(kit: Item, form: PlanForm, asked: AssembleForm) -> str:
    recipe = queries.recipe(kit.id)
    could = queries.could_be_made({kit.id: recipe})[kit.id] if recipe else []
    if form.place.data is None and could:
        form.place.data = could[0].place.id
    plan = None
    if recipe and form.place.data is not None and not form.place.errors:
        plan = planning.look(kit, stock.get_place(form.place.data))
    kits = form.kits.data if not form.kits.errors else None
    return render_template(
        "kits/assemble.html",
        kit=kit,
        form=form,
        asked=asked,
        recipe=recipe,
        could=could,
        plan=plan,
        kits=kits,
        batches=plan.batches(kits) if plan and kits and kits <= plan.possible else [],
        today=stock.today(),
    )
