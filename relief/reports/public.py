"""The page of a pledge, for whoever holds its link."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.checkout.opening import payable
from relief.core.answers import PDF, as_file
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.instalments.queries import LEFT_OPEN, next_amount, parts_of
from relief.links.access import ENDPOINTS, by_link
from relief.links.models import CapabilityLink, LinkKind
from relief.pledges import actions as pledges
from relief.pledges import views as pledge_views
from relief.pledges.forms import DonorReasonForm
from relief.pledges.queries import get_pledge
from relief.pledges.wall import hide_supporter
from relief.reports.story import paper_of_pledge, story_of_pledge
from relief.stock.queries import places

bp = Blueprint("story", __name__)
ENDPOINTS[LinkKind.FOLLOW] = "story.follow"
# The same story stands on the staff's page of the pledge, which is a floor below.
pledge_views.windows["story"] = story_of_pledge


@bp.get("/d/pledge/<uuid:link_id>")
@by_link(LinkKind.FOLLOW)
def follow(link: CapabilityLink) -> ResponseReturnValue:
    """Show what became of a pledge."""
    return _show(link, DonorReasonForm(formdata=None)), 200


@bp.post("/d/pledge/<uuid:link_id>/cancel")
@by_link(LinkKind.FOLLOW)
def take_back(link: CapabilityLink) -> ResponseReturnValue:
    """Let a donor cancel what nobody has accepted yet."""
    form = DonorReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                pledges.take_back(get_pledge(link.subject_id), reason=form.reason.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your pledge is cancelled. Thank you for telling us."), "success")
            return redirect(url_for(".follow", link_id=link.id), code=303)
    return _show(link, form), 422


@bp.post("/d/pledge/<uuid:link_id>/wall")
@by_link(LinkKind.FOLLOW)
def leave_wall(link: CapabilityLink) -> ResponseReturnValue:
    """Take the donor's own name off the public wall: a consent may be taken back."""
    with transaction():
        hide_supporter(get_pledge(link.subject_id))
    flash(_("Your name is off the public list."), "success")
    return redirect(url_for(".follow", link_id=link.id), code=303)


@bp.get("/d/pledge/<uuid:link_id>/receipts/<uuid:receipt_id>.pdf")
@by_link(LinkKind.FOLLOW)
def receipt(link: CapabilityLink, receipt_id: UUID) -> ResponseReturnValue:
    """Serve a receipt of this pledge, byte for byte as stored."""
    folio, content = paper_of_pledge(get_pledge(link.subject_id), receipt_id)
    return as_file(content, f"{folio}.pdf", PDF, shown=True)


def _show(link: CapabilityLink, form: DonorReasonForm) -> str:
    pledge = get_pledge(link.subject_id)
    story, parts = story_of_pledge(pledge), parts_of(pledge)
    return render_template(
        "reports/story.html",
        link=link,
        pledge=pledge,
        story=story,
        form=form,
        parts=parts,
        to_send=next_amount(pledge) or story.outstanding,
        waits_for_money=any(part.state in LEFT_OPEN for part in parts),
        places=places(active=True) if story.awaits_goods else [],
        pays_online=payable(pledge) is not None,
    )
