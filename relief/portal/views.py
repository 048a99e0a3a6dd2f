"""The door of the donor portal: ask, open the letter, come in, choose a donor, go."""

import secrets
from typing import cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import anyone, require_chapter
from relief.core import outbox, tenancy
from relief.core.db import transaction
from relief.core.languages import reader_language
from relief.links import sign_in
from relief.links.address import keys
from relief.links.errors import LinkDead
from relief.links.models import DonorSession, SignInLink
from relief.portal import (
    arrival_pages,
    company_pages,
    gift_pages,
    own_pages,
    queries,
    slip_pages,
)
from relief.portal.access import (
    ASKED,
    ASKED_SECONDS,
    COOKIE,
    current_session,
    keep,
    signed_in,
)
from relief.portal.forms import AskForm, CodeForm, EnterForm
from relief.portal.letter import LETTER

bp = Blueprint("portal", __name__, url_prefix="/portal")
for pages in (gift_pages, slip_pages, arrival_pages, company_pages, own_pages):
    bp.register_blueprint(pages.bp)


@bp.get("")
@anyone
def start() -> ResponseReturnValue:
    """Ask for a mailbox, or lead on whoever is in already."""
    if current_session() is not None:
        return redirect(url_for(".companies"), code=303)
    return render_template("portal/start.html", form=AskForm(formdata=None))


@bp.post("")
@anyone
def ask() -> ResponseReturnValue:
    """Promise a letter; whether the mailbox is known shows neither in words nor in time."""
    require_chapter()
    form = AskForm()
    if not form.validate_on_submit():
        return render_template("portal/start.html", form=form), 422
    nonce = request.cookies.get(ASKED) or secrets.token_urlsafe(16)
    language = reader_language()
    with transaction():
        link = sign_in.ask(form.email.data, nonce=nonce, language=language)
        outbox.add(LETTER, {"link_id": str(link.id)})
    response = cast(Response, redirect(url_for(".sent"), code=303))
    keep(response, ASKED, nonce, seconds=ASKED_SECONDS)
    return response


@bp.get("/sent")
@anyone
def sent() -> ResponseReturnValue:
    """Say what to do with the letter."""
    return render_template("portal/sent.html", form=CodeForm(formdata=None))


@bp.post("/sent")
@anyone
def by_code() -> ResponseReturnValue:
    """Let in the browser that asked, by the code of the letter; it may be read on another device."""
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("portal/sent.html", form=form), 422
    try:
        link = sign_in.asked_here(request.cookies.get(ASKED, ""))
        token = _use(link, form.code.data)
    except LinkDead:
        return _dead()
    if token is None:
        form.code.errors = [_("This is not the code of the last letter. Check it.")]
        return render_template("portal/sent.html", form=form), 422
    return _welcome(token)


@bp.get("/in/<token>")
@anyone
def link(token: str) -> ResponseReturnValue:
    """Show a button and change nothing: programs that look through mail open links too."""
    try:
        found = sign_in.find(token)
    except LinkDead:
        return _dead()
    return _at_link(token, EnterForm(formdata=None) if _asked_here(found) else CodeForm(None))


@bp.post("/in/<token>")
@anyone
def come_in(token: str) -> ResponseReturnValue:
    """Use the link up, once, and begin a session."""
    try:
        found = sign_in.find(token)
        form = EnterForm() if _asked_here(found) else CodeForm()
        if not form.validate_on_submit():
            return _at_link(token, form, 422)
        typed = form.code.data if isinstance(form, CodeForm) else None
        opened = _use(found, typed)
    except LinkDead:
        return _dead()
    if opened is None:
        form["code"].errors = [_("This is not the code of the letter. Check it.")]
        return _at_link(token, form, 422)
    return _welcome(opened)


@bp.get("/companies")
@signed_in
def companies(session: DonorSession) -> ResponseReturnValue:
    """Offer the donors of this mailbox; a single one is opened at once, unless a choice was asked for."""
    found = queries.accesses(session.email)
    if len(found) == 1 and "choose" not in request.args:
        return redirect(url_for(".gifts.home", donor_id=found[0].donor_id), code=303)
    return render_template("portal/companies.html", found=found, email=session.email)


@bp.post("/out")
@anyone
def leave() -> ResponseReturnValue:
    """End the session on the server, so that its cookie opens nothing any more."""
    session = current_session()
    if session is not None:
        with transaction():
            sign_in.end(session)
    flash(_("You signed out of the portal."), "success")
    response = cast(Response, redirect(url_for(".start"), code=303))
    keep(response, COOKIE, "", seconds=0)
    return response


def _asked_here(found: SignInLink) -> bool:
    return sign_in.same_browser(found, request.cookies.get(ASKED, ""))


def _use(found: SignInLink, code: str | None) -> str | None:
    with tenancy.all_chapters(), transaction():
        return sign_in.come_in(found, code=code, key=keys()[0])


def _at_link(token: str, form: EnterForm, status: int = 200) -> ResponseReturnValue:
    return render_template("portal/enter.html", form=form, token=token), status


def _dead() -> ResponseReturnValue:
    """Answer every link that does not open alike: what happened to it is nobody's business."""
    return render_template("portal/dead.html", form=AskForm(formdata=None)), 404


def _welcome(token: str) -> ResponseReturnValue:
    response = cast(Response, redirect(url_for(".companies"), code=303))
    keep(response, COOKIE, token, seconds=int(sign_in.ABSOLUTE.total_seconds()))
    keep(response, ASKED, "", seconds=0)
    return response
