"""Open, tell and close campaigns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.campaigns import queries
from relief.campaigns.errors import (
    AcceptsNothing,
    AmountsTooFewOrMany,
    AmountTwice,
    CampaignAlreadyThere,
    CampaignMoveRefused,
    EarmarkTwice,
    EndsBeforeItStarts,
    NoMoneyTaken,
    NotOnePreselected,
    SlugEmpty,
    SlugFixed,
    SlugTaken,
    UnitsWithoutName,
)
from relief.campaigns.models import (
    CAMPAIGN_MOVES,
    Campaign,
    CampaignAmount,
    CampaignEarmark,
    CampaignStatus,
    EarmarkKind,
)
from relief.core import rows
from relief.core.db import db
from relief.core.money import Money, format_money
from relief.core.text import search_key, slugify
from relief.core.words import word

FEWEST_AMOUNTS, MOST_AMOUNTS = 4, 6


@dataclass(frozen=True)
class Suggested:
    """An amount to suggest and what it buys."""

    amount: Money
    buys: str
    buys_en: str = ""
    preselected: bool = False


@dataclass(frozen=True)
class Offered:
    """A purpose that a gift may be meant for."""

    kind: EarmarkKind
    name: str
    name_en: str = ""


def create_campaign(
    *, name: str, summary: str, starts_on: date, slug: str = "", **details: Any
) -> Campaign:
    """Write down a campaign, a draft until it is moved; an empty slug is made from the name.

    Raise SlugTaken, SlugEmpty, EndsBeforeItStarts, AcceptsNothing or UnitsWithoutName.
    """
    slug = _own_slug(slug) if slug else queries.free_slug(name)
    _check(starts_on=starts_on, **details)
    campaign = Campaign(name=name, summary=summary, starts_on=starts_on, slug=slug, **details)
    db.session.add(campaign)
    db.session.flush()
    record("campaigns:campaign:created", campaign, after={"name": name, "slug": slug})
    return campaign


def edit_campaign(campaign: Campaign, *, changes: Mapping[str, Any]) -> None:
    """Change what is told of a campaign. Raise as create_campaign does, and SlugFixed."""
    rows.lock(campaign)
    changed = {key: value for key, value in changes.items() if getattr(campaign, key) != value}
    if not changed.get("slug", True):
        del changed["slug"]
    if "slug" in changed:
        if campaign.status is not CampaignStatus.DRAFT:
            raise SlugFixed
        changed["slug"] = _own_slug(changed["slug"], campaign)
    if not changed:
        return
    kept = ("starts_on", "ends_on", "accepts_cash", "accepts_goods", "goal_units", "unit_label")
    _check(**{key: changed.get(key, getattr(campaign, key)) for key in kept})
    before = {key: getattr(campaign, key) for key in changed}
    for key, value in changed.items():
        setattr(campaign, key, value)
    db.session.flush()
    record("campaigns:campaign:edited", campaign, before=before, after=changed)


def move_campaign(campaign: Campaign, status: CampaignStatus) -> None:
    """Begin, pause, close, begin again or archive. Raise CampaignMoveRefused, CampaignAlreadyThere."""
    rows.lock(campaign)
    before = campaign.status
    if before is status:
        raise CampaignAlreadyThere(
            who=who_did(campaign.id, "campaigns:campaign:moved", "campaigns:campaign:created"),
            now=word(before),
        )
    if status not in CAMPAIGN_MOVES[before]:
        raise CampaignMoveRefused(now=word(before), wanted=word(status))
    campaign.status = status
    db.session.flush()
    record(
        "campaigns:campaign:moved", campaign, before={"status": before}, after={"status": status}
    )


def suggest_amounts(campaign: Campaign, *, amounts: Sequence[Suggested]) -> None:
    """Put these amounts, in this order, in the place of those suggested before; none takes all away.

    Raise NoMoneyTaken, AmountsTooFewOrMany, AmountTwice or NotOnePreselected.
    """
    rows.lock(campaign)
    _check_amounts(campaign, amounts)
    _put(
        campaign,
        amounts,
        instead_of=queries.amounts_of(campaign.id),
        kind=CampaignAmount,
        tag="campaigns:campaign:amounts_offered",
        what="amounts",
        told=lambda each: f"{format_money(each.amount)}: {each.buys}",
    )


def offer_earmarks(campaign: Campaign, *, earmarks: Sequence[Offered]) -> None:
    """Put these purposes in the place of those offered before; pledges keep what they chose.

    Raise EarmarkTwice.
    """
    rows.lock(campaign)
    seen: set[str] = set()
    for each in earmarks:
        if search_key(each.name) in seen:
            raise EarmarkTwice(name=each.name)
        seen.add(search_key(each.name))
    _put(
        campaign,
        earmarks,
        instead_of=queries.earmarks_of(campaign.id),
        kind=CampaignEarmark,
        tag="campaigns:campaign:earmarks_offered",
        what="earmarks",
        told=lambda each: each.name,
    )


def _put(
    campaign: Campaign,
    new: Sequence[Suggested | Offered],
    *,
    instead_of: Sequence[CampaignAmount | CampaignEarmark],
    kind: type[CampaignAmount | CampaignEarmark],
    tag: str,
    what: str,
    told: Callable[[Any], str],
) -> None:
    """Put new rows, in their order, in the place of those of before; remembered where they differ."""
    before, after = ("; ".join(told(each) for each in rows) for rows in (instead_of, new))
    db.session.execute(sa.delete(kind).where(kind.campaign_id == campaign.id))
    db.session.add_all(
        kind(campaign_id=campaign.id, position=position, **vars(each))
        for position, each in enumerate(new, start=1)
    )
    db.session.flush()
    if after != before:
        record(tag, campaign, before={what: before}, after={what: after})


def _check_amounts(campaign: Campaign, amounts: Sequence[Suggested]) -> None:
    if not amounts:
        return
    if not campaign.accepts_cash:
        raise NoMoneyTaken
    if not FEWEST_AMOUNTS <= len(amounts) <= MOST_AMOUNTS:
        raise AmountsTooFewOrMany
    seen: set[Money] = set()
    for each in amounts:
        if each.amount in seen:
            raise AmountTwice(amount=format_money(each.amount))
        seen.add(each.amount)
    if sum(each.preselected for each in amounts) != 1:
        raise NotOnePreselected


def _own_slug(text: str, campaign: Campaign | None = None) -> str:
    slug = slugify(text)
    if not slug:
        raise SlugEmpty
    holder = queries.with_slug(slug, other_than=campaign.id if campaign else None)
    if holder is not None:
        raise SlugTaken(slug=slug, name=holder.name)
    return slug


def _check(*, starts_on: date, **details: Any) -> None:
    ends_on = details.get("ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItStarts
    if not details.get("accepts_cash", True) and not details.get("accepts_goods", True):
        raise AcceptsNothing
    if details.get("goal_units") and not details.get("unit_label"):
        raise UnitsWithoutName
