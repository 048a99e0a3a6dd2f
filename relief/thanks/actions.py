"""Write letters of thanks, let them leave once, take them back."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from relief.audit.actions import record
from relief.campaigns.models import Campaign
from relief.chapters.models import Chapter
from relief.chapters.queries import get_chapter
from relief.core import clock, outbox, rows, tenancy
from relief.core.context import current_actor
from relief.core.db import db
from relief.core.pdf.words import language_of
from relief.core.references import next_reference
from relief.donors.models import Donor
from relief.donors.queries import may_write
from relief.intake.models import IntakeStatus
from relief.payments.models import PaymentStatus
from relief.thanks import emails, gifts, queries
from relief.thanks.errors import NoAddress, NothingToThankFor, NotToBeSent
from relief.thanks.gifts import Thankful
from relief.thanks.models import (
    ThanksGift,
    ThanksLetter,
    ThanksRun,
    ThanksState,
    ThanksStatus,
    ThanksWording,
)
from relief.thanks.wording import check, fill, kept_wording, wording_of

GONE = (IntakeStatus.CANCELLED, IntakeStatus.REJECTED)


def keep_wording(campaign: Campaign, *, language: str, subject: str, body: str) -> None:
    """Keep the text of a campaign's letters in one language. Raise UnknownPlaceholder."""
    for text in (subject, body):
        check(text, language)
    rows.lock(campaign)
    kept = kept_wording(campaign, language)
    before = {"title": kept.subject} if kept is not None else None
    if kept is None:
        kept = ThanksWording(campaign_id=campaign.id, language=language, subject="", body="")
        db.session.add(kept)
    kept.subject, kept.body = subject, body
    db.session.flush()
    record(
        "thanks:wording:kept",
        kept,
        about=campaign,
        before=before,
        after={"title": subject, "language": language},
    )


def write_letters(
    campaign: Campaign, *, since: date, until: date, donors: Collection[UUID], nonce: UUID
) -> ThanksRun:
    """Write one letter to each of these donors for the gifts of these days that wait.

    The same nonce gives the run that it made. Nothing is sent yet. Raise NothingToThankFor.
    """
    rows.lock(campaign)
    made = queries.run_of_form(nonce)
    if made is not None:
        return made
    found = [
        each
        for each in gifts.waiting(campaign, since=since, until=until)
        if each.donor.id in donors
    ]
    if not found:
        raise NothingToThankFor
    chapter = get_chapter(tenancy.chapter_id())
    run = ThanksRun(
        reference=next_reference("AGR", clock.today(chapter.zone).year),
        campaign_id=campaign.id,
        since=since,
        until=until,
        written_by=current_actor().label,
        nonce=nonce,
    )
    db.session.add(run)
    db.session.flush()
    run.campaign = campaign
    for position, each in enumerate(found, start=1):
        _write(run, each, position=position, chapter=chapter)
    db.session.flush()
    record("thanks:run:written", run, about=campaign, after={"letters": len(found)})
    return run


def send_all(run: ThanksRun) -> int:
    """Let every letter of a run leave that was not sent and has an address; return how many."""
    rows.lock(run)
    letters = list(
        db.session.scalars(
            sa.select(ThanksLetter)
            .where(
                ThanksLetter.run_id == run.id,
                ThanksLetter.status == ThanksStatus.DRAFTED,
                ThanksLetter.to_address != "",
            )
            .order_by(ThanksLetter.id)
            .with_for_update()
        )
    )
    for letter in letters:
        _let_go(letter)
    if letters:
        db.session.flush()
        record("thanks:run:sent", run, after={"letters": len(letters)})
    return len(letters)


def send_letter(letter: ThanksLetter) -> None:
    """Let one letter leave: for the first time, or again after a server refused it.

    It goes to where the donor is reached now. Raise NotToBeSent, NoAddress.
    """
    rows.lock(letter)
    if letter.state not in {ThanksState.DRAFTED, ThanksState.FAILED}:
        raise NotToBeSent
    letter.to_address = address_of(letter.donor)
    if not letter.to_address:
        raise NoAddress
    _let_go(letter)
    db.session.flush()
    record("thanks:letter:sent", letter, about=letter.run, after={"email": letter.to_address})


def hand_over(letter: ThanksLetter) -> None:
    """Note that a letter was given on paper. Raise NotToBeSent."""
    rows.lock(letter)
    if letter.state not in {ThanksState.DRAFTED, ThanksState.FAILED}:
        raise NotToBeSent
    letter.status = ThanksStatus.HANDED_OVER
    db.session.flush()
    record("thanks:letter:handed_over", letter, about=letter.run)


def take_back(letter: ThanksLetter) -> None:
    """Take back a letter that did not leave; its gifts wait for another one. Raise NotToBeSent."""
    rows.lock(letter)
    if letter.state not in {ThanksState.DRAFTED, ThanksState.FAILED}:
        raise NotToBeSent
    _withdraw(letter)
    record("thanks:letter:withdrawn", letter, about=letter.run)


def post(letter: ThanksLetter) -> None:
    """Write the mail of a letter that was let go, once; one whose gifts are gone stays here."""
    rows.lock(letter)
    if letter.status is not ThanksStatus.SENDING or letter.mail_id is not None:
        return
    if not any(_stands(gift) for gift in letter.gifts):
        _withdraw(letter)
        record("thanks:letter:withdrawn", letter, about=letter.run)
        return
    letter.mail_id = emails.thanks(letter).id
    db.session.flush()


def address_of(donor: Donor) -> str:
    """Return where a donor's letters of thanks go; '' without an address or against its wish."""
    known = [*(each.email for each in donor.contacts if each.is_primary), donor.email]
    address = next(filter(None, known), "")
    return address if address and may_write(address, "thanks") else ""


def _write(run: ThanksRun, thankful: Thankful, *, position: int, chapter: Chapter) -> None:
    donor = thankful.donor
    main = next((each for each in donor.contacts if each.is_primary), None)
    language = language_of(main.language if main is not None else donor.language)
    campaign = run.campaign
    facts = {
        "donor": donor.name,
        "gift": thankful.gift(language),
        "hospital": thankful.reached(language),
        "campaign": campaign.name_en or campaign.name if language == "en" else campaign.name,
    }
    subject, body = wording_of(campaign, language)
    letter = ThanksLetter(
        reference=f"{run.reference}-{position:03d}",
        run_id=run.id,
        donor_id=donor.id,
        donor_name=donor.name,
        language=language,
        to_address=address_of(donor),
        subject=fill(subject, facts),
        body=fill(body, facts),
        written_on=clock.today(chapter.zone),
        signed_by=chapter.signatory_name,
        signed_title=chapter.signatory_title,
    )
    letter.gifts = [
        *(ThanksGift(payment_id=each.id) for each in thankful.payments),
        *(ThanksGift(intake_id=each.id) for each in thankful.intakes),
    ]
    db.session.add(letter)


def _let_go(letter: ThanksLetter) -> None:
    letter.status, letter.mail_id = ThanksStatus.SENDING, None
    outbox.add("thanks.post", {"letter_id": str(letter.id)})


def _withdraw(letter: ThanksLetter) -> None:
    letter.status = ThanksStatus.WITHDRAWN
    for gift in letter.gifts:
        gift.live = False
    db.session.flush()


def _stands(gift: ThanksGift) -> bool:
    if gift.payment is not None:
        return gift.payment.status is PaymentStatus.CONFIRMED and gift.payment.kept.minor > 0
    return gift.intake is not None and gift.intake.status not in GONE
