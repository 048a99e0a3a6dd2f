"""Where a donor tells an arrival beforehand, by the link of their pledge."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.core.answers import PDF, as_file
from relief.intake import coming
from relief.intake.forms import ComingForm
from relief.links.access import by_link
from relief.links.models import CapabilityLink, LinkKind
from relief.pledges.models import Pledge
from relief.pledges.queries import get_pledge

bp = Blueprint("intake_public", __name__)


@bp.get("/d/pledge/<uuid:link_id>/arrival")
@by_link(LinkKind.FOLLOW)
def tell(link: CapabilityLink) -> ResponseReturnValue:
    """Ask when, where and with whom the goods come, and list what is announced already."""
    pledge = get_pledge(link.subject_id)
    return _page(link, pledge, coming.fresh_form(pledge))


@bp.post("/d/pledge/<uuid:link_id>/arrival")
@by_link(LinkKind.FOLLOW)
def keep(link: CapabilityLink) -> ResponseReturnValue:
    """Keep the announcement; the page then offers its sheet."""
    pledge = get_pledge(link.subject_id)
    form = coming.sent_form(pledge)
    if form is not None and not coming.keep(pledge, form):
        return _page(link, get_pledge(link.subject_id), form), 422
    if form is not None:
        flash(_("We expect you. Print the sheet, or show its code at the door."), "success")
    return redirect(url_for(".tell", link_id=link.id), code=303)


@bp.get("/d/pledge/<uuid:link_id>/arrival/<uuid:intake_id>.pdf")
@by_link(LinkKind.FOLLOW)
def sheet(link: CapabilityLink, intake_id: UUID) -> ResponseReturnValue:
    """Serve the sheet of an announced arrival of this pledge."""
    told, drawn = coming.sheet_of(link.subject_id, intake_id)
    return as_file(drawn, f"{told.intake.reference}.pdf", PDF, shown=True)


def _page(link: CapabilityLink, pledge: Pledge, form: ComingForm) -> str:
    def paper(intake_id: UUID) -> str:
        return url_for(".sheet", link_id=link.id, intake_id=intake_id)

    return render_template(
        "intake/public/arrival.html", link=link, **coming.shown(pledge, form, sheet=paper)
    )
