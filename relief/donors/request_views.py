"""What donors ask to be changed, for staff: the list, each request, and the two answers."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import label_of
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import ChoiceField, NotesField, QueueForm, ReliefForm
from relief.core.paging import read_listing
from relief.core.words import choices
from relief.donors import request_emails, requests
from relief.donors.regimes import regime_label
from relief.donors.request_models import DataRequest, RequestKind, RequestStatus

bp = Blueprint("requests", __name__, url_prefix="/requests")


class RequestQueue(QueueForm):
    """Which requests are listed; read from the address."""

    waiting = RequestStatus.PENDING
    status = ChoiceField(
        _l("State"), labels=choices(RequestStatus), required=False, blank=_l("any")
    )


class RejectForm(ReliefForm):
    """Why a request is not done."""

    answer = NotesField(_l("Reason"), max=500, description=_l("Whoever asked will read it."))


@bp.get("/")
@requires(Permission.DONORS_READ)
def index() -> ResponseReturnValue:
    """List the requests; those that wait, unless others are asked for."""
    form = RequestQueue.read(request.args)
    listing = read_listing(request.args, default="sent", filters=("status",))
    page = requests.page_of_requests(listing, status=form.status.data)
    return render_template("donors/requests.html", page=page, filters=form)


@bp.get("/<uuid:request_id>")
@requires(Permission.DONORS_READ)
def show(request_id: UUID) -> ResponseReturnValue:
    """Show what is known beside what is wanted."""
    return _page(requests.get_request(request_id), RejectForm(formdata=None))


@bp.post("/<uuid:request_id>/approve")
@requires(Permission.DONORS_EDIT)
def approve(request_id: UUID) -> ResponseReturnValue:
    """Do what was asked for, and say so."""
    asked = requests.get_request(request_id)
    with transaction():
        requests.approve(asked)
        request_emails.answered(asked)
    flash(_("Done. Whoever asked was told by mail."), "success")
    return redirect(url_for(".show", request_id=request_id), code=303)


@bp.post("/<uuid:request_id>/reject")
@requires(Permission.DONORS_EDIT)
def reject(request_id: UUID) -> ResponseReturnValue:
    """Leave everything as it is, and say why."""
    asked = requests.get_request(request_id)
    form = RejectForm()
    if form.validate_on_submit():
        try:
            with transaction():
                requests.reject(asked, answer=form.answer.data)
                request_emails.answered(asked)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Nothing was changed. Whoever asked was told why."), "success")
            return redirect(url_for(".show", request_id=request_id), code=303)
    return _page(requests.get_request(request_id), form), 422


def _page(asked: DataRequest, form: RejectForm) -> str:
    return render_template("donors/request.html", asked=asked, rows=_rows(asked), form=form)


def _rows(asked: DataRequest) -> list[tuple[str, Any, Any]]:
    """Return what is wanted as (label, what is known, what is wanted)."""
    known = asked.donor if asked.kind is RequestKind.DATA else None
    return [
        (label_of(name), _shown(name, getattr(known, name, None)), _shown(name, value))
        for name, value in asked.proposed.items()
    ]


def _shown(name: str, value: Any) -> Any:
    return regime_label(value) if name == "tax_regime" and value else value or "—"
