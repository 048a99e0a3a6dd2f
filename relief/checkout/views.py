"""Paying online, for the treasury: attempts, and what the provider told that nobody could use."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.checkout import inbox, queries
from relief.checkout.forms import EventFilter, ReviewForm, SessionFilter
from relief.checkout.models import EventState, ProviderEvent
from relief.checkout.notices import Facts
from relief.checkout.opening import settings
from relief.core import clock
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing

bp = Blueprint("checkout", __name__, url_prefix="/staff/online")


@bp.get("/")
@requires(Permission.PAYMENTS_READ)
def index() -> ResponseReturnValue:
    """List the attempts to pay online."""
    form = SessionFilter(request.args)
    form.validate()
    page = queries.page_of_sessions(
        read_listing(request.args, default="-created", filters=("q", "status")),
        text=form.q.data or "",
        status=form.status.data,
    )
    return render_template(
        "checkout/index.html",
        page=page,
        filters=form,
        kept=queries.kept_events(),
        settings=settings(),
    )


@bp.get("/<uuid:session_id>")
@requires(Permission.PAYMENTS_READ)
def show(session_id: UUID) -> ResponseReturnValue:
    """Show one attempt: what was asked, what came of it."""
    begun = queries.get_session(session_id)
    return render_template(
        "checkout/show.html",
        begun=begun,
        payment=queries.payment_named(begun.payment_ref),
        history=story_of(begun.id),
    )


@bp.get("/notices")
@requires(Permission.PAYMENTS_READ)
def notices() -> ResponseReturnValue:
    """List what the provider told."""
    form = EventFilter(request.args)
    form.validate()
    page = queries.page_of_events(
        read_listing(request.args, default="-received", filters=("state",)),
        state=form.state.data,
    )
    return render_template("checkout/notices.html", page=page, filters=form, now=clock.now())


@bp.get("/notices/<uuid:event_id>")
@requires(Permission.PAYMENTS_READ)
def notice(event_id: UUID) -> ResponseReturnValue:
    """Show one notice, in our words."""
    return _notice(queries.get_event(event_id), ReviewForm(formdata=None)), 200


@bp.post("/notices/<uuid:event_id>/review")
@requires(Permission.PAYMENTS_CONFIRM)
def review(event_id: UUID) -> ResponseReturnValue:
    """Say what was done about a kept notice."""
    form = ReviewForm()
    event = queries.get_event(event_id)
    if form.validate_on_submit():
        try:
            with transaction():
                inbox.review(event, note=form.note.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Noted. The notice no longer waits."), "success")
            return redirect(url_for(".notices", state=EventState.KEPT.value), code=303)
    return _notice(queries.get_event(event_id), form), 422


def _notice(event: ProviderEvent, form: ReviewForm) -> str:
    return render_template(
        "checkout/notice.html",
        event=event,
        told=Facts(**event.facts),
        form=form,
        now=clock.now(),
        history=story_of(event.id),
    )
