"""Open, tell and close campaigns."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.campaigns import queries
from relief.campaigns.errors import (
    AcceptsNothing,
    CampaignAlreadyThere,
    CampaignMoveRefused,
    EndsBeforeItStarts,
    SlugEmpty,
    SlugFixed,
    SlugTaken,
    UnitsWithoutName,
)
from relief.campaigns.models import CAMPAIGN_MOVES, Campaign, CampaignStatus
from relief.core import rows
from relief.core.db import db
from relief.core.text import slugify
from relief.core.words import word


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
