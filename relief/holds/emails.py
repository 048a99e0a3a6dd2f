"""The letters that a company receives about what it holds, in the language it chose."""

from datetime import timedelta
from typing import Any

from relief.chapters.queries import get_chapter
from relief.core import clock, mail
from relief.core.pdf.words import day
from relief.holds.models import Hold
from relief.links.actions import create, live_link
from relief.links.address import address, keys
from relief.links.errors import LinkDead
from relief.links.models import LinkKind

OPENS = "hold"
LINK_LIFE = timedelta(days=30)
"""Past its time a hold's page still says what became of it."""


def made(hold: Hold) -> None:
    """Say what is held until when, and where to confirm it."""
    ends = hold.held_at + LINK_LIFE
    link = create(LinkKind.FOLLOW, hold.id, keys=keys(), expires_at=ends, opens=OPENS)
    _write("hold_made", hold, link=address(link))


def expired(hold: Hold) -> None:
    """Say that the time is over, and where to look for what is left."""
    _write("hold_expired", hold, link=address_of(hold))


def released(hold: Hold) -> None:
    """Say that the association gave the goods free, and why."""
    _write("hold_released", hold, link=address_of(hold))


def address_of(hold: Hold) -> str:
    """Return where the company confirms; '' once its link is dead."""
    link = live_link(LinkKind.FOLLOW, hold.id)
    try:
        return address(link) if link is not None else ""
    except LinkDead:  # made under a key that the application no longer has
        return ""


def _write(template: str, hold: Hold, **more: Any) -> None:
    chapter = get_chapter(hold.chapter_id)
    until = clock.local(hold.expires_at, chapter.zone)
    mail.write(
        mail.Draft(
            template=template,
            to_address=hold.contact_email,
            language=hold.language,
            context={
                "reference": hold.reference,
                "contact": hold.contact_name,
                "donor": hold.donor_name,
                "hospital": hold.need.hospital.name,
                "need": hold.need.reference,
                "campaign": hold.campaign.text("name", hold.language),
                "goods": [
                    f"{each.quantity:,} × {each.need_line.item.label(hold.language)}"
                    for each in hold.lines
                ],
                "until": f"{day(until.date(), hold.language)}, {until:%H:%M}",
                "reason": hold.closing_reason,
                "chapter_name": chapter.name,
                "chapter_email": chapter.email,
                **more,
            },
            subject_id=hold.id,
        )
    )
