"""Which receipts there are, their papers, and what still waits for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload, undefer

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.rows import RowMissing
from relief.core.text import search_key
from relief.donors.aliases import with_aliases
from relief.donors.models import Donor
from relief.intake.models import IntakeLine
from relief.receipts.models import (
    PaperKind,
    Receipt,
    ReceiptFlag,
    ReceiptKind,
    ReceiptLine,
    ReceiptPaper,
    ReceiptReplacement,
    ReceiptStatus,
)


def get_receipt(receipt_id: UUID) -> Receipt:
    """Return a receipt of the chapter with its facts, lines, papers and flags. Raise RowMissing."""
    receipt = db.session.scalars(
        _with_names()
        .options(
            undefer(Receipt.facts),
            selectinload(Receipt.lines).joinedload(ReceiptLine.payment),
            selectinload(Receipt.lines)
            .joinedload(ReceiptLine.intake_line)
            .joinedload(IntakeLine.intake),
        )
        .where(Receipt.id == receipt_id)
    ).first()
    if receipt is None:
        raise RowMissing("Receipt")
    return receipt


def receipt_by_code(code: str) -> Receipt | None:
    """Return the receipt of a check code, of whichever chapter; the caller opens all chapters."""
    return db.session.scalars(
        sa.select(Receipt).options(selectinload(Receipt.papers)).where(Receipt.check_code == code)
    ).first()


def paper_of(receipt: Receipt, kind: PaperKind) -> ReceiptPaper | None:
    """Return one paper of a receipt with its bytes, None while it is being drawn."""
    return db.session.scalars(
        sa.select(ReceiptPaper)
        .options(undefer(ReceiptPaper.content))
        .where(ReceiptPaper.receipt_id == receipt.id, ReceiptPaper.kind == kind)
    ).first()


def get_paper(paper_id: UUID) -> ReceiptPaper:
    """Return a paper with its bytes and its receipt. Raise RowMissing."""
    paper = db.session.scalars(
        sa.select(ReceiptPaper)
        .options(undefer(ReceiptPaper.content), joinedload(ReceiptPaper.receipt))
        .where(ReceiptPaper.id == paper_id)
    ).first()
    if paper is None:
        raise RowMissing("ReceiptPaper")
    return paper


def receipts_of_payment(payment_id: UUID) -> Sequence[Receipt]:
    """Return every receipt that was issued for a payment, voided ones too, in order."""
    return _receipts_with(ReceiptLine.payment_id == payment_id)


def receipts_of_intake(intake_id: UUID) -> Sequence[Receipt]:
    """Return every receipt that was issued for an intake, voided ones too, in order."""
    lines = sa.select(IntakeLine.id).where(IntakeLine.intake_id == intake_id)
    return _receipts_with(ReceiptLine.intake_line_id.in_(lines))


def _receipts_with(line: sa.ColumnElement[bool]) -> Sequence[Receipt]:
    return db.session.scalars(
        sa.select(Receipt)
        .where(Receipt.id.in_(sa.select(ReceiptLine.receipt_id).where(line)))
        .order_by(Receipt.issued_at, Receipt.id)
        .execution_options(populate_existing=True)
    ).all()


def live_one(receipts: Sequence[Receipt]) -> Receipt | None:
    """Return the receipt that still counts, of which there is at most one."""
    return next((each for each in receipts if each.status is ReceiptStatus.ISSUED), None)


@dataclass(frozen=True)
class Chain:
    """In whose place a receipt stands, and which one stands in its place."""

    replaces: Receipt | None
    replaced_by: Receipt | None


def chain_of(receipt_id: UUID) -> Chain:
    """Return the neighbours of a receipt in its chain of replacements."""
    links = db.session.scalars(
        sa.select(ReceiptReplacement)
        .where(
            sa.or_(
                ReceiptReplacement.receipt_id == receipt_id,
                ReceiptReplacement.replaces_id == receipt_id,
            )
        )
        .options(joinedload(ReceiptReplacement.receipt), joinedload(ReceiptReplacement.replaces))
    ).all()
    return Chain(
        replaces=next((each.replaces for each in links if each.receipt_id == receipt_id), None),
        replaced_by=next((each.receipt for each in links if each.replaces_id == receipt_id), None),
    )


@dataclass(frozen=True)
class Sought:
    """What the list of receipts is narrowed by; the days are of issue, both included."""

    text: str = ""
    kind: ReceiptKind | None = None
    status: ReceiptStatus | None = None
    campaign_id: UUID | None = None
    donor_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    to_void: bool = False


def page_of_receipts(listing: Listing, sought: Sought) -> Page[Receipt]:
    """Return one page of receipts; the text is sought in folios and in donors' names."""
    statement = _with_names().where(*_conditions(sought))
    columns = {"issued": Receipt.issued_at, "folio": Receipt.folio}
    return page_of(statement, listing, columns=columns, row_id=Receipt.id)


def _conditions(sought: Sought) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if sought.text:
        key = search_key(sought.text)
        donors = sa.select(Donor.id).where(Donor.search_key.contains(key, autoescape=True))
        folio = Receipt.folio.contains(sought.text.upper(), autoescape=True)
        found.append(sa.or_(folio, Receipt.donor_id.in_(donors)))
    for column, value in (
        (Receipt.kind, sought.kind),
        (Receipt.status, sought.status),
        (Receipt.campaign_id, sought.campaign_id),
    ):
        if value is not None:
            found.append(column == value)
    if sought.since is not None:
        found.append(Receipt.issued_on >= sought.since)
    if sought.until is not None:
        found.append(Receipt.issued_on <= sought.until)
    if sought.donor_id is not None:
        found.append(Receipt.donor_id.in_(with_aliases(sought.donor_id)))
    if sought.to_void:
        found.append(_to_void())
    return found


def _to_void() -> sa.ColumnElement[bool]:
    raised = Receipt.flags.any(ReceiptFlag.lifted_at.is_(None))
    return sa.and_(Receipt.status == ReceiptStatus.ISSUED, raised)


def count_to_void() -> int:
    """Return how many live receipts carry a flag that asks for their voiding."""
    return rows.count(Receipt, _to_void())


def _with_names() -> sa.Select[Receipt]:
    return sa.select(Receipt).options(
        joinedload(Receipt.donor),
        joinedload(Receipt.campaign),
        joinedload(Receipt.pledge),
        selectinload(Receipt.papers),
        selectinload(Receipt.flags),
    )
