"""The hospital's own page: what is coming, and what arrived. No account, a link is enough."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from relief.core.languages import reader_language
from relief.core.rows import RowMissing
from relief.deliveries import evidence_queries, queries, taking
from relief.deliveries.answering import confirmed, handed_out, paper
from relief.deliveries.forms import HandoverForm, handover_data
from relief.deliveries.models import ON_THE_ROAD, Delivery, ProofSource
from relief.links.access import ENDPOINTS, by_link
from relief.links.errors import LinkDead
from relief.links.models import CapabilityLink, LinkKind

bp = Blueprint("deliveries_public", __name__)
ENDPOINTS[LinkKind.HOSPITAL] = "deliveries_public.show"


@bp.get("/d/delivery/<uuid:link_id>")
@by_link(LinkKind.HOSPITAL)
def show(link: CapabilityLink) -> ResponseReturnValue:
    """Show the expected goods and the form, or what was signed."""
    delivery = _delivery_of(link)
    form = HandoverForm(formdata=None, data=handover_data(delivery))
    return _page(delivery, form, link)


@bp.post("/d/delivery/<uuid:link_id>")
@by_link(LinkKind.HOSPITAL)
def confirm(link: CapabilityLink) -> ResponseReturnValue:
    """Keep the hospital's answer, once; whoever sends again sees the one that was kept."""
    delivery = _delivery_of(link)
    form = HandoverForm()
    if delivery.proof is not None or confirmed(delivery, form, source=ProofSource.LINK):
        return redirect(url_for(".show", link_id=link.id), code=303)
    return _page(delivery, form, link), 422


@bp.get("/d/delivery/<uuid:link_id>/evidence/<uuid:evidence_id>")
@by_link(LinkKind.HOSPITAL)
def picture(link: CapabilityLink, *, evidence_id: UUID) -> ResponseReturnValue:
    """Hand out a picture of the link's own delivery; any other is absent."""
    evidence = evidence_queries.get_evidence(evidence_id)
    if evidence.delivery_id != link.subject_id:
        raise RowMissing("Evidence")
    return handed_out(evidence)


@bp.get("/d/delivery/<uuid:link_id>/acuse.pdf")
@by_link(LinkKind.HOSPITAL)
def acuse_pdf(link: CapabilityLink) -> ResponseReturnValue:
    """Serve the acuse to whoever holds the link; 404 before it is signed."""
    delivery = _delivery_of(link)
    if delivery.proof is None:
        raise RowMissing("Proof")
    content = taking.draw_acuse(delivery, language=reader_language())
    return paper(content, f"{delivery.reference}-acuse.pdf")


def _page(delivery: Delivery, form: HandoverForm, link: CapabilityLink) -> str:
    evidence = evidence_queries.evidence_of(delivery.id) if delivery.proof else []
    return render_template(
        "deliveries/hospital.html", delivery=delivery, form=form, link=link, evidence=evidence
    )


def _delivery_of(link: CapabilityLink) -> Delivery:
    """The delivery of a link, while it is on the road or signed for."""
    delivery = queries.whole_delivery(link.subject_id)
    if delivery.proof is None and delivery.status not in ON_THE_ROAD:
        raise LinkDead
    return delivery
