"""How staff vet a hospital: its state, the papers that speak for it, and who may sign there."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import require_chapter, requires
from relief.accounts.permissions import Permission
from relief.core import clock
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.sent_files import MOST_IN_REQUEST, hand_out, take_in
from relief.core.uploads import takes_upload
from relief.hospitals import actions, queries
from relief.hospitals.forms import ContactForm, DocumentForm
from relief.hospitals.models import Hospital, HospitalStatus

bp = Blueprint("vetting", __name__)


@bp.post("/<uuid:hospital_id>/state/<status>")
@requires(Permission.HOSPITALS_EDIT)
def move(hospital_id: UUID, status: str) -> ResponseReturnValue:
    """Change whether goods may be sent there; what is refused is said on its page."""
    hospital = queries.get_hospital(hospital_id)
    if status in set(HospitalStatus):
        with transaction():
            if status == HospitalStatus.APPROVED:
                actions.approve_hospital(hospital, today=clock.today(require_chapter().zone))
            else:
                actions.move_hospital(hospital, HospitalStatus(status))
    return _back(hospital_id)


@bp.get("/<uuid:hospital_id>/documents/new")
@requires(Permission.HOSPITALS_EDIT)
def new_document(hospital_id: UUID) -> ResponseReturnValue:
    """Ask for a paper."""
    return _document_page(queries.get_hospital(hospital_id), DocumentForm(formdata=None))


@bp.post("/<uuid:hospital_id>/documents/new")
@takes_upload(MOST_IN_REQUEST)
@requires(Permission.HOSPITALS_EDIT)
def add_document(hospital_id: UUID) -> ResponseReturnValue:
    """Keep a paper; the file first, outside any transaction."""
    queries.get_hospital(hospital_id)
    form = DocumentForm()
    if form.validate_on_submit():
        try:
            _keep(hospital_id, form)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Document saved."), "success")
            return _back(hospital_id)
    return _document_page(queries.get_hospital(hospital_id), form), 422


@bp.post("/documents/<uuid:document_id>/file")
@requires(Permission.HOSPITALS_READ)
def take(document_id: UUID) -> ResponseReturnValue:
    """Hand out a copy of a paper and remember who took it."""
    with transaction():
        document = queries.get_document(document_id)
        actions.note_taken(document)
    called = f"documento-{document.id}"
    return hand_out(document.file_hash, document.media_type, called=called, shown=False)


@bp.post("/documents/<uuid:document_id>/withdraw")
@requires(Permission.HOSPITALS_EDIT)
def withdraw(document_id: UUID) -> ResponseReturnValue:
    """Put a paper aside."""
    with transaction():
        document = queries.get_document(document_id)
        actions.withdraw_document(document)
    flash(_("Document put aside."), "success")
    return _back(document.hospital_id)


@bp.get("/contacts/<uuid:contact_id>")
@requires(Permission.HOSPITALS_EDIT)
def contact(contact_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known of somebody."""
    person = queries.get_contact(contact_id)
    return render_template("hospitals/contact.html", contact=person, form=ContactForm(obj=person))


@bp.post("/contacts/<uuid:contact_id>")
@requires(Permission.HOSPITALS_EDIT)
def edit_contact(contact_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    person = queries.get_contact(contact_id)
    form = ContactForm()
    if form.validate_on_submit():
        with transaction():
            actions.edit_contact(person, changes=form.values())
        flash(_("Contact saved."), "success")
        return _back(person.hospital_id)
    return render_template("hospitals/contact.html", contact=person, form=form), 422


def _keep(hospital_id: UUID, form: DocumentForm) -> None:
    paper = actions.Paper(*take_in(form.file.data), form.title.data, form.expires_on.data)
    with transaction():
        actions.add_document(queries.get_hospital(hospital_id), paper=paper)


def _document_page(hospital: Hospital, form: DocumentForm) -> str:
    return render_template("hospitals/document.html", hospital=hospital, form=form)


def _back(hospital_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("hospitals.show", hospital_id=hospital_id), code=303)
