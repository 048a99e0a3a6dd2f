"""The link by which a hospital signs for its meals day by day: made and withdrawn by staff.

It hangs on the hospital's oldest programme, so that the link by which it asks is another one.
"""

from datetime import timedelta

from relief.audit.actions import record
from relief.core import clock, rows
from relief.hospitals.models import Hospital, HospitalStatus
from relief.links import actions as links
from relief.links.address import address, keys
from relief.links.errors import LinkDead
from relief.links.models import CapabilityLink, LinkKind
from relief.meals import queries
from relief.meals.errors import NoLinkFor

OPENS = "meals"
LIFE = timedelta(days=365)
"""How long the link opens the page, counted from the day it was made."""


def make_link(hospital: Hospital) -> CapabilityLink:
    """Return the living link of a hospital with a programme, a new one if there is none.

    Raise NoLinkFor.
    """
    rows.lock(hospital)
    first = queries.first_programme(hospital.id)
    if hospital.status is HospitalStatus.INACTIVE or first is None:
        raise NoLinkFor(name=hospital.name)
    known = links.live_link(LinkKind.HOSPITAL, first.id)
    if known is not None and address_of(hospital):
        return known
    ends = clock.now() + LIFE
    link = links.create(LinkKind.HOSPITAL, first.id, keys=keys(), expires_at=ends, opens=OPENS)
    record("meals:link:made", hospital, after={"ends_on": ends.date()})
    return link


def withdraw_link(hospital: Hospital) -> None:
    """Let the link open nothing any more; once is enough."""
    rows.lock(hospital)
    first = queries.first_programme(hospital.id)
    if first is None or links.live_link(LinkKind.HOSPITAL, first.id) is None:
        return
    links.revoke(LinkKind.HOSPITAL, first.id)
    record("meals:link:withdrawn", hospital)


def address_of(hospital: Hospital) -> str:
    """Return where the hospital signs; '' while it has no living link."""
    first = queries.first_programme(hospital.id)
    link = links.live_link(LinkKind.HOSPITAL, first.id) if first else None
    try:
        return address(link) if link is not None else ""
    except LinkDead:  # made under a key that the application no longer has
        return ""
