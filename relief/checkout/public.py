"""Paying online, for donors: a pledge, or a gift of the moment; and the way back."""

from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone, require_chapter
from relief.campaigns.models import Campaign
from relief.campaigns.queries import public_campaign
from relief.checkout import actions, queries
from relief.checkout.actions import Payer, Wanted
from relief.checkout.errors import AttemptOver, ProviderAway, ProviderRefuses
from relief.checkout.forms import GiveForm, PayForm
from relief.checkout.models import OnlineSession, SessionStatus
from relief.checkout.offers import LEAST, MOST_MINOR
from relief.checkout.opening import open_at_provider, payable, settings
from relief.core import clock
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.money import Money
from relief.core.rfc import RfcKind, check
from relief.core.rows import RowMissing
from relief.donors.actions import find_or_create
from relief.donors.models import Donor, DonorKind
from relief.instalments.queries import next_amount, next_part
from relief.links.access import by_link
from relief.links.models import CapabilityLink, LinkKind
from relief.pledges.models import Pledge
from relief.pledges.queries import get_pledge

bp = Blueprint("checkout_public", __name__)
View = Callable[..., ResponseReturnValue]
ON_THE_WAY = {SessionStatus.AWAITING, SessionStatus.PAID}
PAYING, PLEDGED = "paying", "pledge"
"""What this browser's cookie remembers: the attempt it began, and the pledge it sent."""


@bp.route("/d/pledge/<uuid:link_id>/pay", methods=["GET", "POST"])
@by_link(LinkKind.FOLLOW)
def pay_pledge(link: CapabilityLink) -> ResponseReturnValue:
    """Pay a pledge, or part of it, by the link that follows it."""
    back = url_for("story.follow", link_id=link.id)
    return pay(get_pledge(link.subject_id), back)


@bp.route("/c/<slug>/pledge/pay", methods=["GET", "POST"])
@anyone
def pay_new(slug: str) -> ResponseReturnValue:
    """Pay the pledge that this browser has just sent."""
    try:
        pledge = get_pledge(UUID(session.get(PLEDGED, "")))
    except (ValueError, RowMissing):
        return redirect(url_for("pledges_public.start", slug=slug), code=303)
    return pay(pledge, url_for("pledges_public.thanks", slug=pledge.campaign.slug))


@bp.route("/c/<slug>/give", methods=["GET", "POST"])
@anyone
def give(slug: str) -> ResponseReturnValue:
    """Give at once, without a pledge."""
    campaign = public_campaign(slug)
    takes = campaign.accepts_cash and campaign.takes_pledges(clock.today(require_chapter().zone))
    if not (takes and settings().pays_online):
        return redirect(url_for("pledges_public.start", slug=slug), code=303)
    form = GiveForm()
    if form.validate_on_submit():
        wanted = Wanted(
            campaign=campaign,
            pledge=None,
            amount=form.amount.data,
            way=form.way.data,
            payer=Payer(form.name.data, form.email.data),
            language=reader_language(),
            back_to=request.script_root + f"/c/{slug}",
            privacy_version=require_chapter().privacy_version,
        )
        answer = _begin(wanted, form, donor=lambda: _donor(form))
        if answer is not None:
            return answer
    return render_template(
        "checkout/public/give.html", form=form, campaign=campaign, simulated=settings().simulated
    ), 422 if form.errors or form.form_errors else 200


@bp.get("/c/<slug>/paid")
@anyone
def paid(slug: str) -> ResponseReturnValue:
    """Meet the donor who comes back. Never a proof: only the provider's own notice is."""
    return _landing(slug, "paid")


@bp.get("/c/<slug>/unpaid")
@anyone
def unpaid(slug: str) -> ResponseReturnValue:
    """Meet the donor who came back without paying."""
    return _landing(slug, "unpaid")


def pay(pledge: Pledge, back: str, *, payer: Payer | None = None) -> ResponseReturnValue:
    """Answer the page that pays a pledge, for whoever the calling view let in.

    `back` is where the donor came from; `payer` is the contact of the pledge unless somebody else
    pays. The next part of a schedule stands in the form at first.
    """
    left = payable(pledge)
    if left is None:
        return redirect(back, code=303)
    part = next_part(pledge)
    offer = _first_offer(pledge, left)
    form = PayForm(data={"amount": offer})
    form.offer(left)
    if form.validate_on_submit():
        wanted = Wanted(
            campaign=pledge.campaign,
            pledge=pledge,
            amount=Money(form.amount.data.minor, left.currency),
            way=form.way.data,
            payer=payer or Payer(pledge.contact_name, pledge.contact_email),
            language=reader_language(),
            back_to=back,
            instalment_position=part.position if part else None,
            privacy_version=pledge.privacy_version,
        )
        answer = _begin(wanted, form, donor=pledge.donor)
        if answer is not None:
            return answer
    return render_template(
        "checkout/public/pay.html",
        form=form,
        pledge=pledge,
        left=left,
        part=part,
        offer=offer,
        back=back,
        simulated=settings().simulated,
    ), 422 if form.errors or form.form_errors else 200


def _first_offer(pledge: Pledge, left: Money) -> Money:
    """Return the amount to begin with: the next part, as far as the provider moves so much or little."""
    offer = next_amount(pledge) or left
    wanted = min(offer, left) if offer >= LEAST[left.currency] else left
    return min(wanted, Money(MOST_MINOR, left.currency))


def _begin(
    wanted: Wanted, form: PayForm | GiveForm, *, donor: Donor | Callable[[], Donor]
) -> ResponseReturnValue | None:
    """Write the attempt down, then lead to the provider; None when the form was refused."""
    try:
        with transaction():
            begun = actions.begin(wanted, donor=donor, nonce=form.nonce.data)
    except AttemptOver as over:
        form.nonce.typed = str(uuid4())
        form.refuse(over)
        return None
    except ReliefError as refusal:
        form.refuse(refusal)
        return None
    session[PAYING] = str(begun.id)
    try:
        return redirect(open_at_provider(begun.id), code=303)
    except (ProviderAway, ProviderRefuses) as trouble:
        return _away(begun, trouble)


def _away(begun: OnlineSession, trouble: ReliefError) -> ResponseReturnValue:
    """Say that the provider cannot be reached, keep what was typed, and name the other way to give."""
    sent: Sequence[tuple[str, str]] = [
        (name, value) for name, value in request.form.items() if name != "csrf_token"
    ]
    page = render_template(
        "checkout/public/away.html",
        trouble=str(trouble),
        sent=sent,
        begun=begun,
        reference=_reference(begun),
    )
    return page, 503


def _landing(slug: str, page: str) -> ResponseReturnValue:
    campaign = public_campaign(slug)
    begun = _own_attempt(campaign)
    if page == "unpaid" and begun is not None and begun.status in ON_THE_WAY:
        # The back button of a browser leads here, too: nobody is asked for the money again.
        return redirect(url_for(".paid", slug=slug), code=303)
    return render_template(
        f"checkout/public/{page}.html",
        campaign=campaign,
        begun=begun,
        reference=_reference(begun) if begun else "",
    )


def _own_attempt(campaign: Campaign) -> OnlineSession | None:
    """Return the attempt that this browser began for a campaign; None for anybody else's."""
    try:
        begun = queries.get_session(UUID(session.get(PAYING, "")))
    except (ValueError, RowMissing):
        return None
    return begun if begun.campaign_id == campaign.id else None


def _reference(begun: OnlineSession) -> str:
    return begun.pledge.reference if begun.pledge else begun.payer_name


def _donor(form: GiveForm) -> Donor:
    person = check(form.rfc.data).kind is RfcKind.PERSON
    return find_or_create(
        name=form.name.data,
        rfc=form.rfc.data,
        email=form.email.data,
        kind=DonorKind.PERSON if person else DonorKind.COMPANY,
        language=reader_language(),
    )
