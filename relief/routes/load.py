"""What a trip carries and how far it goes: what a person should know before it leaves.

Nothing here forbids anything. Packs are units over the units in a pack of their item, rounded up
line by line; weight is the sum of what is known of each item.

Distance is over the globe between the points of places and hospitals, in the order of the stops,
times 1.3, which is what roads in towns and between them add to it. Transport in light vehicles needs
no Carta Porte complement, unless more than 30 km of its way are federal road. Which roads are
federal is not known here, so more than 30 km of any road warns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from relief.core.globe import Point, distance_km
from relief.deliveries.models import Delivery, DeliveryLine
from relief.hospitals.models import Hospital
from relief.routes.models import Route
from relief.stock.models import Item, Place

ROAD_FACTOR = 1.3
CARTA_PORTE_KM = 30


@dataclass(frozen=True)
class Load:
    """Packs and whole kilograms, rounded up; `unweighed` are items whose weight nobody wrote down."""

    packs: int
    kilograms: int
    unweighed: tuple[Item, ...]
    packs_over: int = 0
    kilograms_over: int = 0

    @property
    def exceeds(self) -> bool:
        """Say whether the vehicle takes less than this."""
        return bool(self.packs_over or self.kilograms_over)


@dataclass(frozen=True)
class Way:
    """Kilometres of road to each stop, None where a point is missing, and what a Carta Porte asks for.

    `lacks` names what its data still miss.
    """

    legs: tuple[float | None, ...]
    lacks: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Say whether every leg has its distance."""
        return None not in self.legs

    @property
    def km(self) -> int:
        """Return the kilometres that are known, to the whole one."""
        return round(sum(leg for leg in self.legs if leg is not None))

    @property
    def warns(self) -> bool:
        """Say whether the trip may need a Carta Porte."""
        return self.km > CARTA_PORTE_KM


def load_of(route: Route) -> Load:
    """Return what a route carries, and what of it is more than its vehicle takes."""
    lines = [line for stop in route.stops for line in stop.delivery.lines]
    grams = sum(line.quantity * (line.item.weight_grams or 0) for line in lines)
    packs, kilograms = sum(packs_of(line) for line in lines), -(-grams // 1000)
    vehicle = route.vehicle
    return Load(
        packs=packs,
        kilograms=kilograms,
        unweighed=tuple(
            {line.item.id: line.item for line in lines if line.item.weight_grams is None}.values()
        ),
        packs_over=_over(packs, vehicle.capacity_boxes if vehicle else None),
        kilograms_over=_over(kilograms, vehicle.capacity_kg if vehicle else None),
    )


def packs_of(line: DeliveryLine) -> int:
    """Return in how many packs a line travels."""
    return -(-line.quantity // line.item.pack_size)


def way_of(route: Route) -> Way:
    """Return how far each stop is from the one before, the first from the place."""
    points = [point_of(route.place)]
    points += [point_of(stop.delivery.hospital) for stop in route.stops]
    legs = tuple(_road(one, other) for one, other in pairwise(points))
    return Way(legs, tuple(_lacks(route)))


def point_of(where: Place | Hospital) -> Point | None:
    """Return where something lies, if somebody wrote it down."""
    if where.latitude is None or where.longitude is None:
        return None
    return where.latitude, where.longitude


def _road(one: Point | None, other: Point | None) -> float | None:
    return distance_km(one, other) * ROAD_FACTOR if one and other else None


def _lacks(route: Route) -> Iterable[str]:
    """Give the names of what a Carta Porte needs and nobody wrote down."""
    lines = [line for stop in route.stops for line in stop.delivery.lines]
    if route.driver is None:
        yield "driver"
    if route.vehicle is None:
        yield "plates"
    if not route.place.address:
        yield "origin"
    if _without_address([stop.delivery for stop in route.stops]):
        yield "destination"
    if any(not line.item.sat_key or not line.item.sat_unit for line in lines):
        yield "sat_keys"
    if any(line.item.weight_grams is None for line in lines):
        yield "weight"


def _without_address(trips: Sequence[Delivery]) -> bool:
    return any(not each.hospital.address for each in trips)


def _over(carried: int, takes: int | None) -> int:
    return max(carried - takes, 0) if takes is not None else 0
