"""What the demo holds, for the terminal and for scripts."""

from typing import Any

import sqlalchemy as sa
from flask import current_app

from relief.accounts.demo_door import PASSWORD
from relief.campaigns.models import Campaign
from relief.chapters.models import Chapter
from relief.chapters.queries import all_of_them
from relief.config import Settings
from relief.core import tenancy
from relief.core.db import Base, db
from relief.deliveries.models import ON_THE_ROAD, Delivery
from relief.demo.chapters import PEOPLE
from relief.donors.models import Donor
from relief.hospitals.models import Hospital
from relief.intake.models import Intake
from relief.links.actions import live_link
from relief.links.address import address
from relief.links.models import LinkKind
from relief.needs.models import Need
from relief.payments.models import Payment
from relief.pledges.models import STANDING, Pledge
from relief.receipts.models import Receipt
from relief.stock.models import INVISIBLE, Item, Lot, Place

KINDS: dict[str, type[Base]] = {
    "campaign": Campaign,
    "delivery": Delivery,
    "donor": Donor,
    "hospital": Hospital,
    "intake": Intake,
    "item": Item,
    "lot": Lot,
    "need": Need,
    "payment": Payment,
    "pledge": Pledge,
    "receipt": Receipt,
}


def summary() -> dict[str, Any]:
    """Return base address, chapters, sign-ins, links, one id of each kind, and what was paid online.

    The last is for the simulated provider, which would not know of it otherwise.
    """
    settings: Settings = current_app.config["SETTINGS"]
    found = all_of_them()
    told: dict[str, Any] = {
        "base_url": settings.base_url,
        "chapters": [],
        "users": [
            {"email": p.email, "password": PASSWORD, "role": role.value, "chapter": slug}
            for p in PEOPLE
            for slug, role in p.roles.items()
        ],
        "links": {},
        "ids": {},
        "online": [],
    }
    for chapter in found:
        with tenancy.in_chapter(chapter.id):
            ids = _ids()
            told["chapters"].append(
                {"slug": chapter.slug, "name": chapter.name, "id": str(chapter.id), "ids": ids}
            )
            told["ids"][chapter.slug] = ids
            told["links"][chapter.slug] = _links(chapter, settings)
            told["online"] += _online()
        db.session.expunge_all()
    told["links"] |= told["links"][found[0].slug]
    return told


def _ids() -> dict[str, str]:
    """Return the newest record of each kind."""
    newest = {
        name: db.session.scalars(sa.select(kind).order_by(kind.id.desc()).limit(1)).first()  # type: ignore[attr-defined]  # every kind has an id
        for name, kind in KINDS.items()
    }
    newest["place"] = db.session.scalars(
        sa.select(Place).where(Place.kind.not_in(INVISIBLE)).order_by(Place.id).limit(1)
    ).first()
    return {name: str(row.id) for name, row in sorted(newest.items()) if row is not None}  # type: ignore[attr-defined]  # every kind has an id


def _online() -> list[dict[str, Any]]:
    paid = db.session.scalars(
        sa.select(Payment).where(Payment.provider_ref.is_not(None)).order_by(Payment.id)
    )
    return [
        {
            "ref": each.provider_ref,
            "minor": each.amount.minor,
            "currency": each.amount.currency,
            "created": int(each.created_at.timestamp()),
        }
        for each in paid
    ]


def _links(chapter: Chapter, settings: Settings) -> dict[str, str]:
    """Return a donor's link, a hospital's link and a page that checks a receipt."""
    pledge = db.session.scalars(
        sa.select(Pledge).where(Pledge.status.in_(STANDING)).order_by(Pledge.id.desc()).limit(1)
    ).one()
    trip = db.session.scalars(
        sa.select(Delivery).where(Delivery.status.in_(ON_THE_ROAD)).order_by(Delivery.id).limit(1)
    ).one()
    code = db.session.scalars(sa.select(Receipt.check_code).order_by(Receipt.id).limit(1)).one()
    follow = live_link(LinkKind.FOLLOW, pledge.id)
    hospital = live_link(LinkKind.HOSPITAL, trip.id)
    home = settings.base_url if chapter.is_default else f"{settings.base_url}/{chapter.slug}"
    slug = db.session.scalars(sa.select(Campaign.slug).order_by(Campaign.id.desc()).limit(1)).one()
    links = {
        "verification": f"{settings.base_url}/v/{code}",
        "pledge": f"{home}/c/{slug}/pledge",
        # One door for all chapters; whoever promised that pledge comes in with this mailbox.
        "donor portal": f"{settings.base_url}/portal",
        "donor portal mailbox": pledge.contact_email,
    }
    if follow is not None:
        links["follow"] = address(follow)
    if hospital is not None:
        links["hospital"] = address(hospital)
    return links
