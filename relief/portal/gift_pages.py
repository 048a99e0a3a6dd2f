"""Home, pledges and receipts of one donor."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from relief.campaigns.models import Campaign
from relief.campaigns.queries import active_campaigns, amounts_of
from relief.checkout.actions import Payer
from relief.checkout.public import pay as pay_page
from relief.core import clock
from relief.core.answers import PDF, as_file
from relief.core.money import grouped
from relief.core.paging import read_listing
from relief.instalments.queries import LEFT_OPEN, next_amount, parts_of
from relief.pledges.gift_form import OTHER, Giving, token_of
from relief.pledges.models import OPEN_PLEDGES, PlanFrequency, Pledge
from relief.portal import gifts
from relief.portal.access import Door, at_door
from relief.receipts.models import PaperKind
from relief.reports.story import story_of_pledge
from relief.stock.queries import places

bp = Blueprint("gifts", __name__, url_prefix="/<uuid:donor_id>")


@dataclass(frozen=True)
class Again:
    """A form that begins the same pledge once more: where it goes and what it carries."""

    campaign: Campaign
    address: str
    fields: dict[str, str]


@bp.get("")
@at_door()
def home(door: Door) -> ResponseReturnValue:
    """Say what remains, what is due next and what came of the gifts."""
    waiting = gifts.waiting(door)
    return render_template(
        "portal/home.html",
        door=door,
        waiting=waiting,
        coming=gifts.coming(waiting),
        remaining=gifts.remaining(waiting),
        impact=gifts.impact_of(door),
        pays_online=current_app.config["SETTINGS"].pays_online,
    )


@bp.get("/pledges")
@at_door()
def pledges(door: Door) -> ResponseReturnValue:
    """List the pledges, the newest first."""
    listing = read_listing(request.args, default="-submitted")
    return render_template(
        "portal/pledges.html", door=door, page=gifts.page_of_pledges(door, listing)
    )


@bp.get("/pledges/<uuid:pledge_id>")
@at_door()
def pledge(door: Door, pledge_id: UUID) -> ResponseReturnValue:
    """Tell the story of one pledge, and offer what can be done with it."""
    found = gifts.pledge_of(door, pledge_id)
    story = story_of_pledge(found)
    today = clock.today(door.chapter.zone)
    parts = parts_of(found)
    return render_template(
        "portal/pledge.html",
        door=door,
        pledge=found,
        story=story,
        to_send=next_amount(found) or story.outstanding,
        takes_slips=found.status in OPEN_PLEDGES and story.outstanding is not None,
        slips=gifts.slips_of(found),
        parts=parts if any(part.state in LEFT_OPEN for part in parts) else [],
        pays_online=current_app.config["SETTINGS"].pays_online,
        again=_again(door, found, today),
        places=places(active=True) if story.awaits_goods else [],
    )


@bp.route("/pledges/<uuid:pledge_id>/pay", methods=["GET", "POST"])
@at_door()
def pay(door: Door, pledge_id: UUID) -> ResponseReturnValue:
    """Pay a pledge online, its next part unless another amount is written."""
    found = gifts.pledge_of(door, pledge_id)
    return pay_page(
        found,
        url_for(".pledge", donor_id=door.donor.id, pledge_id=pledge_id),
        payer=Payer(gifts.name_of(door, found), door.email),
    )


@bp.get("/receipts")
@at_door()
def receipts(door: Door) -> ResponseReturnValue:
    """List the receipts, the newest first."""
    listing = read_listing(request.args, default="-issued")
    return render_template(
        "portal/receipts.html", door=door, page=gifts.page_of_receipts(door, listing)
    )


@bp.get("/receipts/<uuid:receipt_id>/<any(original, void_notice):kind>.pdf")
@at_door()
def paper(door: Door, receipt_id: UUID, kind: str) -> ResponseReturnValue:
    """Serve a paper, byte for byte as stored."""
    folio, content = gifts.paper_of(door, receipt_id, PaperKind(kind))
    ending = "" if kind == PaperKind.ORIGINAL else "-aviso"
    return as_file(content, f"{folio}{ending}.pdf", PDF)


def _again(door: Door, pledge: Pledge, today: date) -> list[Again]:
    """Return the public form filled in as this pledge was, for its campaign or the open ones.

    Only what this mailbox typed itself is carried; the company's facts are the form's to ask for.
    """
    open_ones = [each for each in active_campaigns() if each.takes_pledges(today)]
    same = [each for each in open_ones if each.id == pledge.campaign_id]
    root = door.chapter.public_root
    return [
        Again(each, f"{root}/c/{each.slug}/pledge/review", _typed(pledge, each, door))
        for each in (same or open_ones)[:3]
    ]


def _typed_money(pledge: Pledge, campaign: Campaign) -> dict[str, str]:
    """Return how the form says how much money, and in how many equal payments."""
    cash, count = pledge.cash_line, len(pledge.wished_payments)
    if cash is None or cash.amount is None:
        return {}
    token = token_of(cash.amount)
    suggested = {token_of(each.amount) for each in amounts_of(campaign.id)}
    return {
        "chip": token if token in suggested else OTHER,
        "amount": grouped(cash.amount),
        "currency": cash.amount.currency,
        "plan_frequency": (pledge.plan_frequency if count > 1 else PlanFrequency.ONCE).value,
        "plan_count": str(count) if count > 1 else "",
    }


def _typed(pledge: Pledge, campaign: Campaign, door: Door) -> dict[str, str]:
    """Return the names of the public form with what was typed then; consent is asked for anew."""
    fields = {"go": "gift", "nonce": str(uuid4())}
    money = _typed_money(pledge, campaign) if campaign.accepts_cash else {}
    goods = pledge.goods_lines if campaign.accepts_goods else []
    for number, line in enumerate(goods):
        fields[f"goods-{number}-item"] = str(line.item_id)
        fields[f"goods-{number}-quantity"] = str(line.quantity)
        fields[f"goods-{number}-description"] = line.description
    given = Giving.MONEY if not goods else Giving.BOTH if money else Giving.GOODS
    fields |= {**money, "give": given.value}
    fields |= {"name": door.donor.name, "language": pledge.language}
    if pledge.contact_email.lower() == door.email:
        fields |= {
            "contact_name": pledge.contact_name,
            "email": pledge.contact_email,
            "phone": pledge.contact_phone,
        }
    if door.whole:
        facts = {
            "rfc": door.donor.rfc,
            "tax_regime": door.donor.tax_regime,
            "postal_code": door.donor.postal_code,
            "ein": door.donor.ein,
        }
        fields |= {name: value for name, value in facts.items() if value}
    if pledge.wants_receipt:
        fields["wants_receipt"] = "y"
    return fields
