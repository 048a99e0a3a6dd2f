"""Donors and their contacts, for staff."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.accounts.access import can, requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.core.rfc import check
from relief.core.rows import RowMissing
from relief.donors import (
    actions,
    aliases,
    membership,
    membership_views,
    merge_views,
    queries,
    request_views,
    roll_views,
)
from relief.donors.forms import ContactForm, DonorForm, FilterForm, country_name
from relief.donors.membership_forms import EndForm, JoinForm
from relief.donors.models import Contact, Donor, MemberState
from relief.donors.regimes import regime_label

bp = Blueprint("donors", __name__, url_prefix="/staff/donors")
bp.register_blueprint(roll_views.bp)
bp.register_blueprint(membership_views.bp)
bp.register_blueprint(request_views.bp)
bp.register_blueprint(merge_views.bp)
YES = {"yes": True, "no": False}
MEMBER = {"yes": MemberState.MEMBER, "former": MemberState.FORMER, "no": MemberState.OUTSIDER}

# Rooms above, known here by the names of their lists only.
GIFTS: tuple[tuple[LazyString, str, Permission], ...] = (
    (_l("Pledges"), "pledges.index", Permission.PLEDGES_READ),
    (_l("Payments"), "payments.index", Permission.PAYMENTS_READ),
    (_l("Intakes"), "intake.index", Permission.INTAKE_READ),
    (_l("Receipts"), "receipts.index", Permission.RECEIPTS_READ),
)


@bp.get("/")
@requires(Permission.DONORS_READ)
def index() -> ResponseReturnValue:
    """List the donors."""
    form = FilterForm(request.args)
    form.validate()
    page = queries.page_of_donors(
        read_listing(request.args, default="name", filters=("q", "member", "review")),
        text=form.q.data or "",
        member=MEMBER.get(form.member.data or ""),
        to_review=YES.get(form.review.data or ""),
    )
    return render_template("donors/index.html", page=page, filters=form)


@bp.get("/new")
@requires(Permission.DONORS_ADD)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template("donors/new.html", form=DonorForm())


@bp.post("/new")
@requires(Permission.DONORS_ADD)
def create() -> ResponseReturnValue:
    """Write down a donor; what somebody else than its keepers writes waits for their review."""
    form = DonorForm()
    if form.validate_on_submit():
        try:
            with transaction():
                donor = actions.create_donor(**form.values(), reviewed=can(Permission.DONORS_EDIT))
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Donor saved."), "success")
            return redirect(url_for(".show", donor_id=donor.id), code=303)
    return render_template("donors/new.html", form=form), 422


@bp.get("/<uuid:donor_id>")
@requires(Permission.DONORS_READ)
def show(donor_id: UUID) -> ResponseReturnValue:
    """Show one donor: its facts, its people, who it may be twice, and its history."""
    return _sheet(queries.with_contacts(donor_id), ContactForm(formdata=None))


@bp.get("/<uuid:donor_id>/edit")
@requires(Permission.DONORS_EDIT)
def edit(donor_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known."""
    donor = queries.get_donor(donor_id)
    return render_template("donors/edit.html", donor=donor, form=DonorForm(obj=donor))


@bp.post("/<uuid:donor_id>/edit")
@requires(Permission.DONORS_EDIT)
def update(donor_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    donor = queries.get_donor(donor_id)
    form = DonorForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.edit_donor(donor, changes=form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Donor saved."), "success")
            return redirect(url_for(".show", donor_id=donor_id), code=303)
    return render_template("donors/edit.html", donor=donor, form=form), 422


@bp.post("/<uuid:donor_id>/review")
@requires(Permission.DONORS_EDIT)
def review(donor_id: UUID) -> ResponseReturnValue:
    """Say that somebody looked at it."""
    donor = queries.get_donor(donor_id)
    with transaction():
        actions.review_donor(donor)
    flash(_("Donor reviewed."), "success")
    return redirect(url_for(".show", donor_id=donor_id), code=303)


@bp.post("/<uuid:donor_id>/contacts")
@requires(Permission.DONORS_EDIT)
def add_contact(donor_id: UUID) -> ResponseReturnValue:
    """Write down somebody to write to."""
    donor = queries.with_contacts(donor_id)
    form = ContactForm()
    if form.validate_on_submit():
        with transaction():
            actions.add_contact(donor, **form.values())
        flash(_("Contact saved."), "success")
        return redirect(url_for(".show", donor_id=donor_id), code=303)
    return _sheet(donor, form), 422


@bp.get("/<uuid:donor_id>/contacts/<uuid:contact_id>")
@requires(Permission.DONORS_EDIT)
def contact(donor_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known of a contact."""
    found = _contact_of(donor_id, contact_id)
    return _contact_page(found, ContactForm(obj=found))


@bp.post("/<uuid:donor_id>/contacts/<uuid:contact_id>")
@requires(Permission.DONORS_EDIT)
def update_contact(donor_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """Keep what was changed of a contact."""
    found = _contact_of(donor_id, contact_id)
    form = ContactForm()
    if form.validate_on_submit():
        with transaction():
            actions.edit_contact(found, changes=form.values())
        flash(_("Contact saved."), "success")
        return redirect(url_for(".show", donor_id=donor_id), code=303)
    return _contact_page(found, form), 422


def _contact_of(donor_id: UUID, contact_id: UUID) -> Contact:
    found = queries.get_contact(contact_id)
    if found.donor_id != donor_id:
        raise RowMissing("Contact")
    return found


def _contact_page(found: Contact, form: ContactForm) -> str:
    donor = queries.get_donor(found.donor_id)
    return render_template("donors/contact.html", donor=donor, form=form)


def _sheet(donor: Donor, contact_form: ContactForm) -> str:
    stays = membership.stays_of(donor.id)
    return render_template(
        "donors/show.html",
        donor=donor,
        country=country_name(donor.country),
        regime=regime_label(donor.tax_regime),
        rfc_doubtful=bool(donor.rfc) and not check(donor.rfc).check_digit_ok,
        duplicates=queries.possible_duplicates(donor),
        gifts=_gifts(donor.id),
        merge=aliases.merge_of(donor.id),
        known_as=aliases.aliases_of(donor.id),
        stays=stays,
        member_state=membership.state_of(stays),
        end_form=EndForm(formdata=None, ended_on=membership.today()),
        join_form=JoinForm(formdata=None, member_no=donor.member_no or ""),
        contact_form=contact_form,
        story=story_of(donor.id),
    )


def _gifts(donor_id: UUID) -> list[tuple[str, str]]:
    """Return the lists of what this donor promised and gave, as far as the reader may open them."""
    return [
        (str(label), url_for(endpoint, donor=donor_id))
        for label, endpoint, permission in GIFTS
        if can(permission)
    ]
