"""The needs wall: what hospitals are missing, "we give this", and the promise that follows."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import anyone, require_chapter
from relief.campaigns.models import Campaign
from relief.campaigns.queries import public_campaign
from relief.core import clock
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.paging import read_listing
from relief.core.rfc import RfcKind, check
from relief.core.rows import RowMissing
from relief.core.text import mask_email
from relief.donors.actions import find_or_create
from relief.donors.models import Donor, DonorKind
from relief.holds import actions, emails, queries
from relief.holds.actions import Company, Offered
from relief.holds.errors import LinesGone
from relief.holds.forms import ConfirmForm, HoldForm, confirm_form, hold_form, row_of
from relief.holds.models import LIFE, Hold
from relief.links.access import OPENS as PAGES
from relief.links.access import by_link
from relief.links.models import CapabilityLink, LinkKind
from relief.needs.models import Need
from relief.pledges.actions import ContactTyped
from relief.pledges.emails import living_address
from relief.pledges.models import Pledge

bp = Blueprint("holds_public", __name__)
PAGES[emails.OPENS] = "holds_public.show"
COOKIE_KEY = "hold"
HOURS = int(LIFE.total_seconds()) // 3600


@bp.get("/c/<slug>/needs")
@anyone
def wall(slug: str) -> ResponseReturnValue:
    """Show what the hospitals wait for, the most urgent first."""
    campaign = public_campaign(slug)
    page = queries.page_of_wall(read_listing(request.args, default="urgency"))
    return render_template(
        "holds/wall.html",
        campaign=campaign,
        page=page,
        standing=queries.standing_of([need.id for need in page.rows]),
        takes=_takes(campaign),
        hours=HOURS,
    )


@bp.get("/c/<slug>/needs/<uuid:need_id>")
@anyone
def offer(slug: str, need_id: UUID) -> ResponseReturnValue:
    """Ask how many of each line a company gives."""
    campaign, need = public_campaign(slug), queries.open_need(need_id)
    return _offer_page(campaign, need, hold_form(need, language=reader_language()))


@bp.post("/c/<slug>/needs/<uuid:need_id>")
@anyone
def hold(slug: str, need_id: UUID) -> ResponseReturnValue:
    """Hold it, once, or say kindly what is left."""
    campaign, need = public_campaign(slug), queries.open_need(need_id)
    form = HoldForm()
    if len(form.lines) != len(need.lines):
        return redirect(url_for(".offer", slug=slug, need_id=need_id), code=303)
    if form.validate_on_submit():
        try:
            with transaction():
                made = _hold(campaign, need, form)
        except LinesGone as refused:
            form.refuse_lines(need, refused)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            session[COOKIE_KEY] = str(made.id)
            return redirect(url_for(".held", slug=slug), code=303)
    return _offer_page(campaign, queries.open_need(need_id), form), 422


@bp.get("/c/<slug>/needs/held")
@anyone
def held(slug: str) -> ResponseReturnValue:
    """Tell whoever just held something until when, and to look into their mail."""
    try:
        made = queries.get_hold(UUID(session.get(COOKIE_KEY, "")))
    except (ValueError, RowMissing):
        return redirect(url_for(".wall", slug=slug), code=303)
    masked = mask_email(made.contact_email)
    return render_template("holds/held.html", hold=made, campaign=made.campaign, masked=masked)


@bp.get("/d/hold/<uuid:link_id>")
@by_link(LinkKind.FOLLOW, opens=emails.OPENS)
def show(link: CapabilityLink) -> ResponseReturnValue:
    """Show what is held, and ask for what its promise needs; afterwards, what became of it."""
    kept = queries.get_hold(link.subject_id)
    return _hold_page(link, kept, confirm_form(kept))


@bp.post("/d/hold/<uuid:link_id>")
@by_link(LinkKind.FOLLOW, opens=emails.OPENS)
def confirm(link: CapabilityLink) -> ResponseReturnValue:
    """Make the promise, once."""
    kept = queries.get_hold(link.subject_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with transaction():
                _confirm(kept, form)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", link_id=link.id), code=303)
    return _hold_page(link, queries.get_hold(link.subject_id), form), 422


@bp.post("/d/hold/<uuid:link_id>/give-back")
@by_link(LinkKind.FOLLOW, opens=emails.OPENS)
def give_back(link: CapabilityLink) -> ResponseReturnValue:
    """Leave it to others."""
    with transaction():
        actions.give_back(queries.get_hold(link.subject_id))
    flash(_("Others may give it now. Thank you for saying so."), "success")
    return redirect(url_for(".show", link_id=link.id), code=303)


def _hold(campaign: Campaign, need: Need, form: HoldForm) -> Hold:
    rows = row_of(form, need)
    return actions.hold_goods(
        need,
        campaign=campaign,
        company=Company(
            form.name.data,
            ContactTyped(form.contact_name.data, form.email.data, form.phone.data or ""),
            form.language.data,
            require_chapter().privacy_version,
        ),
        offered=[
            Offered(line, rows[line.id].quantity.data)
            for line in need.lines
            if rows[line.id].quantity.data
        ],
        nonce=form.nonce.data,
    )


def _confirm(kept: Hold, form: ConfirmForm) -> Pledge:
    phone = form.phone.data or ""
    return actions.confirm_hold(
        kept,
        donor=lambda: _donor(kept, form),
        contact=ContactTyped(form.contact_name.data, kept.contact_email, phone),
        anonymous=form.named is None,
        supporter=form.named,
        wants_receipt=form.wants_receipt.data,
        message=form.message.data or "",
        language=form.language.data,
        privacy_version=require_chapter().privacy_version,
    )


def _donor(kept: Hold, form: ConfirmForm) -> Donor:
    person = check(form.rfc.data).kind is RfcKind.PERSON
    return find_or_create(
        name=form.name.data,
        rfc=form.rfc.data,
        email=kept.contact_email,
        kind=DonorKind.PERSON if person else DonorKind.COMPANY,
        tax_regime=form.tax_regime.data,
        postal_code=form.postal_code.data,
        ein=form.ein.data,
        phone=form.phone.data or "",
        language=form.language.data,
    )


def _takes(campaign: Campaign) -> bool:
    """Say whether something may be held for a campaign today."""
    return campaign.accepts_goods and campaign.takes_pledges(clock.today(require_chapter().zone))


def _offer_page(campaign: Campaign, need: Need, form: HoldForm) -> str:
    return render_template(
        "holds/offer.html",
        campaign=campaign,
        need=need,
        form=form,
        rows=list(zip(need.lines, form.lines, strict=True)),
        standing=queries.standing_of([need.id]),
        takes=_takes(campaign),
        hours=HOURS,
    )


def _hold_page(link: CapabilityLink, kept: Hold, form: Any) -> str:
    follow = living_address(kept.pledge) if kept.pledge is not None else None
    return render_template("holds/hold.html", link=link, hold=kept, form=form, follow=follow)
