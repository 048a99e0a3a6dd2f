"""Letters of thanks, for staff: choose the gifts, read the letters, let them leave."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from relief.accounts.access import require_chapter, requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.campaigns.queries import choices as campaign_choices
from relief.campaigns.queries import get_campaign
from relief.core import clock
from relief.core.answers import PDF, as_file
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.core.pdf.words import language_of
from relief.thanks import actions, gifts, queries
from relief.thanks.forms import FilterForm, PeriodForm, WordingForm, WriteForm, ticked
from relief.thanks.models import ThanksState
from relief.thanks.pdf import draw_letters, letter_facts
from relief.thanks.wording import SHOWN, wording_of

bp = Blueprint("thanks", __name__, url_prefix="/staff/thanks")
LANGUAGE = "<any(es, en):language>"


@bp.get("/")
@requires(Permission.THANKS_READ)
def index() -> ResponseReturnValue:
    """List the letters."""
    form = FilterForm(request.args)
    form.validate()
    listing = read_listing(request.args, default="-written", filters=("q", "state"))
    page = queries.page_of_letters(listing, text=form.q.data or "", state=form.state.data)
    return render_template("thanks/index.html", page=page, filters=form)


@bp.get("/new")
@requires(Permission.THANKS_SEND)
def new() -> ResponseReturnValue:
    """Ask for campaign and days; then show who waits for a letter."""
    today = clock.today(require_chapter().zone)
    asked = bool(request.args.get("campaign"))
    form = PeriodForm(request.args if asked else None, since=date(today.year, 1, 1), until=today)
    form.campaign.options = campaign_choices()
    if not asked or not form.validate():
        return render_template("thanks/new.html", form=form, asked=False)
    return _choose(form)


@bp.post("/new")
@requires(Permission.THANKS_SEND)
def create() -> ResponseReturnValue:
    """Write the letters of the donors that were ticked; they wait to be sent."""
    form = WriteForm()
    form.campaign.options = campaign_choices()
    if not form.validate_on_submit():
        empty = PeriodForm(None)
        empty.campaign.options = form.campaign.options
        return render_template("thanks/new.html", form=empty, asked=False), 422
    try:
        with transaction():
            run = actions.write_letters(
                get_campaign(form.campaign.data),
                since=form.since.data,
                until=form.until.data,
                donors=ticked(request.form.getlist("donor")),
                nonce=form.nonce.data,
            )
    except ReliefError as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".new"), code=303)
    return redirect(url_for(".run", run_id=run.id), code=303)


@bp.get("/runs/<uuid:run_id>")
@requires(Permission.THANKS_READ)
def run(run_id: UUID) -> ResponseReturnValue:
    """Show how far the letters of a run are; the page may be left at any time."""
    found = queries.get_run(run_id)
    listing = read_listing(request.args, default="reference")
    return render_template(
        "thanks/run.html",
        run=found,
        campaign=get_campaign(found.campaign_id),
        figures=queries.figures_of(found),
        on_paper=queries.without_address(found),
        page=queries.page_of_letters(listing, run=run_id),
        story=story_of(run_id),
    )


@bp.post("/runs/<uuid:run_id>/send")
@requires(Permission.THANKS_SEND)
def send_all(run_id: UUID) -> ResponseReturnValue:
    """Let every letter leave that was not sent; the worker does it in the background."""
    found = queries.get_run(run_id)
    with transaction():
        count = actions.send_all(found)
    told = ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", count)
    flash(told, "success" if count else "info")
    return redirect(url_for(".run", run_id=run_id), code=303)


@bp.get("/runs/<uuid:run_id>/letters.pdf")
@requires(Permission.THANKS_READ)
def run_pdf(run_id: UUID) -> ResponseReturnValue:
    """Send every letter of a run as one file for the printer."""
    found = queries.get_run(run_id)
    letters = queries.to_print(found)
    if not letters:
        flash(_("All letters of this run were taken back."), "info")
        return redirect(url_for(".run", run_id=run_id), code=303)
    chapter = require_chapter()
    return _pdf(draw_letters([letter_facts(each, chapter) for each in letters]), found.reference)


@bp.get("/letters/<uuid:letter_id>")
@requires(Permission.THANKS_READ)
def letter(letter_id: UUID) -> ResponseReturnValue:
    """Show one letter, its gifts and its history."""
    found = queries.get_letter(letter_id)
    open_still = found.state in {ThanksState.DRAFTED, ThanksState.FAILED}
    return render_template(
        "thanks/letter.html", letter=found, open_still=open_still, story=story_of(letter_id)
    )


@bp.get("/letters/<uuid:letter_id>/letter.pdf")
@requires(Permission.THANKS_READ)
def letter_pdf(letter_id: UUID) -> ResponseReturnValue:
    """Send one letter as it is printed."""
    found = queries.get_letter(letter_id)
    return _pdf(draw_letters([letter_facts(found, require_chapter())]), found.reference)


@bp.post("/letters/<uuid:letter_id>/send")
@requires(Permission.THANKS_SEND)
def send(letter_id: UUID) -> ResponseReturnValue:
    """Let one letter leave, or leave again."""
    with transaction():
        actions.send_letter(queries.get_letter(letter_id))
    flash(_("The letter is on its way."), "success")
    return redirect(url_for(".letter", letter_id=letter_id), code=303)


@bp.post("/letters/<uuid:letter_id>/hand-over")
@requires(Permission.THANKS_SEND)
def hand_over(letter_id: UUID) -> ResponseReturnValue:
    """Note that it was given on paper."""
    with transaction():
        actions.hand_over(queries.get_letter(letter_id))
    flash(_("Letter noted as handed over."), "success")
    return redirect(url_for(".letter", letter_id=letter_id), code=303)


@bp.post("/letters/<uuid:letter_id>/take-back")
@requires(Permission.THANKS_SEND)
def take_back(letter_id: UUID) -> ResponseReturnValue:
    """Take back what did not leave; its gifts wait for another letter."""
    with transaction():
        actions.take_back(queries.get_letter(letter_id))
    flash(_("Letter taken back."), "success")
    return redirect(url_for(".letter", letter_id=letter_id), code=303)


@bp.get(f"/wording/<uuid:campaign_id>/{LANGUAGE}")
@requires(Permission.THANKS_SEND)
def wording(campaign_id: UUID, language: str) -> ResponseReturnValue:
    """Show the text of a campaign's letters in one language."""
    subject, body = wording_of(get_campaign(campaign_id), language)
    return _wording_page(campaign_id, language, WordingForm(None, subject=subject, body=body))


@bp.post(f"/wording/<uuid:campaign_id>/{LANGUAGE}")
@requires(Permission.THANKS_SEND)
def keep_wording(campaign_id: UUID, language: str) -> ResponseReturnValue:
    """Keep another text; letters that are written already stay as they are."""
    form, campaign = WordingForm(), get_campaign(campaign_id)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.keep_wording(
                    campaign, language=language, subject=form.subject.data, body=form.body.data
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Text saved."), "success")
            return redirect(url_for(".new", campaign=campaign_id), code=303)
    return _wording_page(campaign_id, language, form), 422


def _wording_page(campaign_id: UUID, language: str, form: WordingForm) -> str:
    return render_template(
        "thanks/wording.html",
        campaign=get_campaign(campaign_id),
        language=language,
        names=SHOWN[language],
        form=form,
    )


def _choose(form: PeriodForm) -> str:
    campaign = get_campaign(form.campaign.data)
    write = WriteForm(None, campaign=campaign.id, since=form.since.data, until=form.until.data)
    found = gifts.waiting(campaign, since=form.since.data, until=form.until.data)
    rows = [
        (each, each.gift(language_of(each.donor.language)), actions.address_of(each.donor))
        for each in found[:500]
    ]
    return render_template(
        "thanks/new.html", form=form, asked=True, write=write, rows=rows, campaign=campaign
    )


def _pdf(content: bytes, reference: str) -> Response:
    return as_file(content, f"{reference}.pdf", PDF, shown=True)
