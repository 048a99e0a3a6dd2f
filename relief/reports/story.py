"""The story of one pledge: promised, paid, received, and what became of every unit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core.db import db
from relief.core.money import Money
from relief.core.rows import RowMissing
from relief.holds.models import Aim
from relief.holds.queries import aims_of_pledge
from relief.intake.models import Intake, IntakeLine, IntakeStatus
from relief.payments.models import Payment
from relief.pledges.models import STANDING, Pledge, PledgeStatus
from relief.receipts.models import PaperKind, Receipt, ReceiptPaper
from relief.reports.way import GoodsCame, follow
from relief.stock.models import PlaceKind


@dataclass(frozen=True)
class ReceiptSeen:
    """A receipt of the pledge, and whether its paper was drawn already."""

    id: UUID
    folio: str
    total: Money
    issued_on: date
    status: str
    drawn: bool


@dataclass(frozen=True)
class PledgeStory:
    """All that a donor may know of their own pledge, and nothing of anybody else's."""

    pledge: Pledge
    payments: list[Payment]
    goods: list[GoodsCame]
    receipts: list[ReceiptSeen]
    aims: list[Aim]

    @property
    def outstanding(self) -> Money | None:
        """Return what is still to be paid of a pledge that waits or stands; None when nothing is."""
        line = self.pledge.cash_line
        rest = line.outstanding if line is not None else None
        waits = self.pledge.status in {*STANDING, PledgeStatus.SUBMITTED}
        return rest if rest is not None and rest.minor > 0 and waits else None

    @property
    def awaits_goods(self) -> bool:
        """Say whether promised goods are still to arrive."""
        waits = self.pledge.status in {*STANDING, PledgeStatus.SUBMITTED}
        return waits and any(line.missing for line in self.pledge.goods_lines)

    @property
    def may_take_back(self) -> bool:
        """Say whether the donor may still cancel by themselves."""
        return self.pledge.status is PledgeStatus.SUBMITTED


def story_of_pledge(pledge: Pledge) -> PledgeStory:
    """Tell the story of a pledge, in the same number of queries however long it is."""
    return PledgeStory(
        pledge=pledge,
        payments=_payments(pledge),
        goods=_goods(pledge),
        receipts=_receipts(pledge),
        aims=aims_of_pledge(pledge.id),
    )


def paper_of_pledge(pledge: Pledge, receipt_id: UUID) -> tuple[str, bytes]:
    """Return the folio and the stored bytes of a receipt of this pledge. Raise RowMissing."""
    found = db.session.execute(
        sa.select(Receipt.folio, ReceiptPaper.content)
        .join(ReceiptPaper, ReceiptPaper.receipt_id == Receipt.id)
        .where(
            Receipt.id == receipt_id,
            Receipt.pledge_id == pledge.id,
            ReceiptPaper.kind == PaperKind.ORIGINAL,
        )
    ).first()
    if found is None:
        raise RowMissing("ReceiptPaper")
    return found.folio, found.content


def _payments(pledge: Pledge) -> list[Payment]:
    return list(
        db.session.scalars(
            sa.select(Payment)
            .where(Payment.pledge_id == pledge.id)
            .order_by(Payment.received_on, Payment.id)
        )
    )


def _receipts(pledge: Pledge) -> list[ReceiptSeen]:
    found = db.session.scalars(
        sa.select(Receipt)
        .where(Receipt.pledge_id == pledge.id)
        .order_by(Receipt.issued_at, Receipt.id)
        .options(selectinload(Receipt.papers))
    )
    return [
        ReceiptSeen(
            id=receipt.id,
            folio=receipt.folio,
            total=receipt.total,
            issued_on=receipt.issued_on,
            status=receipt.status,
            drawn=any(paper.kind is PaperKind.ORIGINAL for paper in receipt.papers),
        )
        for receipt in found
    ]


def _goods(pledge: Pledge) -> list[GoodsCame]:
    lines = list(
        db.session.scalars(
            sa.select(IntakeLine)
            .join(Intake, Intake.id == IntakeLine.intake_id)
            .where(Intake.pledge_id == pledge.id, Intake.status != IntakeStatus.CANCELLED)
            .order_by(Intake.arrived_on, Intake.id, IntakeLine.position, IntakeLine.id)
            .options(
                joinedload(IntakeLine.intake).joinedload(Intake.customs),
                joinedload(IntakeLine.intake).joinedload(Intake.place),
                joinedload(IntakeLine.customs),
                joinedload(IntakeLine.item),
                joinedload(IntakeLine.lot),
            )
        )
    )
    came: list[GoodsCame] = []
    by_lot: dict[UUID, GoodsCame] = {}
    for line in lines:
        each = GoodsCame(
            item=line.item,
            declared=line.declared,
            received=line.received,
            status=line.intake.status,
            arrived_on=line.intake.arrived_on,
            received_at=line.intake.received_at,
            customs=line.customs or line.intake.customs,
            lot=line.lot.code if line.lot else "",
            straight=line.intake.place.kind is PlaceKind.DIRECT,
        )
        came.append(each)
        if line.lot_id is not None:
            by_lot[line.lot_id] = each
    if by_lot:
        follow(by_lot)
    return came
