"""Which campaigns there are."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from relief.campaigns.models import (
    Campaign,
    CampaignAmount,
    CampaignEarmark,
    CampaignStatus,
)
from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import slugify

PUBLIC = (CampaignStatus.ACTIVE, CampaignStatus.PAUSED, CampaignStatus.CLOSED)


def get_campaign(campaign_id: UUID) -> Campaign:
    """Return a campaign of the chapter. Raise RowMissing."""
    return rows.get(Campaign, campaign_id)


def campaign_by_slug(slug: str) -> Campaign:
    """Return the campaign of an address, whatever its state. Raise RowMissing."""
    # What we never wrote is not looked for: a database refuses some of what an address can hold.
    found = with_slug(slug) if slug == slugify(slug) else None
    if found is None:
        raise rows.RowMissing("Campaign")
    return found


def public_campaign(slug: str) -> Campaign:
    """Return the campaign of a public address. Raise RowMissing for drafts and archived ones."""
    found = campaign_by_slug(slug)
    if found.status not in PUBLIC:
        raise rows.RowMissing("Campaign")
    return found


def amounts_of(campaign_id: UUID) -> Sequence[CampaignAmount]:
    """Return the amounts that a campaign suggests, in their order."""
    return db.session.scalars(
        sa.select(CampaignAmount)
        .where(CampaignAmount.campaign_id == campaign_id)
        .order_by(CampaignAmount.position)
    ).all()


def earmarks_of(campaign_id: UUID) -> Sequence[CampaignEarmark]:
    """Return the purposes that a campaign offers, in their order."""
    return db.session.scalars(
        sa.select(CampaignEarmark)
        .where(CampaignEarmark.campaign_id == campaign_id)
        .order_by(CampaignEarmark.position)
    ).all()


def with_slug(slug: str, *, other_than: UUID | None = None) -> Campaign | None:
    """Return the campaign that holds an address."""
    statement = sa.select(Campaign).where(Campaign.slug == slug)
    if other_than is not None:
        statement = statement.where(Campaign.id != other_than)
    return db.session.scalars(statement).first()


def free_slug(name: str) -> str:
    """Propose an address from a name that no campaign of the chapter holds: `unidos`, `unidos-2`."""
    base = slugify(name, 50) or "campana"
    taken = set(
        db.session.scalars(
            sa.select(Campaign.slug).where(Campaign.slug.startswith(base, autoescape=True))
        )
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def choices() -> list[tuple[UUID, str]]:
    """Return the campaigns that gifts may still be noted for, by name: all but drafts and archived."""
    found = db.session.execute(
        sa.select(Campaign.id, Campaign.name)
        .where(Campaign.status.in_(PUBLIC))
        .order_by(Campaign.name, Campaign.id)
    )
    return [(row.id, row.name) for row in found]


def active_campaigns() -> list[Campaign]:
    """Return the active campaigns, the newest first."""
    return list(
        db.session.scalars(
            sa.select(Campaign)
            .where(Campaign.status == CampaignStatus.ACTIVE)
            .order_by(Campaign.starts_on.desc(), Campaign.id.desc())
        )
    )


def page_of_campaigns(
    listing: Listing, *, text: str = "", status: CampaignStatus | None = None
) -> Page[Campaign]:
    """Return one page of campaigns whose address, made of their name, holds `text`."""
    statement = sa.select(Campaign)
    if text:
        statement = statement.where(
            Campaign.slug.contains(slugify(text) or text, autoescape=True)
            | Campaign.name.contains(text, autoescape=True)
        )
    if status is not None:
        statement = statement.where(Campaign.status == status)
    columns = {"starts": Campaign.starts_on, "name": Campaign.name, "created": Campaign.created_at}
    return page_of(statement, listing, columns=columns, row_id=Campaign.id)
