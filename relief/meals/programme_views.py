"""Programmes, for staff: who is to be fed, when, and how many."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.campaigns import queries as campaigns
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import ReliefForm
from relief.core.paging import read_listing
from relief.hospitals import queries as hospitals
from relief.meals import actions, hospital_link, lists, queries
from relief.meals.forms import (
    ChangePlanForm,
    EndForm,
    ExtendForm,
    ProgrammeFilterForm,
    ProgrammeForm,
)
from relief.meals.models import MealProgramme

bp = Blueprint("programmes", __name__, url_prefix="/programmes")
AHEAD = timedelta(days=41)
"""How many days to come a programme's page lists; the list of days shows them all."""


@bp.get("")
@requires(Permission.MEALS_READ)
def index() -> ResponseReturnValue:
    """List the programmes, the last to end first."""
    form = ProgrammeFilterForm(request.args)
    form.validate()
    page = lists.page_of_programmes(
        read_listing(request.args, default="-until", filters=("q",)), text=form.q.data or ""
    )
    return render_template("meals/programmes.html", page=page, filters=form, today=queries.today())


@bp.get("/new")
@requires(Permission.MEALS_EDIT)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return _form_page(ProgrammeForm())


@bp.post("/new")
@requires(Permission.MEALS_EDIT)
def create() -> ResponseReturnValue:
    """Write down a programme and its days."""
    form = _offered(ProgrammeForm())
    if form.validate_on_submit():
        try:
            with transaction():
                programme = actions.create_programme(
                    campaigns.get_campaign(form.campaign.data),
                    hospital=hospitals.get_hospital(form.hospital.data),
                    shift=form.shift.data,
                    plan=form.plan(),
                    nonce=form.nonce.data,
                    ward=form.ward.data,
                    notes=form.notes.data,
                    **form.rhythm(),
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Programme saved. Its days are on the public board."), "success")
            return redirect(url_for(".show", programme_id=programme.id), code=303)
    return _form_page(form), 422


@bp.get("/<uuid:programme_id>")
@requires(Permission.MEALS_READ)
def show(programme_id: UUID) -> ResponseReturnValue:
    """Show one programme, the days to come, and what may change."""
    return _page(queries.get_programme(programme_id))


@bp.post("/<uuid:programme_id>/extend")
@requires(Permission.MEALS_EDIT)
def extend(programme_id: UUID) -> ResponseReturnValue:
    """Make it longer."""
    form = ExtendForm(prefix="extend")
    return _acted(
        programme_id,
        form,
        lambda programme: actions.extend_programme(programme, fed_until=form.fed_until.data),
    )


@bp.post("/<uuid:programme_id>/portions")
@requires(Permission.MEALS_EDIT)
def change(programme_id: UUID) -> ResponseReturnValue:
    """Feed more or fewer from a day on."""
    form = ChangePlanForm(prefix="plan")
    return _acted(
        programme_id,
        form,
        lambda programme: actions.change_plan(programme, plan=form.plan(), since=form.since.data),
    )


@bp.post("/<uuid:programme_id>/end")
@requires(Permission.MEALS_EDIT)
def end(programme_id: UUID) -> ResponseReturnValue:
    """Cancel what is still to come, and say why."""
    form = EndForm(prefix="end")
    return _acted(
        programme_id,
        form,
        lambda programme: actions.end_programme(
            programme, since=form.since.data, reason=form.reason.data
        ),
    )


def _acted(
    programme_id: UUID, form: ReliefForm, act: Callable[[MealProgramme], int | None]
) -> ResponseReturnValue:
    """Do what a form of the programme's page asks, or show the page with what stopped it."""
    programme = queries.get_programme(programme_id)
    if form.validate_on_submit():
        try:
            with transaction():
                ended = act(programme)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_told(ended), "success")
            return redirect(url_for(".show", programme_id=programme_id), code=303)
    return _page(queries.get_programme(programme_id), form), 422


def _told(ended: int | None) -> str:
    if ended is None:
        return str(_("Programme saved."))
    told = ngettext(
        "%(num)s day cancelled. Its company was told.",
        "%(num)s days cancelled. Their companies were told.",
        ended,
    )
    return str(told)


def _page(programme: MealProgramme, refused: ReliefForm | None = None) -> str:
    today = queries.today()
    fresh = {
        "extend": ExtendForm(None, prefix="extend"),
        "plan": ChangePlanForm(None, prefix="plan", data=programme.plan),
        "end": EndForm(None, prefix="end"),
    }
    forms = {
        name: refused if refused is not None and type(refused) is type(form) else form
        for name, form in fresh.items()
    }
    return render_template(
        "meals/programme.html",
        programme=programme,
        slots=queries.slots_of_programme(programme.id, since=today, until=today + AHEAD),
        today=today,
        forms=forms,
        refused=refused,
        link=hospital_link.address_of(programme.hospital),
        story=story_of(programme.id),
    )


def _offered(form: ProgrammeForm) -> ProgrammeForm:
    form.campaign.options = campaigns.choices()
    form.hospital.options = hospitals.choices()
    return form


def _form_page(form: ProgrammeForm) -> str:
    return render_template("meals/new.html", form=_offered(form))
