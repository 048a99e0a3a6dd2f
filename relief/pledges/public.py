"""The pledge form in public: gift, giver, review, thanks. Nothing is stored before Send.

Each step carries what the others typed in hidden fields, so that the way back loses nothing and
no script is needed.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone, require_chapter
from relief.campaigns.models import Campaign, CampaignEarmark
from relief.campaigns.queries import amounts_of, earmarks_of, public_campaign
from relief.config import Settings
from relief.core import clock
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.money import Currency, NotAnAmount, parse_money
from relief.core.rfc import RfcKind, check
from relief.core.rows import RowMissing
from relief.core.text import mask_email
from relief.donors.actions import find_or_create
from relief.donors.models import Donor, DonorKind
from relief.pledges import actions, emails, queries
from relief.pledges.actions import ContactTyped, GoodsTyped
from relief.pledges.forms import GiverForm
from relief.pledges.gift_form import GiftForm, Giving, GoodsRow, Offer, token_of
from relief.pledges.models import Pledge
from relief.stock import queries as stock

bp = Blueprint("pledges_public", __name__)
View = Callable[..., ResponseReturnValue]
COOKIE_KEY = "pledge"
GOODS_NAME = re.compile(r"goods-[0-9]{1,4}-(?:item|quantity|description|value)")
MOST_CARRIED = 60
SPARE = range(91, 94)


@dataclass(frozen=True)
class Typed:
    """Both halves of the form, as this request brought them."""

    campaign: Campaign
    gift: GiftForm
    giver: GiverForm

    def stage(self, wanted: str) -> str:
        """Return the step to show: the wanted one, or the first before it that has trouble."""
        if wanted == "gift" or not self.gift.validate():
            return "gift"
        if wanted == "giver" or not self.giver.validate():
            return "giver"
        return "review"

    def carried(self, stage: str) -> list[tuple[str, str]]:
        """Return what this step does not show and must not lose, name by name."""
        names: list[str] = []
        if stage != "gift":
            names += [name for name in self.gift._fields if name not in {"csrf_token", "goods"}]
            names += [name for name in request.form if GOODS_NAME.fullmatch(name)][:MOST_CARRIED]
        if stage != "giver":
            names += [f.name for f in self.giver if f.name != "csrf_token"]
        return [(name, request.form[name]) for name in names if name in request.form]

    def show(self, stage: str, code: int = 200) -> ResponseReturnValue:
        """Draw one step."""
        form = self.giver if stage == "giver" else self.gift
        return render_template(
            f"pledges/public/{stage}.html",
            form=form,
            gift=self.gift,
            giver=self.giver,
            campaign=self.campaign,
            carried=self.carried(stage),
            blanks=self._blanks(),
        ), code

    def _blanks(self) -> list[GoodsRow]:
        """Return the row that the button copies, and spare ones for a page without scripts."""
        if "goods" not in self.gift:
            return []
        items = self.gift.goods.entries[0].form.item.options
        rows = [GoodsRow(None, prefix=f"goods-{mark}-") for mark in ("__n__", *SPARE)]
        for row in rows:
            row.item.options = items
        return rows


def read(campaign: Campaign, *, fresh_giver: bool = False) -> Typed:
    """Read the form of a request, for what the campaign takes."""
    language = reader_language()
    sent = request.form if request.method == "POST" else None
    gift = GiftForm(sent, data=None if sent else _asked_for())
    gift.offer(
        Offer(
            cash=campaign.accepts_cash,
            goods=campaign.accepts_goods,
            items=stock.item_choices(language) if campaign.accepts_goods else [],
            amounts=amounts_of(campaign.id),
            earmarks=earmarks_of(campaign.id),
            language=language,
        )
    )
    giver = GiverForm(None if fresh_giver else sent, data={"language": language})
    return Typed(campaign, gift, giver)


def for_open_campaign(view: View) -> View:
    """Give a view its campaign; say kindly that a paused, closed or future one takes no pledges."""

    @wraps(view)
    def opened(slug: str) -> ResponseReturnValue:
        campaign = public_campaign(slug)
        today = clock.today(require_chapter().zone)
        if not campaign.takes_pledges(today):
            page = render_template("pledges/public/closed.html", campaign=campaign, today=today)
            return page, 409 if request.method == "POST" else 200
        return view(campaign)

    return opened


@bp.get("/c/<slug>/pledge")
@anyone
@for_open_campaign
def start(campaign: Campaign) -> ResponseReturnValue:
    """Ask what is given."""
    return read(campaign).show("gift")


@bp.get("/c/<slug>/pledge/review")
@anyone
def begin_again(slug: str) -> ResponseReturnValue:
    """Lead whoever opens the address of a step to the first one."""
    return redirect(url_for(".start", slug=slug), code=303)


@bp.post("/c/<slug>/pledge/review")
@anyone
@for_open_campaign
def review(campaign: Campaign) -> ResponseReturnValue:
    """Go to the step that the button named: back to one, on to the next, or to the review."""
    wanted = request.form.get("go", "review")
    typed = read(campaign, fresh_giver=wanted == "giver" and "name" not in request.form)
    stage = typed.stage(wanted)
    wrong = typed.gift.errors or (stage == "giver" and typed.giver.errors)
    return typed.show(stage, 422 if wrong else 200)


@bp.post("/c/<slug>/pledge")
@anyone
@for_open_campaign
def send(campaign: Campaign) -> ResponseReturnValue:
    """Store the pledge, once, and show its reference."""
    typed = read(campaign)
    stage = typed.stage("review")
    if stage != "review":
        return typed.show(stage, 422)
    try:
        with transaction():
            pledge = _submit(typed)
    except ReliefError as refusal:
        typed.gift.refuse(refusal)
        return typed.show("gift", 422)
    session[COOKIE_KEY] = str(pledge.id)
    return redirect(url_for(".thanks", slug=campaign.slug), code=303)


@bp.get("/c/<slug>/pledge/thanks")
@anyone
def thanks(slug: str) -> ResponseReturnValue:
    """Show whoever just sent a pledge its reference, how to pay it and where to follow it."""
    try:
        pledge = queries.get_pledge(UUID(session.get(COOKIE_KEY, "")))
    except (ValueError, RowMissing):
        return redirect(url_for(".start", slug=slug), code=303)
    return render_template(
        "pledges/public/thanks.html",
        pledge=pledge,
        campaign=pledge.campaign,
        masked=mask_email(pledge.contact_email),
        follow=emails.living_address(pledge),
        pay_url=_pay_url(pledge),
        first=next(iter(pledge.wished_payments), None),
        places=stock.places(active=True) if pledge.goods_lines else [],
    )


def _pay_url(pledge: Pledge) -> str:
    """Return where the money may be paid online, '' where it may not: paying is a room above."""
    settings: Settings = current_app.config["SETTINGS"]
    if pledge.cash_line is None or not settings.pays_online:
        return ""
    return url_for("checkout_public.pay_new", slug=pledge.campaign.slug)


def _submit(typed: Typed) -> Pledge:
    gift, giver = typed.gift, typed.giver
    return actions.submit_pledge(
        typed.campaign,
        donor=lambda: _donor(giver),
        contact=ContactTyped(giver.contact_name.data, giver.email.data, giver.phone.data or ""),
        cash=gift.cash,
        goods=[
            GoodsTyped(
                item=stock.get_item(row.item.data),
                quantity=row.quantity.data,
                description=row.description.data or "",
                value=row.value.data,
            )
            for row in gift.rows()
        ],
        nonce=gift.nonce.data,
        plan_frequency=gift.plan,
        plan_count=gift.count,
        earmark=_earmark(typed),
        anonymous=giver.named is None,
        supporter=giver.named,
        wants_receipt=giver.wants_receipt.data,
        message=giver.message.data or "",
        language=giver.language.data,
        privacy_version=require_chapter().privacy_version,
    )


def _earmark(typed: Typed) -> CampaignEarmark | None:
    chosen = typed.gift.earmark.data if "earmark" in typed.gift else None
    return next((each for each in earmarks_of(typed.campaign.id) if each.id == chosen), None)


def _asked_for() -> dict[str, Any]:
    """Return what the address asks for: `?amount=500.00&currency=MXN`, `?give=goods`."""
    asked: dict[str, Any] = {}
    give, currency = request.args.get("give"), request.args.get("currency", Currency.MXN)
    if give in set(Giving):
        asked["give"] = Giving(give)
    if currency in set(Currency):
        with suppress(NotAnAmount):
            amount = parse_money(request.args.get("amount", ""), currency)
            asked |= {"amount": amount, "currency": Currency(currency), "chip": token_of(amount)}
    return asked


def _donor(giver: GiverForm) -> Donor:
    person = check(giver.rfc.data).kind is RfcKind.PERSON
    return find_or_create(
        name=giver.name.data,
        rfc=giver.rfc.data,
        email=giver.email.data,
        kind=DonorKind.PERSON if person else DonorKind.COMPANY,
        tax_regime=giver.tax_regime.data,
        postal_code=giver.postal_code.data,
        ein=giver.ein.data,
        phone=giver.phone.data or "",
        language=giver.language.data,
    )
