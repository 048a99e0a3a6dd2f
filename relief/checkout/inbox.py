"""Take in what the provider tells: each thing once, in any order, with all its effect or none.

The claim is an insert into the same transaction as the effect. What speaks of a payment that is not
known yet is kept, and taken up again when the payment arrives. Notices about one payment wait for
one another, so that none is kept in the very moment in which what it waits for is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from relief.audit.actions import record
from relief.audit.queries import who_did
from relief.chapters.models import Chapter
from relief.chapters.queries import default_chapter, get_chapter
from relief.checkout import effects, queries
from relief.checkout.effects import Kept
from relief.checkout.errors import AlreadyReviewed
from relief.checkout.line import wait_in_line
from relief.checkout.models import EventState, ProviderEvent, WhyKept
from relief.checkout.notices import Facts, Notice
from relief.core import clock, rows, tenancy
from relief.core.db import db, insert_into, new_id
from relief.core.errors import ReliefError


@dataclass(frozen=True)
class Home:
    """The chapter that a notice belongs to, and why nothing may be done about it, if so."""

    chapter: Chapter
    why: WhyKept | None


def home_of(notice: Notice, *, livemode: bool) -> Home | None:
    """Find the chapter of a notice, the default one for strangers; None while there is no chapter.

    Opens the transaction that `take` will end, behind everybody who speaks of the same payment.
    """
    facts = notice.facts
    with tenancy.all_chapters():
        wait_in_line(facts.payment_ref, facts.customer_ref)
        known = queries.session_named(
            session_id=facts.session_uuid,
            page_ref=facts.page_ref,
            payment_ref=facts.payment_ref,
            customer_ref=facts.customer_ref,
        ) or queries.payment_named(facts.payment_ref)
        chapter = get_chapter(known.chapter_id) if known is not None else default_chapter()
    return None if chapter is None else Home(chapter, _why_not(notice, chapter, livemode=livemode))


def _why_not(notice: Notice, chapter: Chapter, *, livemode: bool) -> WhyKept | None:
    if notice.account:
        return WhyKept.FOREIGN_ACCOUNT
    if notice.livemode is not livemode:
        return WhyKept.OTHER_MODE
    if notice.facts.chapter_slug not in {None, chapter.slug}:
        return WhyKept.OTHER_CHAPTER
    return None


def take(notice: Notice, home: Home) -> None:
    """Write a notice down and do what it says, in the running transaction of its chapter.

    A notice that came before changes nothing. Whatever else fails, fails the transaction.
    """
    event_id = claim(notice)
    if event_id is None:
        return
    event = rows.get(ProviderEvent, event_id)
    _settle(event, home.why or act(event))


def claim(notice: Notice) -> UUID | None:
    """Insert the notice and return its id; None when it is here already.

    A second deliverer of the same notice waits for the first one's commit, then finds it.
    """
    facts = notice.facts
    statement = insert_into(ProviderEvent).values(
        id=new_id(),
        chapter_id=tenancy.chapter_id(),
        event_ref=notice.event_ref,
        account=notice.account,
        livemode=notice.livemode,
        kind=notice.kind[:120],
        payment_ref=facts.payment_ref or facts.customer_ref,
        facts=facts.as_json(),
        state=EventState.APPLIED,
        happened_at=notice.happened_at,
        received_at=clock.now(),
        review_note="",
    )
    return db.session.execute(
        statement.on_conflict_do_nothing(
            index_elements=["event_ref", "account", "livemode"]
        ).returning(ProviderEvent.id)
    ).scalar()


def act(event: ProviderEvent) -> WhyKept | None:
    """Do what a notice says, and what waited for it; return why it must be kept, None when done."""
    if event.kind not in effects.EFFECTS:
        return None if event.kind in effects.HEARD else WhyKept.UNKNOWN_KIND
    why = _tried(event)
    if why is None:
        _take_up(effects.Told(Facts(**event.facts), event.happened_at))
    return why


def review(event: ProviderEvent, *, note: str) -> None:
    """Say that a person saw to a kept notice. Raise AlreadyReviewed, which names who was first."""
    if rows.lock(event).state is not EventState.KEPT:
        raise AlreadyReviewed(who=who_did(event.id, "checkout:event:reviewed") or "Relief")
    event.state, event.reviewed_at, event.review_note = EventState.REVIEWED, clock.now(), note
    db.session.flush()
    after = {"state": event.state, "note": note}
    record("checkout:event:reviewed", event, before={"state": EventState.KEPT}, after=after)


def _take_up(told: effects.Told) -> None:
    """Do what notices said that came before what they speak of was known, until none is left to do."""
    names = [each for each in (told.facts.payment_ref, told.facts.customer_ref) if each]
    again = True
    while again and names:
        with tenancy.all_chapters():
            waiting = queries.events_waiting_for(names)
        again = False
        for event in waiting:
            if event.why is WhyKept.UNKNOWN_PAYMENT:
                why = _tried(event)
                again = again or why is not WhyKept.UNKNOWN_PAYMENT
                # Kept by the default chapter as a stranger, it turned out to be of this one.
                event.chapter_id = tenancy.chapter_id()
                _settle(event, why)


def _tried(event: ProviderEvent) -> WhyKept | None:
    """Do what a notice says; return why it must be kept instead, None when it was done."""
    told = effects.Told(Facts(**event.facts), event.happened_at)
    try:
        _whole(lambda: effects.EFFECTS[event.kind](told))
    except Kept as kept:
        return kept.why
    except ReliefError:
        return WhyKept.REFUSED
    return None


def _settle(event: ProviderEvent, why: WhyKept | None) -> None:
    event.why = why
    event.state = EventState.APPLIED if why is None else EventState.KEPT
    db.session.flush()


def _whole(effect: Callable[[], None]) -> None:
    """Run an effect that leaves nothing behind when it refuses: no row, no job, no audit entry."""
    pending = {
        name: list(value) for name, value in db.session.info.items() if isinstance(value, list)
    }
    try:
        with db.session.begin_nested():
            effect()
    except (Kept, ReliefError):
        for name, value in list(db.session.info.items()):
            if isinstance(value, list):
                db.session.info[name] = pending.get(name, [])
        raise
