"""The only writer of movements and balances.

Every movement locks the balances it touches, in the order of their ids; nothing may go below
zero, and the database checks it again. Goods come from outside (no `source`), move between
places, or leave for good (no `target`). What is promised or sent out must be neither held nor
expired on the chapter's calendar; that is looked at under a lock of the lots, taken first.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from flask_babel import format_date

from relief.core import context, tenancy
from relief.core.db import db, insert_into, new_id
from relief.core.words import word
from relief.stock.errors import LotExpired, LotHeld, NotEnoughStock, NothingReserved
from relief.stock.models import Balance, Lot, LotStatus, Movement, Place, PlaceKind, Reason
from relief.stock.queries import available_of, today

FIT_ONLY = frozenset({Reason.DISPATCHED, Reason.ASSEMBLED})
"""Why goods move that must be neither held nor expired."""


@dataclass(frozen=True)
class Line:
    """So many units of one lot, at least one. Raise ValueError for fewer."""

    lot: Lot
    quantity: int

    def __post_init__(self) -> None:
        if self.quantity < 1:
            raise ValueError("a line moves at least one unit")


def move(
    lines: Sequence[Line],
    *,
    source: Place | None,
    target: Place | None,
    reason: Reason,
    source_id: UUID | None = None,
    note: str = "",
    from_reserved: bool = False,
) -> list[Movement]:
    """Move goods and write it down. `source_id` names the record that caused it.

    With `from_reserved` what leaves was promised before and the promise is used up. Raise
    NotEnoughStock or NothingReserved, and LotHeld or LotExpired for what is dispatched or goes
    into kits, before anything is changed; ValueError when the goods would stay where they are.
    """
    if source is target or (source and target and source.id == target.id):
        raise ValueError("goods move from one place to another")
    if reason in FIT_ONLY:
        refuse_unfit(lines)
    balances = lock([line.lot.id for line in lines], [p for p in (source, target) if p])
    if source is not None:
        _take(balances, lines, place=source, from_reserved=from_reserved)
    if target is not None:
        for line in lines:
            balances[line.lot.id, target.id].on_hand += line.quantity
    written = [
        Movement(
            lot_id=line.lot.id,
            from_place_id=source.id if source else None,
            to_place_id=target.id if target else None,
            quantity=line.quantity,
            reason=reason,
            source_id=source_id,
            note=note,
            actor_label=context.current_actor().label,
        )
        for line in lines
    ]
    db.session.add_all(written)
    db.session.flush()
    return written


def reserve(lines: Sequence[Line], *, place: Place) -> None:
    """Promise goods to a delivery.

    Raise NotEnoughStock when others were quicker, LotHeld or LotExpired when the lot may not go.
    """
    refuse_unfit(lines)
    balances = lock([line.lot.id for line in lines], [place])
    _refuse_missing(balances, lines, place=place)
    for line in lines:
        balances[line.lot.id, place.id].reserved += line.quantity
    db.session.flush()


def release(lines: Sequence[Line], *, place: Place) -> None:
    """Take a promise back. Raise NothingReserved when there was none."""
    balances = lock([line.lot.id for line in lines], [place])
    _use_promise(balances, lines, place=place)
    db.session.flush()


Locked = dict[tuple[UUID, UUID], Balance]


def lock(lots: Sequence[UUID], places: Sequence[Place]) -> Locked:
    """Return the balances of these lots at these places, locked until commit, made if absent."""
    place_ids = sorted({place.id for place in places})
    wanted = [(lot, place) for lot in sorted(set(lots)) for place in place_ids]
    if not wanted:
        return {}
    chapter = tenancy.chapter_id()
    db.session.execute(
        insert_into(Balance).on_conflict_do_nothing(
            index_elements=["chapter_id", "lot_id", "place_id"]
        ),
        [
            {
                "id": new_id(),
                "chapter_id": chapter,
                "lot_id": lot,
                "place_id": place,
                "on_hand": 0,
                "reserved": 0,
            }
            for lot, place in wanted
        ],
    )
    found = db.session.scalars(
        sa.select(Balance)
        .where(Balance.lot_id.in_(set(lots)), Balance.place_id.in_(place_ids))
        .order_by(Balance.lot_id, Balance.place_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {(balance.lot_id, balance.place_id): balance for balance in found}


def lock_sendable(item_ids: Collection[UUID], place: Place) -> dict[UUID, list[Balance]]:
    """Return what may be sent of each item from a place today, first expired first, locked.

    Nobody holds one of these lots back, and nobody promises or moves them, until this commits.
    """
    found = available_of(item_ids, place.id, today())
    lots = {balance.lot_id for balances in found.values() for balance in balances}
    fit = {lot.id for lot in _look_at(lots) if _is_fit(lot)}
    lock(list(fit), [place])
    return {
        item_id: [b for b in balances if b.lot_id in fit and b.available]
        for item_id, balances in found.items()
    }


def refuse_unfit(lines: Sequence[Line]) -> None:
    """Lock the lots and look whether they may go. Raise LotHeld or LotExpired."""
    for lot in _look_at({line.lot.id for line in lines}):
        if lot.status is not LotStatus.AVAILABLE:
            raise LotHeld(lot=lot.code, state=word(lot.status))
        if not _is_fit(lot):
            raise LotExpired(lot=lot.code, day=format_date(lot.expires_on, "long"))


def transit() -> Place:
    """Return the chapter's place for what is on the road, made when first needed.

    Its search key begins with a space, which no typed name can, so that nobody's place takes it.
    """
    return _invisible(PlaceKind.TRANSIT, "En tránsito", " en transito")


def direct() -> Place:
    """Return the chapter's place for what donors bring to hospitals themselves, as `transit`."""
    return _invisible(PlaceKind.DIRECT, "Directo del donante", " directo del donante")


def _invisible(kind: PlaceKind, name: str, key: str) -> Place:
    wanted = sa.select(Place).where(Place.kind == kind)
    found = db.session.scalars(wanted).first()
    if found is not None:
        return found
    made = insert_into(Place).values(
        id=new_id(), chapter_id=tenancy.chapter_id(), name=name, search_key=key, kind=kind
    )
    db.session.execute(made.on_conflict_do_nothing(index_elements=["chapter_id", "search_key"]))
    return db.session.scalars(wanted).one()


def _take(balances: Locked, lines: Sequence[Line], *, place: Place, from_reserved: bool) -> None:
    if from_reserved:
        _use_promise(balances, lines, place=place)
    else:
        _refuse_missing(balances, lines, place=place)
    for line in lines:
        balances[line.lot.id, place.id].on_hand -= line.quantity


def _use_promise(balances: Locked, lines: Sequence[Line], *, place: Place) -> None:
    for lot, quantity in _wanted(lines).items():
        if balances[lot.id, place.id].reserved < quantity:
            raise NothingReserved(lot=lot.code)
    for line in lines:
        balances[line.lot.id, place.id].reserved -= line.quantity


def _refuse_missing(balances: Locked, lines: Sequence[Line], *, place: Place) -> None:
    for lot, quantity in _wanted(lines).items():
        available = balances[lot.id, place.id].available
        if available < quantity:
            raise NotEnoughStock(
                item=lot.item.name, lot=lot.code, available=available, wanted=quantity
            )


def _wanted(lines: Sequence[Line]) -> Counter[Lot]:
    """Return how much is asked of each lot, which may stand on several lines."""
    wanted: Counter[Lot] = Counter()
    for line in lines:
        wanted[line.lot] += line.quantity
    return wanted


def _is_fit(lot: Lot) -> bool:
    in_time = lot.expires_on is None or lot.expires_on >= today()
    return lot.status is LotStatus.AVAILABLE and in_time


def _look_at(ids: Collection[UUID]) -> list[Lot]:
    """Return the lots as they are now; nobody may hold one back until this commits."""
    return list(
        db.session.scalars(
            sa.select(Lot)
            .where(Lot.id.in_(ids))
            .order_by(Lot.id)
            .with_for_update(read=True)
            .execution_options(populate_existing=True)
        )
    )
