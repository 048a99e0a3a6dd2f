"""What companies hold, for staff: beside the need and the pledge, and a page of its own."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.closing import ReasonForm, endings, refused_closing
from relief.core.mail import letters_about
from relief.holds import actions, queries
from relief.holds.models import Hold
from relief.needs import views as needs
from relief.needs.models import Need
from relief.pledges import views as pledges

bp = Blueprint("holds", __name__, url_prefix="/staff/holds")


def _of_need(need: Need) -> dict[str, Any]:
    """Return what a need's page says of companies: their holds and their promises."""
    return {
        "standing": queries.standing_of([need.id]),
        "holds": [each for each in queries.holds_of(need.id) if each.pledge_id is None],
        "aims": queries.aims_of_need(need.id),
    }


needs.windows["companies"] = _of_need
pledges.windows["aims"] = lambda pledge: queries.aims_of_pledge(pledge.id)


@bp.get("/<uuid:hold_id>")
@requires(Permission.NEEDS_READ)
def show(hold_id: UUID) -> ResponseReturnValue:
    """Show one hold: who, what, until when, and what became of it."""
    return _page(queries.get_hold(hold_id))


@bp.post("/<uuid:hold_id>/release")
@requires(Permission.NEEDS_DECIDE)
def release(hold_id: UUID) -> ResponseReturnValue:
    """Give the goods free for others, and tell the company why."""
    act = partial(actions.release_hold, queries.get_hold(hold_id))
    refused = refused_closing("release", act)
    if refused is not None:
        return _page(queries.get_hold(hold_id), refused), 422
    flash(_("Done. The company was told why."), "success")
    return redirect(url_for(".show", hold_id=hold_id), code=303)


def _page(hold: Hold, refused: ReasonForm | None = None) -> str:
    return render_template(
        "holds/show.html",
        hold=hold,
        refused=refused,
        endings=endings("release", refused=refused),
        history=story_of(hold.id),
        letters=letters_about(hold.id),
    )
