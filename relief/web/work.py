"""What the worker could not do: jobs given up and letters refused, with a way to try again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core import mail, outbox, rows
from relief.core.db import transaction
from relief.core.mail import Letter

bp = Blueprint("work", __name__, url_prefix="/staff/work")


@bp.get("/")
@requires(Permission.WORK_READ)
def index() -> ResponseReturnValue:
    """List what failed in this chapter."""
    return render_template(
        "home/work.html", jobs=outbox.failed_jobs(), letters=mail.failed_letters()
    )


@bp.post("/jobs/<uuid:job_id>/again")
@requires(Permission.WORK_RETRY)
def try_job(job_id: UUID) -> ResponseReturnValue:
    """Put a job back in the queue; 404 unless it is one of this chapter that was given up."""
    with transaction():
        if not outbox.try_again(job_id):
            raise rows.RowMissing("Job")
    flash(_("It will be tried again in a moment."), "success")
    return redirect(url_for(".index"), code=303)


@bp.post("/letters/<uuid:letter_id>/again")
@requires(Permission.WORK_RETRY)
def send_letter(letter_id: UUID) -> ResponseReturnValue:
    """Put a refused letter back in the queue."""
    letter = rows.get(Letter, letter_id)
    with transaction():
        mail.send_again(rows.lock(letter))
    flash(_("It will be tried again in a moment."), "success")
    return redirect(url_for(".index"), code=303)
