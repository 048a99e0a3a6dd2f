"""Meals for everybody: the board of a campaign, a company's own days, and the hospital's acuse.

Choosing days and saying who gives them are two steps; nothing is stored before the second one.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from relief.accounts.access import anyone, require_chapter
from relief.campaigns.models import Campaign
from relief.campaigns.queries import public_campaign
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.rows import RowMissing
from relief.donors.actions import find_or_create
from relief.donors.models import Donor
from relief.meals import adopting, board, emails, link_pages, queries
from relief.meals.adopting import MOST_AT_ONCE, Adopted, Writer
from relief.meals.errors import NothingChosen, TooManyChosen
from relief.meals.forms import CompanyForm, DayForm
from relief.meals.models import MealSlot

bp = Blueprint("meals_public", __name__)
bp.register_blueprint(link_pages.bp)
View = Callable[[Campaign], ResponseReturnValue]
COOKIE_KEY = "meals"
NAMED = 5
"""How many days a message names; the letter names them all."""


def for_board(view: View) -> Callable[[str], ResponseReturnValue]:
    """Give a view its campaign while it takes gifts; else show the board without choices."""

    @wraps(view)
    def opened(slug: str) -> ResponseReturnValue:
        campaign = public_campaign(slug)
        if not campaign.takes_pledges(queries.today()):
            return redirect(url_for("meals_public.show", slug=slug), code=303)
        return view(campaign)

    return opened


@bp.get("/c/<slug>/meals")
@anyone
def show(slug: str) -> ResponseReturnValue:
    """Show which shifts are fed and which nobody took on."""
    return _board(public_campaign(slug))


@bp.get("/c/<slug>/meals/choose")
@anyone
def begin_again(slug: str) -> ResponseReturnValue:
    """Lead whoever opens the address of a step to the board."""
    return redirect(url_for(".show", slug=slug), code=303)


@bp.post("/c/<slug>/meals/choose")
@anyone
@for_board
def choose(campaign: Campaign) -> ResponseReturnValue:
    """Ask who gives the chosen days; nothing is stored yet."""
    ids = board.chosen(
        campaign, days=request.form.getlist("slot"), weeks=request.form.getlist("week")
    )
    slots = queries.chosen_slots(campaign.id, ids)
    if not slots:
        return _board(campaign, NothingChosen()), 422
    if len(slots) > MOST_AT_ONCE:
        return _board(campaign, TooManyChosen(most=MOST_AT_ONCE)), 422
    form = CompanyForm(None, data={"language": reader_language()})
    return _who(campaign, slots, form)


@bp.post("/c/<slug>/meals")
@anyone
@for_board
def take(campaign: Campaign) -> ResponseReturnValue:
    """Take the days on, once; tell which of them somebody else had a moment before."""
    ids = board.chosen(campaign, days=request.form.getlist("slot"), weeks=[])
    form = CompanyForm()
    if form.validate_on_submit():
        try:
            with transaction():
                adopted = _adopt(campaign, ids, form)
        except ReliefError as refusal:
            return _board(campaign, refusal), 422
        if adopted.taken:
            flash(_told(adopted.taken), "warning")
        session[COOKIE_KEY] = str(adopted.adoption.id)
        return redirect(url_for(".thanks", slug=campaign.slug), code=303)
    slots = queries.chosen_slots(campaign.id, ids)
    return (_who(campaign, slots, form) if slots else _board(campaign, NothingChosen())), 422


@bp.get("/c/<slug>/meals/thanks")
@anyone
def thanks(slug: str) -> ResponseReturnValue:
    """Show whoever just took days on which ones they have."""
    try:
        adoption, slots = queries.whole_adoption(UUID(session.get(COOKIE_KEY, "")))
    except (ValueError, RowMissing):
        return redirect(url_for(".show", slug=slug), code=303)
    return render_template(
        "meals/public/thanks.html",
        campaign=adoption.campaign,
        adoption=adoption,
        slots=slots,
        link=emails.living_address(adoption),
    )


def _adopt(campaign: Campaign, ids: set[UUID], form: CompanyForm) -> Adopted:
    return adopting.adopt(
        campaign,
        slot_ids=ids,
        donor=lambda: _donor(form),
        writer=Writer(form.contact_name.data, form.email.data, form.phone.data),
        nonce=form.nonce.data,
        language=form.language.data,
        shown_name=form.name.data if form.shown.data else "",
        message=form.message.data or "",
        privacy_version=require_chapter().privacy_version,
    )


def _donor(form: CompanyForm) -> Donor:
    return find_or_create(
        name=form.name.data,
        rfc=None,
        email=form.email.data,
        phone=form.phone.data,
        language=form.language.data,
    )


def _told(taken: Sequence[MealSlot]) -> str:
    days = "; ".join(emails.in_short(slot, reader_language()) for slot in taken[:NAMED])
    told = ngettext(
        "Somebody took %(num)s of these days on a moment before you: %(days)s. The others are yours.",
        "Somebody took %(num)s of these days on a moment before you: %(days)s. The others are yours.",
        len(taken),
        days=days,
    )
    return str(told)


def _board(campaign: Campaign, refusal: ReliefError | None = None) -> str:
    form = DayForm(request.args)
    form.validate()
    shown = board.board_of(campaign, since=form.day.data)
    return render_template(
        "meals/public/board.html",
        campaign=campaign,
        board=shown,
        free=board.free,
        takes=campaign.takes_pledges(shown.today),
        refusal=refusal,
    )


def _who(campaign: Campaign, slots: list[MealSlot], form: CompanyForm) -> str:
    return render_template("meals/public/company.html", campaign=campaign, slots=slots, form=form)
