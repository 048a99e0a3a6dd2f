"""Which items are kits, how many could be put together, and what was."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.core.text import search_key
from relief.kits.models import KitAssembly, KitComponent, KitDismantling
from relief.stock.models import Balance, Item, Lot, LotStatus, Movement, Place, Reason
from relief.stock.queries import places, today


@dataclass(frozen=True)
class Could:
    """How many kits there is enough for at a place."""

    place: Place
    kits: int


def page_of_kits(listing: Listing, *, text: str = "") -> Page[Item]:
    """Return one page of the items that have components, by name."""
    statement = sa.select(Item).where(Item.id.in_(sa.select(KitComponent.kit_item_id)))
    if text:
        statement = statement.where(Item.search_key.contains(search_key(text), autoescape=True))
    return page_of(statement, listing, columns={"name": Item.search_key}, row_id=Item.id)


def page_of_assemblies(listing: Listing, *, item_id: UUID | None = None) -> Page[KitAssembly]:
    """Return one page of the times that kits were put together."""
    statement = sa.select(KitAssembly).options(
        joinedload(KitAssembly.item), joinedload(KitAssembly.place)
    )
    if item_id is not None:
        statement = statement.where(KitAssembly.item_id == item_id)
    return page_of(statement, listing, columns={"at": KitAssembly.made_at}, row_id=KitAssembly.id)


def components_of(item_ids: Collection[UUID]) -> dict[UUID, list[KitComponent]]:
    """Return the recipes of these kits, each in its order; one query."""
    found: dict[UUID, list[KitComponent]] = defaultdict(list)
    for each in db.session.scalars(
        sa.select(KitComponent)
        .where(KitComponent.kit_item_id.in_(item_ids))
        .order_by(KitComponent.position)
        .options(joinedload(KitComponent.item))
    ):
        found[each.kit_item_id].append(each)
    return dict(found)


def recipe(item_id: UUID) -> list[KitComponent]:
    """Return what one kit of an item holds; nothing when the item is no kit."""
    return components_of([item_id]).get(item_id, [])


def kits_using(item_id: UUID) -> list[Item]:
    """Return the kits of which an item is a component, by name."""
    used = sa.select(KitComponent.kit_item_id).where(KitComponent.item_id == item_id)
    return list(
        db.session.scalars(sa.select(Item).where(Item.id.in_(used)).order_by(Item.search_key))
    )


def could_be_made(recipes: dict[UUID, list[KitComponent]]) -> dict[UUID, list[Could]]:
    """Return how many of each kit there is enough for at each place in use, the most first; two queries."""
    here = places(active=True)
    units = _sendable({each.item_id for recipe in recipes.values() for each in recipe})
    found: dict[UUID, list[Could]] = {}
    for kit, recipe_of_kit in recipes.items():
        could = [
            Could(place, min(units[place.id, e.item_id] // e.quantity for e in recipe_of_kit))
            for place in here
        ]
        found[kit] = sorted(
            (each for each in could if each.kits),
            key=lambda each: (-each.kits, each.place.search_key),
        )
    return found


def _sendable(item_ids: set[UUID]) -> Counter[tuple[UUID, UUID]]:
    """Return the units that may be used, by place and item."""
    statement = (
        sa.select(Balance.place_id, Lot.item_id, sa.func.sum(Balance.on_hand - Balance.reserved))
        .join(Balance.lot)
        .where(
            Lot.item_id.in_(item_ids),
            Lot.status == LotStatus.AVAILABLE,
            sa.or_(Lot.expires_on.is_(None), Lot.expires_on >= today()),
        )
        .group_by(Balance.place_id, Lot.item_id)
    )
    found: Counter[tuple[UUID, UUID]] = Counter()
    for place_id, item_id, units in db.session.execute(statement):
        found[place_id, item_id] = int(units)
    return found


def get_assembly(assembly_id: UUID) -> KitAssembly:
    """Return one time that kits were put together. Raise RowMissing."""
    return rows.get(KitAssembly, assembly_id)


def assembly_of_form(nonce: UUID) -> KitAssembly | None:
    """Return what an earlier copy of the same form put together."""
    return db.session.scalars(sa.select(KitAssembly).where(KitAssembly.nonce == nonce)).first()


def dismantling_of_form(nonce: UUID) -> KitDismantling | None:
    """Return what an earlier copy of the same form took apart."""
    statement = sa.select(KitDismantling).where(KitDismantling.nonce == nonce)
    return db.session.scalars(statement).first()


def assembly_of_lot(lot_id: UUID) -> KitAssembly | None:
    """Return when the kits of a lot were put together, None for goods that came as they are."""
    made = sa.select(Movement.source_id).where(
        Movement.lot_id == lot_id,
        Movement.reason == Reason.ASSEMBLED,
        Movement.from_place_id.is_(None),
    )
    return db.session.scalars(sa.select(KitAssembly).where(KitAssembly.id.in_(made))).first()


def made_in(assembly: KitAssembly) -> list[Movement]:
    """Return the movements that brought kit lots in, their lots loaded, in the order they were made."""
    return list(
        db.session.scalars(
            sa.select(Movement)
            .where(
                Movement.source_id == assembly.id,
                Movement.reason == Reason.ASSEMBLED,
                Movement.from_place_id.is_(None),
            )
            .order_by(Movement.id)
            .options(joinedload(Movement.lot))
        )
    )


def dismantlings_of(assembly: KitAssembly) -> list[KitDismantling]:
    """Return the times that kits of an assembly were taken apart, the last first."""
    return list(
        db.session.scalars(
            sa.select(KitDismantling)
            .where(KitDismantling.assembly_id == assembly.id)
            .order_by(KitDismantling.taken_at.desc(), KitDismantling.id.desc())
            .options(joinedload(KitDismantling.lot), joinedload(KitDismantling.place))
        )
    )


def get_whole(balance_id: UUID) -> Balance:
    """Return the kits of one lot at one place. Raise RowMissing."""
    return rows.get(Balance, balance_id)


def where_now(lot_ids: Sequence[UUID]) -> dict[UUID, list[Balance]]:
    """Return where kits of each lot lie, on the road too; one query."""
    found: dict[UUID, list[Balance]] = defaultdict(list)
    for balance in db.session.scalars(
        sa.select(Balance)
        .where(Balance.lot_id.in_(lot_ids), Balance.on_hand > 0)
        .order_by(Balance.lot_id, Balance.place_id)
        .options(joinedload(Balance.place), joinedload(Balance.lot))
    ):
        found[balance.lot_id].append(balance)
    return dict(found)
