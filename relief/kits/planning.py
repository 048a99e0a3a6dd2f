"""What putting kits together at a place would take, looked at or held."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from relief.core.money import Money
from relief.kits import queries, splitting
from relief.kits.errors import NotAKit
from relief.kits.splitting import Portion, Wanted
from relief.stock import genealogy, ledger
from relief.stock.models import Balance, ExpiryRule, Item, Lot, Place
from relief.stock.queries import available_of, today


@dataclass(frozen=True)
class Batch:
    """Kits of the very same contents: one lot."""

    kits: int
    parts: tuple[Portion[Lot], ...]
    expires_on: date | None

    @property
    def worth(self) -> Money | None:
        """Return the value of one kit, None while a part has none or when currencies are mixed."""
        return genealogy.worth((part.lot, part.units) for part in self.parts)


@dataclass(frozen=True)
class Component:
    """An item of the recipe, its units in one kit, and what may be used of it at the place."""

    item: Item
    stock: Wanted[Lot]

    def wanted(self, kits: int) -> int:
        """Return the units that so many kits take."""
        return self.stock.each * kits


@dataclass(frozen=True)
class Plan:
    """A kit's recipe beside what there is of it at a place."""

    kit: Item
    place: Place
    components: Sequence[Component]

    @property
    def possible(self) -> int:
        """Return how many kits there is enough for."""
        return splitting.possible([each.stock for each in self.components])

    def short(self, kits: int) -> list[Component]:
        """Return the components of which there is not enough for so many kits."""
        return [each for each in self.components if each.stock.enough_for < kits]

    def batches(self, kits: int) -> list[Batch]:
        """Return the lots that so many kits become. Raise ValueError when there is not enough."""
        return [
            Batch(each.kits, each.parts, _good_until(self.kit, each.parts))
            for each in splitting.split([each.stock for each in self.components], kits)
        ]


def look(kit: Item, place: Place) -> Plan:
    """Return the plan as things stand, for showing; two queries. Raise NotAKit."""
    return _plan(kit, place, lambda ids: available_of(ids, place.id, today()))


def hold(kit: Item, place: Place) -> Plan:
    """Return the plan with its lots and balances locked until commit. Raise NotAKit."""
    return _plan(kit, place, lambda ids: ledger.lock_sendable(ids, place))


def _plan(
    kit: Item, place: Place, stock: Callable[[Collection[UUID]], dict[UUID, list[Balance]]]
) -> Plan:
    recipe = queries.recipe(kit.id)
    if not recipe:
        raise NotAKit(item=kit.name)
    found = stock([each.item_id for each in recipe])
    return Plan(
        kit,
        place,
        [
            Component(
                each.item,
                Wanted(
                    each.quantity,
                    [Portion(balance.lot, balance.available) for balance in found[each.item_id]],
                ),
            )
            for each in recipe
        ],
    )


def _good_until(kit: Item, parts: Sequence[Portion[Lot]]) -> date | None:
    """Return the last good day of a kit: of the first part to expire, and at most today for meals."""
    days = [part.lot.expires_on for part in parts if part.lot.expires_on is not None]
    if kit.expiry_rule is ExpiryRule.SAME_DAY:
        days.append(today())
    return min(days, default=None)
