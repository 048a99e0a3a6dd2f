"""Begin to pay, and remember the page that the provider opened."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid5

from relief.audit.actions import record
from relief.campaigns.models import Campaign
from relief.checkout import queries
from relief.checkout.errors import AttemptOver
from relief.checkout.line import wait_in_line
from relief.checkout.models import OnlineSession, SessionStatus, Way
from relief.checkout.offers import refuse_unpayable
from relief.checkout.wishes import PageOpened
from relief.core import rows
from relief.core.db import db, new_id
from relief.core.money import Money
from relief.donors.models import Donor
from relief.pledges.models import Pledge


@dataclass(frozen=True)
class Payer:
    """Who pays, as the provider's page greets them."""

    name: str
    email: str


@dataclass(frozen=True)
class Wanted:
    """What shall be paid: `back_to` is a path of this site, `language` the payer's own."""

    campaign: Campaign
    pledge: Pledge | None
    amount: Money
    way: Way
    payer: Payer
    language: str
    back_to: str
    instalment_position: int | None = None
    privacy_version: str = ""


def begin(wanted: Wanted, *, donor: Donor | Callable[[], Donor], nonce: UUID) -> OnlineSession:
    """Write an attempt down before the provider hears of it; the same form gives the same attempt.

    The same nonce with another amount or way is another attempt. `donor` may be a function, called
    only for a new one. Raise AmountTooSmall, AmountTooLarge, WayNotOffered, or AttemptOver for a
    form whose page has expired.
    """
    refuse_unpayable(wanted.amount, wanted.way)
    own = uuid5(nonce, f"{wanted.way.value} {wanted.amount}")
    wait_in_line(str(own))
    known = queries.session_of_form(own)
    if known is not None:
        if known.status in {SessionStatus.EXPIRED, SessionStatus.FAILED}:
            raise AttemptOver
        return known
    giver = donor if isinstance(donor, Donor) else donor()
    session_id = new_id()
    session = OnlineSession(
        id=session_id,
        campaign_id=wanted.campaign.id,
        donor_id=giver.id,
        pledge_id=wanted.pledge.id if wanted.pledge else None,
        instalment_position=wanted.instalment_position,
        amount=wanted.amount,
        way=wanted.way,
        language=wanted.language,
        payer_name=wanted.payer.name,
        payer_email=wanted.payer.email,
        privacy_version=wanted.privacy_version,
        back_to=wanted.back_to,
        nonce=own,
        idem_key=f"relief-{session_id}",
    )
    db.session.add(session)
    db.session.flush()
    told = {"amount": wanted.amount, "way": wanted.way}
    record("checkout:session:begun", session, about=wanted.pledge or giver, after=told)
    return session


def opened(session: OnlineSession, page: PageOpened) -> OnlineSession:
    """Remember the page of an attempt; one that the provider told more about already stays there."""
    rows.lock(session)
    session.provider_ref = session.provider_ref or page.provider_ref
    session.customer_ref = session.customer_ref or page.customer_ref
    session.page_url = page.url
    before = session.status
    if before is SessionStatus.CREATED:
        session.status = SessionStatus.OPEN
        record(
            "checkout:session:opened",
            session,
            about=session.pledge,
            before={"status": before},
            after={"status": session.status, "amount": session.amount},
        )
    db.session.flush()
    return session
