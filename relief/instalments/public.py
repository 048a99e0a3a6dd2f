"""Where a donor says that a pledge needs no reminders, by the link of its letters."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.core.db import transaction
from relief.instalments import actions, queries
from relief.instalments.errors import RemindersAlreadyStopped
from relief.links.access import WAYS, by_link
from relief.links.models import CapabilityLink, LinkKind
from relief.pledges.queries import get_pledge

bp = Blueprint("instalments_public", __name__)
WAYS[LinkKind.FOLLOW, "reminders"] = "instalments_public.reminders"


@bp.get("/d/pledge/<uuid:link_id>/reminders")
@by_link(LinkKind.FOLLOW)
def reminders(link: CapabilityLink) -> ResponseReturnValue:
    """Show a button: a mail scanner that opens the address stops nothing."""
    return render_template(
        "instalments/reminders.html",
        link=link,
        pledge=get_pledge(link.subject_id),
        stopped=queries.standing_stop(link.subject_id),
    )


@bp.post("/d/pledge/<uuid:link_id>/reminders")
@by_link(LinkKind.FOLLOW)
def stop(link: CapabilityLink) -> ResponseReturnValue:
    """Stop the reminders; doing it twice is no fault."""
    try:
        with transaction():
            actions.stop_reminders(get_pledge(link.subject_id), by_donor=True)
    except RemindersAlreadyStopped:
        pass
    else:
        flash(_("You will receive no more reminders of this pledge."), "success")
    return redirect(url_for(".reminders", link_id=link.id), code=303)
