"""The data and the contacts of a company, and what its contacts ask to be changed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import (
    ChoiceField,
    EinField,
    EmailLineField,
    LineField,
    NotesField,
    PhoneField,
    PostalCodeField,
    ReliefForm,
    RfcField,
    TokenField,
)
from relief.core.languages import reader_language
from relief.core.rows import RowMissing
from relief.donors import requests
from relief.donors.models import Contact
from relief.donors.queries import get_contact, with_contacts
from relief.donors.regimes import REGIMES, regime_label
from relief.portal.access import Door, at_door

bp = Blueprint("company", __name__, url_prefix="/<uuid:donor_id>/company")
LANGUAGES = {"es": "Español", "en": "English"}


class CorrectionForm(ReliefForm):
    """What the donor's data should say."""

    nonce = TokenField()
    name = LineField(_l("Legal name"), max=120)
    rfc = RfcField(_l("RFC"), required=False)
    tax_regime = ChoiceField(_l("Tax regime"), labels=REGIMES, required=False, blank="—")
    postal_code = PostalCodeField(_l("Postal code"), required=False)
    ein = EinField(_l("EIN"), required=False)
    address = LineField(_l("Address"), max=300, required=False)
    city = LineField(_l("City"), max=80, required=False)
    phone = PhoneField(_l("Telephone"), required=False)
    note = NotesField(_l("What we should know"), max=500, required=False)


class PersonForm(ReliefForm):
    """Somebody who should see everything of the company."""

    nonce = TokenField()
    name = LineField(_l("Name"), max=120)
    title = LineField(_l("Position"), max=120, required=False)
    email = EmailLineField(_l("E-mail"))
    phone = PhoneField(_l("Telephone"), required=False)
    language = ChoiceField(_l("Language of their letters"), labels=LANGUAGES, default="es")


class RemovalForm(ReliefForm):
    """The button that asks for somebody to be taken off the list."""

    nonce = TokenField()


@bp.get("")
@at_door(whole=True)
def show(door: Door) -> ResponseReturnValue:
    """Show what is known of the company, its contacts, and what was asked for."""
    donor = with_contacts(door.donor.id)
    return render_template(
        "portal/company.html",
        door=door,
        donor=donor,
        regime=regime_label(donor.tax_regime),
        asked=requests.requests_of(donor.id),
    )


@bp.get("/correct")
@at_door(whole=True)
def correcting(door: Door) -> ResponseReturnValue:
    """Show the form with what is known."""
    form = CorrectionForm(formdata=None, obj=door.donor)
    return render_template("portal/correct.html", door=door, form=form)


@bp.post("/correct")
@at_door(whole=True)
def correct(door: Door) -> ResponseReturnValue:
    """Ask for data to be corrected; staff decide."""
    form = CorrectionForm()
    if form.validate_on_submit():
        wanted = {name: form[name].data for name in requests.FACTS}
        try:
            with transaction():
                requests.ask_correction(
                    door.donor, wanted=wanted, note=form.note.data, asked=_asked(door, form)
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _thank(door)
    return render_template("portal/correct.html", door=door, form=form), 422


@bp.get("/contacts/new")
@at_door(whole=True)
def new_contact(door: Door) -> ResponseReturnValue:
    """Show an empty form."""
    form = PersonForm(formdata=None)
    return render_template("portal/contact.html", door=door, form=form)


@bp.post("/contacts/new")
@at_door(whole=True)
def add_contact(door: Door) -> ResponseReturnValue:
    """Ask for somebody to be added; staff decide."""
    donor = with_contacts(door.donor.id)
    form = PersonForm()
    if form.validate_on_submit():
        person = {f.name: f.data for f in form if f.name not in {"nonce", "csrf_token"}}
        try:
            with transaction():
                requests.ask_contact(donor, person=person, asked=_asked(door, form))
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _thank(door)
    return render_template("portal/contact.html", door=door, form=form), 422


@bp.get("/contacts/<uuid:contact_id>/remove")
@at_door(whole=True)
def removing(door: Door, contact_id: UUID) -> ResponseReturnValue:
    """Ask whether they are sure."""
    contact = _contact(door, contact_id)
    form = RemovalForm(formdata=None)
    return render_template("portal/remove.html", door=door, contact=contact, form=form)


@bp.post("/contacts/<uuid:contact_id>/remove")
@at_door(whole=True)
def remove_contact(door: Door, contact_id: UUID) -> ResponseReturnValue:
    """Ask for somebody to be taken off the list; staff decide."""
    contact = _contact(door, contact_id)
    form = RemovalForm()
    if form.validate_on_submit():
        try:
            with transaction():
                requests.ask_removal(door.donor, contact=contact, asked=_asked(door, form))
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _thank(door)
    return render_template("portal/remove.html", door=door, contact=contact, form=form), 422


def _contact(door: Door, contact_id: UUID) -> Contact:
    contact = get_contact(contact_id)
    if contact.donor_id != door.donor.id:
        raise RowMissing("Contact")
    return contact


def _asked(door: Door, form: ReliefForm) -> requests.Asked:
    language = reader_language()
    return requests.Asked(door.email, language, form["nonce"].data)


def _thank(door: Door) -> ResponseReturnValue:
    flash(_("We have your request. We answer you by e-mail."), "success")
    return redirect(url_for(".show", donor_id=door.donor.id), code=303)
