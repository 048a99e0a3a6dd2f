"""What hospitals are missing, and how much of it somebody holds or promised already."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.core import clock, rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.holds.models import Aim, Hold, HoldLine, HoldStatus
from relief.hospitals.models import Hospital
from relief.intake.models import IntakeLine
from relief.needs.models import OPEN_NEEDS, Need, NeedLine
from relief.needs.progress import progress_of
from relief.pledges.models import OPEN_PLEDGES, Pledge, PledgeLine, PledgeStatus
from relief.stock.models import INVISIBLE, Balance, Place

STILL_PROMISED = (PledgeStatus.SUBMITTED, *OPEN_PLEDGES)


@dataclass(frozen=True)
class Standing:
    """Units of one line of a need: `free` is what nobody holds, promised or sent."""

    requested: int
    missing: int
    promised: int = 0
    held: int = 0

    @property
    def free(self) -> int:
        """Return what a company may still hold, never below zero."""
        return max(0, self.missing - self.promised - self.held)


def standing_of(need_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Return how every line of these needs stands, by id of line, in the same few queries."""
    far = progress_of(need_ids)
    held, promised = _held(need_ids), _promised(need_ids)
    return {
        line_id: Standing(each.requested, each.missing, promised[line_id], held[line_id])
        for line_id, each in far.items()
    }


def _held(need_ids: Collection[UUID]) -> defaultdict[UUID, int]:
    """Add up the holds whose time has not passed."""
    found = db.session.execute(
        sa.select(HoldLine.need_line_id, sa.func.sum(HoldLine.quantity))
        .join(Hold, Hold.id == HoldLine.hold_id)
        .where(
            Hold.need_id.in_(need_ids),
            Hold.status == HoldStatus.HELD,
            Hold.expires_at > clock.now(),
        )
        .group_by(HoldLine.need_line_id)
    )
    return defaultdict(int, {line_id: int(units) for line_id, units in found})


def _promised(need_ids: Collection[UUID]) -> defaultdict[UUID, int]:
    """Add up what is promised for each line and not yet on a delivery.

    It is still to come, or lies unreserved in a place of ours: once a delivery takes it, the need
    counts it as committed, and what went elsewhere is missing again.
    """
    aimed = db.session.execute(
        sa.select(
            Aim.need_line_id,
            Aim.pledge_line_id,
            PledgeLine.quantity,
            PledgeLine.received,
            Pledge.status,
        )
        .join(NeedLine, NeedLine.id == Aim.need_line_id)
        .join(PledgeLine, PledgeLine.id == Aim.pledge_line_id)
        .join(Pledge, Pledge.id == PledgeLine.pledge_id)
        .where(NeedLine.need_id.in_(need_ids))
    ).all()
    in_stock = _in_stock({each.pledge_line_id for each in aimed})
    sums: defaultdict[UUID, int] = defaultdict(int)
    for each in aimed:
        coming = each.quantity - each.received if each.status in STILL_PROMISED else 0
        here = in_stock.get(each.pledge_line_id, 0)
        sums[each.need_line_id] += min(each.quantity, max(0, coming) + here)
    return sums


def _in_stock(pledge_lines: Collection[UUID]) -> dict[UUID, int]:
    """Return what arrived of promised lines and lies where people can see it, not reserved."""
    found = db.session.execute(
        sa.select(IntakeLine.pledge_line_id, sa.func.sum(Balance.on_hand - Balance.reserved))
        .join(Balance, Balance.lot_id == IntakeLine.lot_id)
        .join(Place, Place.id == Balance.place_id)
        .where(IntakeLine.pledge_line_id.in_(pledge_lines), Place.kind.not_in(INVISIBLE))
        .group_by(IntakeLine.pledge_line_id)
    )
    return {line_id: int(units) for line_id, units in found if line_id is not None}


def _open_needs() -> sa.Select[Need]:
    return (
        sa.select(Need)
        .join(Hospital, Hospital.id == Need.hospital_id)
        .where(Need.status.in_(OPEN_NEEDS))
        .options(joinedload(Need.hospital), selectinload(Need.lines).joinedload(NeedLine.item))
    )


def page_of_wall(listing: Listing) -> Page[Need]:
    """Return one page of the needs that everybody may see, the most urgent first."""
    return page_of(_open_needs(), listing, columns={"urgency": Need.urgency}, row_id=Need.id)


def most_urgent(*, limit: int) -> Sequence[Need]:
    """Return the first needs of the wall."""
    return db.session.scalars(_open_needs().order_by(Need.urgency, Need.id).limit(limit)).all()


def open_need(need_id: UUID) -> Need:
    """Return a need of the wall. Raise RowMissing for one that nobody may see."""
    found = db.session.scalars(_open_needs().where(Need.id == need_id)).first()
    if found is None:
        raise rows.RowMissing(Need.__name__)
    return found


def get_hold(hold_id: UUID) -> Hold:
    """Return a hold of the chapter with its need and lines. Raise RowMissing."""
    found = db.session.scalars(
        _whole().where(Hold.id == hold_id).execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise rows.RowMissing(Hold.__name__)
    return found


def hold_by_nonce(nonce: UUID) -> Hold | None:
    """Return the hold that a form made, if it was sent before."""
    return db.session.scalars(_whole().where(Hold.nonce == nonce)).first()


def holds_of(need_id: UUID) -> list[Hold]:
    """Return every hold there was on a need, the newest first."""
    return list(
        db.session.scalars(
            _whole().where(Hold.need_id == need_id).order_by(Hold.held_at.desc(), Hold.id.desc())
        )
    )


def count_live(email: str) -> int:
    """Return how many holds of one address still keep others away."""
    return rows.count(
        Hold,
        Hold.contact_email == email,
        Hold.status == HoldStatus.HELD,
        Hold.expires_at > clock.now(),
    )


def aims_of_pledge(pledge_id: UUID) -> list[Aim]:
    """Return what the lines of a pledge are meant for, in their order."""
    return _aims(PledgeLine.pledge_id == pledge_id)


def aims_of_need(need_id: UUID) -> list[Aim]:
    """Return the promised lines that are meant for a need, the oldest first."""
    return _aims(Aim.need_line.has(NeedLine.need_id == need_id))


def _aims(condition: sa.ColumnElement[bool]) -> list[Aim]:
    return list(
        db.session.scalars(
            sa.select(Aim)
            .join(PledgeLine, PledgeLine.id == Aim.pledge_line_id)
            .where(condition)
            .order_by(Aim.id)
            .options(
                joinedload(Aim.pledge_line).joinedload(PledgeLine.pledge).joinedload(Pledge.donor),
                joinedload(Aim.need_line).joinedload(NeedLine.item),
                joinedload(Aim.need_line).joinedload(NeedLine.need).joinedload(Need.hospital),
            )
        )
    )


def _whole() -> sa.Select[Hold]:
    return sa.select(Hold).options(
        joinedload(Hold.need).joinedload(Need.hospital),
        joinedload(Hold.campaign),
        joinedload(Hold.pledge),
        selectinload(Hold.lines).joinedload(HoldLine.need_line).joinedload(NeedLine.item),
    )
