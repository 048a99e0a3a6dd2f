"""The letters that a donor receives about a pledge, in the language they chose."""

from typing import Any

from relief.chapters.queries import get_chapter
from relief.core import mail
from relief.core.money import format_money
from relief.core.text import clean_line
from relief.donors.aliases import follow
from relief.donors.models import Donor
from relief.links.actions import create, live_link
from relief.links.address import address, keys
from relief.links.errors import LinkDead
from relief.links.models import LinkKind
from relief.pledges.models import LineKind, PlanFrequency, Pledge, PledgeLine


def received(pledge: Pledge) -> None:
    """Say that the promise arrived, how to pay it, and where to follow it."""
    _write("pledge_received", pledge)


def accepted(pledge: Pledge) -> None:
    """Say that the promise was accepted and what comes next."""
    _write("pledge_accepted", pledge)


def declined(pledge: Pledge) -> None:
    """Say that the promise was not taken, and why."""
    _write("pledge_declined", pledge)


def cancelled(pledge: Pledge) -> None:
    """Say that the promise ended, and why."""
    _write("pledge_cancelled", pledge)


def link_again(pledge: Pledge) -> None:
    """Send the link that follows the pledge once more."""
    _write("pledge_link", pledge)


def reader_of(pledge: Pledge | None, donor: Donor) -> tuple[str, str]:
    """Return address and language of whoever is written to about a gift; no address is ''.

    Of a pledge it is who promised it. A merged donor's letters go to who it is now.
    """
    if pledge is not None:
        return pledge.contact_email, pledge.language
    donor = follow(donor)
    known = [donor.email, *(contact.email for contact in donor.contacts)]
    return next(filter(None, known), ""), donor.language


def follow_address(pledge: Pledge) -> str:
    """Return the address that follows a pledge; a new link if no living one can be printed."""
    return living_address(pledge) or address(create(LinkKind.FOLLOW, pledge.id, keys=keys()))


def living_address(pledge: Pledge) -> str | None:
    """Return the address that follows a pledge, None if there is no living link to print."""
    link = live_link(LinkKind.FOLLOW, pledge.id)
    try:
        return address(link) if link is not None else None
    except LinkDead:  # made under a key that the application no longer has
        return None


def said(line: PledgeLine, language: str) -> str:
    """Return one line of a pledge in words: `$1,250.00 MXN`, `500 × Despensa`."""
    if line.kind is LineKind.CASH and line.amount is not None:
        return format_money(line.amount)
    item = line.item.label(language) if line.item is not None else ""
    return clean_line(f"{line.quantity:,} × {item} {line.description}")


def told(pledge: Pledge) -> dict[str, Any]:
    """Return what every letter about a pledge tells: who, what, how to pay, where to follow."""
    chapter = get_chapter(pledge.chapter_id)
    payments = pledge.wished_payments
    return {
        "reference": pledge.reference,
        "contact": pledge.contact_name,
        "donor": pledge.donor.name,
        "campaign": pledge.campaign.text("name", pledge.language),
        "gift": [said(line, pledge.language) for line in pledge.lines],
        "brings_goods": bool(pledge.goods_lines),
        "payments": len(payments),
        "monthly": pledge.plan_frequency is PlanFrequency.MONTHLY,
        "amount": format_money(payments[0]) if payments else "",
        "in_dollars": any(each.currency == "USD" for each in payments),
        "bank": {
            "holder": chapter.bank_holder,
            "name": chapter.bank_name,
            "clabe": chapter.clabe,
            "usd": chapter.usd_instructions,
        },
        "chapter_name": chapter.name,
        "chapter_email": chapter.email,
        "reason": pledge.closing_reason,
        "link": follow_address(pledge),
    }


def _write(template: str, pledge: Pledge) -> None:
    mail.write(
        mail.Draft(
            template=template,
            to_address=pledge.contact_email,
            language=pledge.language,
            context=told(pledge),
            subject_id=pledge.id,
        )
    )
