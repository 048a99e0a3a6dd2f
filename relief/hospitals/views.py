"""Hospitals, for staff."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import require_chapter, requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core import clock
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.hospitals import actions, queries, vetting_views
from relief.hospitals.forms import ContactForm, FilterForm, HospitalForm
from relief.hospitals.models import MOVES, Hospital
from relief.hospitals.panels import panels_of

bp = Blueprint("hospitals", __name__, url_prefix="/staff/hospitals")
bp.register_blueprint(vetting_views.bp)


@bp.get("/")
@requires(Permission.HOSPITALS_READ)
def index() -> ResponseReturnValue:
    """List the hospitals."""
    form = FilterForm(request.args)
    form.validate()
    page = queries.page_of_hospitals(
        read_listing(request.args, default="name", filters=("q", "status", "papers")),
        text=form.q.data or "",
        status=form.status.data,
        papers_until=_today() + queries.PAPERS_AHEAD if form.papers.data else None,
    )
    return render_template("hospitals/index.html", page=page, filters=form)


@bp.get("/new")
@requires(Permission.HOSPITALS_EDIT)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template("hospitals/new.html", form=HospitalForm())


@bp.post("/new")
@requires(Permission.HOSPITALS_EDIT)
def create() -> ResponseReturnValue:
    """Write down a hospital."""
    form = HospitalForm()
    if form.validate_on_submit():
        try:
            with transaction():
                hospital = actions.create_hospital(**form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Hospital saved."), "success")
            return redirect(url_for(".show", hospital_id=hospital.id), code=303)
    return render_template("hospitals/new.html", form=form), 422


@bp.get("/<uuid:hospital_id>")
@requires(Permission.HOSPITALS_READ)
def show(hospital_id: UUID) -> ResponseReturnValue:
    """Show one hospital, its people and its history."""
    return _sheet(queries.get_hospital(hospital_id), ContactForm(formdata=None))


@bp.get("/<uuid:hospital_id>/edit")
@requires(Permission.HOSPITALS_EDIT)
def edit(hospital_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known."""
    hospital = queries.get_hospital(hospital_id)
    return render_template(
        "hospitals/edit.html", hospital=hospital, form=HospitalForm(obj=hospital)
    )


@bp.post("/<uuid:hospital_id>/edit")
@requires(Permission.HOSPITALS_EDIT)
def update(hospital_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    hospital = queries.get_hospital(hospital_id)
    form = HospitalForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.edit_hospital(hospital, changes=form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Hospital saved."), "success")
            return redirect(url_for(".show", hospital_id=hospital_id), code=303)
    return render_template("hospitals/edit.html", hospital=hospital, form=form), 422


@bp.post("/<uuid:hospital_id>/contacts")
@requires(Permission.HOSPITALS_EDIT)
def add_contact(hospital_id: UUID) -> ResponseReturnValue:
    """Write down somebody who works there."""
    hospital = queries.get_hospital(hospital_id)
    form = ContactForm()
    if form.validate_on_submit():
        with transaction():
            actions.add_contact(hospital, **form.values())
        flash(_("Contact saved."), "success")
        return redirect(url_for(".show", hospital_id=hospital_id), code=303)
    return _sheet(hospital, form), 422


def _sheet(hospital: Hospital, contact_form: ContactForm) -> str:
    return render_template(
        "hospitals/show.html",
        hospital=hospital,
        states=MOVES[hospital.status],
        documents=queries.documents_of(hospital.id),
        today=_today(),
        panels=panels_of(hospital),
        contact_form=contact_form,
        story=story_of(hospital.id),
    )


def _today() -> date:
    return clock.today(require_chapter().zone)
