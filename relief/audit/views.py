"""The bitácora of the chapter."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from relief.accounts.access import require_chapter, requires
from relief.accounts.permissions import Permission
from relief.audit import queries
from relief.audit.forms import FilterForm
from relief.audit.story import told
from relief.core.paging import read_listing

bp = Blueprint("audit", __name__, url_prefix="/staff/audit")


@bp.get("/")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    """List what happened, newest first, by room, person and days of the chapter's wall."""
    chapter = require_chapter()
    form = FilterForm(request.args)
    form.validate()
    page = queries.page_of_entries(
        read_listing(request.args, default="-seq", filters=("room", "actor", "since", "until")),
        room=form.room.data or "",
        actor=form.actor.data or "",
        days=(form.since.data, form.until.data),
        zone=chapter.zone,
    )
    return render_template(
        "audit/index.html",
        page=page,
        filters=form,
        entries=list(zip(page.rows, told(page.rows), strict=True)),
        head=queries.head(chapter.id),
    )
