"""Pages behind a link: a company's own days, and the acuse that a hospital signs day by day."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.core.closing import ReasonForm, refused_closing
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.rows import RowMissing
from relief.deliveries.models import ProofSource
from relief.hospitals.models import Hospital, HospitalStatus
from relief.links.access import OPENS as PAGES
from relief.links.access import by_link
from relief.links.errors import LinkDead
from relief.links.models import CapabilityLink, LinkKind
from relief.meals import acuse, adopting, emails, hospital_link, queries
from relief.meals.forms import AcuseForm, answered
from relief.meals.models import MealSlot

bp = Blueprint("link", __name__)
PAGES[emails.OPENS] = "meals_public.link.mine"
PAGES[hospital_link.OPENS] = "meals_public.link.hospital"
BACK = timedelta(days=7)
"""How long after its day a hospital may sign for a meal by itself; later, staff do."""


@bp.get("/d/meal-days/<uuid:link_id>")
@by_link(LinkKind.FOLLOW, opens=emails.OPENS)
def mine(link: CapabilityLink) -> ResponseReturnValue:
    """Show a company the days it took on and what came of them."""
    adoption, slots = queries.whole_adoption(link.subject_id)
    return render_template(
        "meals/public/mine.html", link=link, adoption=adoption, slots=slots, today=queries.today()
    )


@bp.get("/d/meal-days/<uuid:link_id>/<uuid:slot_id>")
@by_link(LinkKind.FOLLOW, opens=emails.OPENS)
def leaving(link: CapabilityLink, slot_id: UUID) -> ResponseReturnValue:
    """Ask why a company gives a day back."""
    return _leaving(link, _own(link, slot_id), ReasonForm("back", formdata=None))


@bp.post("/d/meal-days/<uuid:link_id>/<uuid:slot_id>")
@by_link(LinkKind.FOLLOW, opens=emails.OPENS)
def leave(link: CapabilityLink, slot_id: UUID) -> ResponseReturnValue:
    """Give the day back; the gap shows again."""
    slot = _own(link, slot_id)
    refused = refused_closing("back", lambda *, reason: adopting.withdraw(slot, reason=reason))
    if refused is not None:
        return _leaving(link, queries.whole_slot(slot_id), refused), 422
    flash(_("Thank you for telling us in time. The day is on the board again."), "success")
    return redirect(url_for(".mine", link_id=link.id), code=303)


@bp.get("/d/meals/<uuid:link_id>")
@by_link(LinkKind.HOSPITAL, opens=hospital_link.OPENS)
def hospital(link: CapabilityLink) -> ResponseReturnValue:
    """Show a hospital its meals of today and of the days before, and which wait for its name."""
    fed = _hospital_of(link)
    today = queries.today()
    slots = queries.slots_of_hospital(fed.id, since=today - BACK, until=today + BACK)
    return render_template(
        "meals/public/hospital.html", link=link, hospital=fed, slots=slots, today=today
    )


@bp.get("/d/meals/<uuid:link_id>/<uuid:slot_id>")
@by_link(LinkKind.HOSPITAL, opens=hospital_link.OPENS)
def signing(link: CapabilityLink, slot_id: UUID) -> ResponseReturnValue:
    """Ask what came, with all that was planned filled in; or show what was signed."""
    slot = _served(link, slot_id)
    return _signing(link, slot, AcuseForm(None, data=answered(slot)))


@bp.post("/d/meals/<uuid:link_id>/<uuid:slot_id>")
@by_link(LinkKind.HOSPITAL, opens=hospital_link.OPENS)
def sign(link: CapabilityLink, slot_id: UUID) -> ResponseReturnValue:
    """Keep the hospital's answer, once; whoever sends again sees the one that was kept."""
    slot = _served(link, slot_id)
    form = AcuseForm()
    if form.validate_on_submit():
        try:
            with transaction():
                first = acuse.confirm_slot(slot, answer=form.answer(), source=ProofSource.LINK)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            if first:
                flash(_("Thank you. The company will know."), "success")
            return redirect(url_for(".signing", link_id=link.id, slot_id=slot_id), code=303)
    return _signing(link, queries.whole_slot(slot_id), form), 422


def _own(link: CapabilityLink, slot_id: UUID) -> MealSlot:
    """The day of a company's link. Raise RowMissing for anybody else's."""
    slot = queries.whole_slot(slot_id)
    if slot.adoption_id != link.subject_id:
        raise RowMissing("MealSlot")
    return slot


def _leaving(link: CapabilityLink, slot: MealSlot, form: ReasonForm) -> str:
    return render_template("meals/public/leave.html", link=link, slot=slot, form=form)


def _hospital_of(link: CapabilityLink) -> Hospital:
    fed = queries.get_programme(link.subject_id).hospital
    if fed.status is HospitalStatus.INACTIVE:
        raise LinkDead
    return fed


def _served(link: CapabilityLink, slot_id: UUID) -> MealSlot:
    """The meals that a hospital's link may sign for. Raise RowMissing for another hospital's."""
    slot = queries.whole_slot(slot_id)
    old = slot.day < queries.today() - BACK
    if slot.programme.hospital_id != _hospital_of(link).id or slot.adoption_id is None or old:
        raise RowMissing("MealSlot")
    return slot


def _signing(link: CapabilityLink, slot: MealSlot, form: AcuseForm) -> str:
    return render_template(
        "meals/public/sign.html",
        link=link,
        slot=slot,
        hospital=slot.programme.hospital,
        form=form,
        today=queries.today(),
    )
