"""What may not be sent: goods in quarantine, recalled or expired, and where they lie."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.stock.models import INVISIBLE, Balance, Item, Lot, LotStatus, Place


class Hold(StrEnum):
    """Why goods may not be sent."""

    QUARANTINED = "quarantined"
    RECALLED = "recalled"
    EXPIRED = "expired"


def page_of_held(
    listing: Listing, on: date, *, text: str = "", why: Hold | None = None
) -> Page[Balance]:
    """Return one page of what is held at our places, by item's name, lot's code or place."""
    statement = (
        sa.select(Balance)
        .join(Balance.lot)
        .join(Lot.item)
        .join(Balance.place)
        .options(
            contains_eager(Balance.lot).contains_eager(Lot.item), contains_eager(Balance.place)
        )
        .where(*_held(on, why))
    )
    if key := search_key(text):
        code = sa.func.lower(Lot.code).contains(key, autoescape=True)
        statement = statement.where(code | Item.search_key.contains(key, autoescape=True))
    columns = {"item": Item.search_key, "lot": Lot.code, "place": Place.search_key}
    return page_of(statement, listing, columns=columns, row_id=Balance.id)


def count_held(on: date) -> int:
    """Return how many lots somebody holds back; what expired by itself is told apart."""
    lots = sa.select(sa.func.count(Lot.id.distinct())).select_from(Balance)
    held = lots.join(Balance.lot).join(Balance.place).where(*_held(on, None))
    return db.session.scalar(held.where(Lot.status != LotStatus.AVAILABLE)) or 0


def _held(on: date, why: Hold | None) -> list[sa.ColumnElement[bool]]:
    expired = Lot.expires_on < on
    reasons: dict[Hold | None, sa.ColumnElement[bool]] = {
        Hold.QUARANTINED: Lot.status == LotStatus.QUARANTINED,
        Hold.RECALLED: Lot.status == LotStatus.RECALLED,
        Hold.EXPIRED: expired,
        None: sa.or_(Lot.status != LotStatus.AVAILABLE, expired),
    }
    return [Balance.on_hand > 0, Place.kind.not_in(INVISIBLE), reasons[why]]
