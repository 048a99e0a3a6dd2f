"""Which letters were written, and how far they went."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.mail import Letter
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.donors.models import Donor
from relief.thanks.models import (
    MAILED,
    ThanksGift,
    ThanksLetter,
    ThanksRun,
    ThanksState,
    ThanksStatus,
    state_of,
)


def get_run(run_id: UUID) -> ThanksRun:
    """Return a run of the chapter. Raise RowMissing."""
    return rows.get(ThanksRun, run_id)


def run_of_form(nonce: UUID) -> ThanksRun | None:
    """Return the run that a form with this nonce made already."""
    return db.session.scalars(sa.select(ThanksRun).where(ThanksRun.nonce == nonce)).first()


def get_letter(letter_id: UUID) -> ThanksLetter:
    """Return a letter with all that its page names. Raise RowMissing."""
    letter = db.session.scalars(
        sa.select(ThanksLetter)
        .where(ThanksLetter.id == letter_id)
        .options(
            joinedload(ThanksLetter.run).joinedload(ThanksRun.campaign),
            joinedload(ThanksLetter.mail),
            selectinload(ThanksLetter.gifts).joinedload(ThanksGift.payment),
            selectinload(ThanksLetter.gifts).joinedload(ThanksGift.intake),
        )
    ).first()
    if letter is None:
        raise rows.RowMissing("ThanksLetter")
    return letter


def page_of_letters(
    listing: Listing, *, text: str = "", state: ThanksState | None = None, run: UUID | None = None
) -> Page[ThanksLetter]:
    """Return one page of letters; the text is sought in references and in donors' names."""
    statement = (
        sa.select(ThanksLetter)
        .outerjoin(Letter, Letter.id == ThanksLetter.mail_id)
        .options(
            joinedload(ThanksLetter.mail),
            joinedload(ThanksLetter.run).joinedload(ThanksRun.campaign),
        )
    )
    if text:
        named = sa.select(Donor.id).where(
            Donor.search_key.contains(search_key(text), autoescape=True)
        )
        reference = ThanksLetter.reference.contains(text.upper(), autoescape=True)
        statement = statement.where(sa.or_(reference, ThanksLetter.donor_id.in_(named)))
    if state is not None:
        statement = statement.where(_state() == state.value)
    if run is not None:
        statement = statement.where(ThanksLetter.run_id == run)
    columns = {"written": ThanksLetter.created_at, "reference": ThanksLetter.reference}
    return page_of(statement, listing, columns=columns, row_id=ThanksLetter.id)


def figures_of(run: ThanksRun) -> dict[ThanksState, int]:
    """Return how many letters of a run stand in each state."""
    found = db.session.execute(
        sa.select(ThanksLetter.status, Letter.status, sa.func.count())
        .select_from(ThanksLetter)
        .outerjoin(Letter, Letter.id == ThanksLetter.mail_id)
        .where(ThanksLetter.run_id == run.id)
        .group_by(ThanksLetter.status, Letter.status)
    )
    counted = dict.fromkeys(ThanksState, 0)
    for status, mailed, count in found:
        counted[state_of(status, mailed)] += count
    return counted


def to_print(run: ThanksRun) -> Sequence[ThanksLetter]:
    """Return the letters of a run that were not taken back, in order."""
    return db.session.scalars(
        sa.select(ThanksLetter)
        .where(ThanksLetter.run_id == run.id, ThanksLetter.status != ThanksStatus.WITHDRAWN)
        .order_by(ThanksLetter.reference)
    ).all()


def without_address(run: ThanksRun) -> int:
    """Return how many letters of a run can only go on paper."""
    return rows.count(
        ThanksLetter,
        ThanksLetter.run_id == run.id,
        ThanksLetter.status == ThanksStatus.DRAFTED,
        ThanksLetter.to_address == "",
    )


def _state() -> sa.ColumnElement[str]:
    """Return the state of a letter as the database tells it, as `ThanksLetter.state` does."""
    mailed = [(Letter.status == kept, shown.value) for kept, shown in MAILED.items()]
    sending = ThanksLetter.status == ThanksStatus.SENDING
    return sa.case(
        *((sa.and_(sending, condition), word) for condition, word in mailed),
        (sending, ThanksState.QUEUED.value),
        else_=sa.cast(ThanksLetter.status, sa.String),
    )
