"""The meals of one day, for staff: portions, kitchen, company, acuse, and what went wrong."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.closing import ReasonForm, endings, refused_closing
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import ReliefForm
from relief.deliveries.models import ProofSource
from relief.donors import queries as donors
from relief.meals import actions, acuse, adopting, lists, queries
from relief.meals.adopting import Writer
from relief.meals.forms import AcuseForm, AssignForm, SlotForm, answered
from relief.meals.models import MealSlot

bp = Blueprint("slots", __name__, url_prefix="/days/<uuid:slot_id>")


@bp.get("")
@requires(Permission.MEALS_READ)
def show(slot_id: UUID) -> ResponseReturnValue:
    """Show the meals of a day."""
    return _page(queries.whole_slot(slot_id))


@bp.post("/plan")
@requires(Permission.MEALS_EDIT)
def change(slot_id: UUID) -> ResponseReturnValue:
    """Change portions, diets and kitchen."""
    form = SlotForm(prefix="plan")
    form.kitchen.options = _kitchens(queries.whole_slot(slot_id))

    def act(slot: MealSlot) -> None:
        kitchen = queries.get_kitchen(form.kitchen.data) if form.kitchen.data else None
        actions.change_slot(slot, plan=form.plan(), kitchen=kitchen)

    return _acted(slot_id, form, act)


@bp.post("/company")
@requires(Permission.MEALS_EDIT)
def assign(slot_id: UUID) -> ResponseReturnValue:
    """Note which company cooks, as it told us."""
    form = AssignForm(prefix="company")
    form.donor.options = donors.all_choices()

    def act(slot: MealSlot) -> None:
        adopting.assign(
            slot,
            donor=donors.get_donor(form.donor.data),
            writer=Writer(form.contact_name.data, form.email.data or "", form.phone.data or ""),
            nonce=form.nonce.data,
        )

    return _acted(slot_id, form, act)


@bp.post("/acuse")
@requires(Permission.MEALS_EDIT)
def confirm(slot_id: UUID) -> ResponseReturnValue:
    """Keep what the hospital said by telephone or on paper."""
    form = AcuseForm(prefix="acuse")
    return _acted(
        slot_id,
        form,
        lambda slot: acuse.confirm_slot(slot, answer=form.answer(), source=ProofSource.STAFF),
    )


@bp.post("/correction")
@requires(Permission.MEALS_EDIT)
def correct(slot_id: UUID) -> ResponseReturnValue:
    """Put a signed day right."""
    form = AcuseForm(prefix="acuse")
    return _acted(slot_id, form, lambda slot: acuse.correct_slot(slot, answer=form.answer()))


@bp.post("/missed")
@requires(Permission.MEALS_EDIT)
def miss(slot_id: UUID) -> ResponseReturnValue:
    """Say that nothing came, and why."""
    return _close(slot_id, "miss", acuse.miss_slot)


@bp.post("/cancel")
@requires(Permission.MEALS_EDIT)
def cancel(slot_id: UUID) -> ResponseReturnValue:
    """Feed nobody that day, and say why."""
    return _close(slot_id, "cancel", actions.cancel_slot)


@bp.post("/release")
@requires(Permission.MEALS_EDIT)
def release(slot_id: UUID) -> ResponseReturnValue:
    """Take the day from its company, and say why."""
    return _close(slot_id, "release", adopting.release)


@bp.post("/reopen")
@requires(Permission.MEALS_EDIT)
def reopen(slot_id: UUID) -> ResponseReturnValue:
    """Feed that day after all."""
    with transaction():
        actions.reopen_slot(queries.get_slot(slot_id))
    flash(_("The day is on the board again."), "success")
    return redirect(url_for(".show", slot_id=slot_id), code=303)


def _acted(
    slot_id: UUID, form: ReliefForm, act: Callable[[MealSlot], object]
) -> ResponseReturnValue:
    """Do what a form of the day's page asks, or show the page with what stopped it."""
    slot = queries.get_slot(slot_id)
    if form.validate_on_submit():
        try:
            with transaction():
                act(slot)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", slot_id=slot_id), code=303)
    return _page(queries.whole_slot(slot_id), form=form), 422


def _close(slot_id: UUID, way: str, act: Callable[..., None]) -> ResponseReturnValue:
    refused = refused_closing(way, partial(act, queries.get_slot(slot_id)))
    if refused is not None:
        return _page(queries.whole_slot(slot_id), refused=refused), 422
    flash(_("Done. The reason was kept."), "success")
    return redirect(url_for(".show", slot_id=slot_id), code=303)


def _page(
    slot: MealSlot, *, form: ReliefForm | None = None, refused: ReasonForm | None = None
) -> str:
    fresh = {
        "plan": SlotForm(None, prefix="plan", data={**slot.plan, "kitchen": slot.kitchen_id}),
        "acuse": AcuseForm(None, prefix="acuse", data=answered(slot)),
        "company": AssignForm(None, prefix="company"),
    }
    forms = {
        name: form if form is not None and type(form) is type(each) else each
        for name, each in fresh.items()
    }
    forms["plan"].kitchen.options = _kitchens(slot)
    forms["company"].donor.options = donors.all_choices()
    return render_template(
        "meals/slot.html",
        slot=slot,
        today=queries.today(),
        forms=forms,
        refused=refused or form,
        endings=endings("miss", "cancel", "release", refused=refused),
        story=story_of(slot.id),
    )


def _kitchens(slot: MealSlot) -> list[tuple[UUID, str]]:
    """Return the kitchens to choose from; the one that cooks already is among them."""
    known = lists.kitchen_choices()
    if slot.kitchen is not None and slot.kitchen_id not in {value for value, _label in known}:
        known = [(slot.kitchen.id, slot.kitchen.name), *known]
    return known
