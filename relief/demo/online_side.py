"""Donors who pay on the campaign's page: by card, at OXXO, by SPEI, and some who never finished.

What the provider tells is taken in as its notices are, without the provider.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from relief.campaigns.models import Campaign
from relief.checkout import inbox
from relief.checkout.actions import Payer, Wanted, begin, opened
from relief.checkout.models import Way
from relief.checkout.notices import Facts, Notice
from relief.checkout.wishes import PageOpened
from relief.core import clock
from relief.core.context import Actor, ActorKind
from relief.core.money import Money
from relief.core.rows import get
from relief.demo.stage import PUBLIC, Stage
from relief.donors.models import Donor

DAY = timedelta(days=1)
PROVIDER = Actor(ActorKind.SYSTEM, "Stripe")
PAGE = "checkout.session."


@dataclass(frozen=True)
class Attempt:
    """Who tried to pay what, so many days ago; `told` says how many days later what was told."""

    ago: int
    donor: int
    pesos: int
    way: Way
    told: tuple[tuple[int, str, str], ...]


TRIED = (
    Attempt(9, 71, 1_500, Way.CARD, ((0, "completed", "paid"),)),
    Attempt(
        8, 72, 900, Way.OXXO, ((0, "completed", "unpaid"), (1, "async_payment_succeeded", "paid"))
    ),
    Attempt(
        7,
        73,
        12_000,
        Way.SPEI,
        ((0, "completed", "unpaid"), (2, "async_payment_succeeded", "paid")),
    ),
    Attempt(6, 74, 2_000, Way.CARD, ((1, "expired", "unpaid"),)),
    Attempt(
        5, 75, 600, Way.OXXO, ((0, "completed", "unpaid"), (3, "async_payment_failed", "unpaid"))
    ),
    Attempt(1, 76, 750, Way.OXXO, ((0, "completed", "unpaid"),)),
)


def write_down(stage: Stage, campaign: UUID, *, today: date) -> None:
    """Write every attempt into the script, on days of the running campaign."""
    for number, attempt in enumerate(TRIED, start=1):
        day = today - DAY * attempt.ago
        stage.script.at(
            day, 12, PUBLIC, partial(_try, stage, campaign, attempt, day=day, number=number)
        )


def _try(stage: Stage, campaign: UUID, attempt: Attempt, *, day: date, number: int) -> None:
    giver = get(Donor, stage.donors[attempt.donor])
    wanted = Wanted(
        campaign=get(Campaign, campaign),
        pledge=None,
        amount=Money(attempt.pesos * 100, "MXN"),
        way=attempt.way,
        payer=Payer(giver.name, giver.email),
        language=giver.language,
        back_to="/c/sigamos-juntos",
        privacy_version=stage.chapter.privacy_version,
    )
    session = begin(wanted, donor=giver, nonce=stage.nonce())
    page, payment = f"cs_demo_{number}", f"pi_demo_{number}"
    opened(session, PageOpened(page, "", None, payment))
    for step, (later, kind, state) in enumerate(attempt.told):
        facts = Facts(
            object_ref=page,
            session_id=str(session.id),
            chapter_slug=stage.chapter.slug,
            page_ref=page,
            payment_ref=payment,
            minor=session.amount.minor,
            currency="mxn",
            state=state,
        )
        told = partial(_tell, stage, facts, kind=PAGE + kind, name=f"evt_demo_{number}_{step}")
        stage.script.at(day + DAY * later, 13 + step, PROVIDER, told)


def _tell(stage: Stage, facts: Facts, *, kind: str, name: str) -> None:
    notice = Notice(name, "", livemode=False, kind=kind, happened_at=clock.now(), facts=facts)
    inbox.take(notice, inbox.Home(stage.chapter, None))
