"""The hospital's own page: what it waits for, and a form to ask. No account, a link is enough."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.hospitals.models import Hospital, HospitalStatus
from relief.hospitals.queries import get_hospital
from relief.links.access import OPENS as PAGES
from relief.links.access import by_link
from relief.links.errors import LinkDead
from relief.links.models import CapabilityLink, LinkKind
from relief.needs import actions, queries
from relief.needs.forms import AskForm, asked_of, last_time
from relief.needs.hospital_link import OPENS
from relief.needs.progress import of_need, progress_of
from relief.stock import queries as stock

bp = Blueprint("needs_public", __name__)
PAGES[OPENS] = "needs_public.show"


@bp.get("/d/needs/<uuid:link_id>")
@by_link(LinkKind.HOSPITAL, opens=OPENS)
def show(link: CapabilityLink) -> ResponseReturnValue:
    """Show what waits, and the form filled with what was asked for last time."""
    hospital = _hospital_of(link)
    data = last_time(queries.last_of(hospital.id))
    return _page(link, hospital, AskForm(formdata=None, data=data))


@bp.post("/d/needs/<uuid:link_id>")
@by_link(LinkKind.HOSPITAL, opens=OPENS)
def ask(link: CapabilityLink) -> ResponseReturnValue:
    """Keep the request, once, for somebody to decide."""
    hospital = _hospital_of(link)
    form = AskForm()
    form.offer_items(stock.item_choices(reader_language()))
    if form.validate_on_submit():
        try:
            with transaction():
                need = actions.ask_by_link(
                    hospital, link_id=link.id, lines=asked_of(form), details=form.details()
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            told = _("We have your request %(reference)s.", reference=need.reference)
            flash(told, "success")
            return redirect(url_for(".show", link_id=link.id), code=303)
    return _page(link, hospital, form), 422


def _page(link: CapabilityLink, hospital: Hospital, form: AskForm) -> str:
    recent = queries.recent_of(hospital.id)
    far = progress_of([need.id for need in recent])
    return render_template(
        "needs/ask.html",
        link=link,
        hospital=hospital,
        form=form,
        blank=form.offer_items(stock.item_choices(reader_language())),
        recent=recent,
        far={need.id: of_need(need, far) for need in recent},
    )


def _hospital_of(link: CapabilityLink) -> Hospital:
    """The hospital of a link, while it is not inactive."""
    hospital = get_hospital(link.subject_id)
    if hospital.status is HospitalStatus.INACTIVE:
        raise LinkDead
    return hospital
