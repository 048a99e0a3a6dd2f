"""The link by which a hospital asks for itself: made, found again and withdrawn by staff."""

from datetime import timedelta

from relief.audit.actions import record
from relief.core import clock, rows
from relief.hospitals.models import Hospital, HospitalStatus
from relief.links import actions as links
from relief.links.address import address, keys
from relief.links.errors import LinkDead
from relief.links.models import CapabilityLink, LinkKind
from relief.needs.errors import NoLinkFor

OPENS = "needs"
LIFE = timedelta(days=365)
"""How long a hospital's link opens its page, counted from the day it was made."""


def make_link(hospital: Hospital) -> CapabilityLink:
    """Return the hospital's living link, a new one if there is none. Raise NoLinkFor."""
    rows.lock(hospital)
    if hospital.status is HospitalStatus.INACTIVE:
        raise NoLinkFor(name=hospital.name)
    known = links.live_link(LinkKind.HOSPITAL, hospital.id)
    if known is not None and address_of(hospital):
        return known
    ends = clock.now() + LIFE
    link = links.create(LinkKind.HOSPITAL, hospital.id, keys=keys(), expires_at=ends, opens=OPENS)
    record("needs:link:made", hospital, after={"ends_on": ends.date()})
    return link


def withdraw_link(hospital: Hospital) -> None:
    """Let every link of the hospital open nothing any more; once is enough."""
    rows.lock(hospital)
    if links.live_link(LinkKind.HOSPITAL, hospital.id) is None:
        return
    links.revoke(LinkKind.HOSPITAL, hospital.id)
    record("needs:link:withdrawn", hospital)


def address_of(hospital: Hospital) -> str:
    """Return where the hospital asks; '' while it has no living link."""
    link = links.live_link(LinkKind.HOSPITAL, hospital.id)
    try:
        return address(link) if link is not None else ""
    except LinkDead:  # made under a key that the application no longer has
        return ""
