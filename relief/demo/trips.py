"""Requests and deliveries of 2020: meals, the great handover, and what left week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import sqlalchemy as sa

from relief.core.db import db
from relief.core.rows import get
from relief.demo import goods, hospital_side
from relief.demo.hospital_side import Asking, Trip
from relief.demo.stage import HOSPITAL, Stage
from relief.intake.models import Intake, IntakeLine
from relief.needs.models import Priority
from relief.stock.models import Balance, Item
from relief.stock.queries import available_at

DAY = timedelta(days=1)
FIRST_TRIP, LAST_TRIP, LAST_LOOK = date(2020, 4, 9), date(2020, 8, 21), date(2020, 9, 14)
ROUTES = 214  # week by week; with meals, the handover and what is on today there are 200
LAST_OF_ALL = 6  # the last trips take whatever is left


@dataclass
class Route:
    """One turn of the weekly round: which hospital, when, and how it ends."""

    hospital: UUID
    place: UUID
    day: date
    ending: str = "signed"
    takes_all: bool = False


def write_deliveries(stage: Stage) -> None:
    """Write the rounds to every hospital, from April until the warehouses are empty."""
    random = stage.script.random
    days = (LAST_TRIP - FIRST_TRIP).days
    for number in range(ROUTES):
        hospital, city = stage.hospitals[number * 7 % len(stage.hospitals)]
        route = Route(
            hospital=hospital,
            place=stage.place_for(city),
            day=FIRST_TRIP + DAY * (number * days // ROUTES),
            ending={0: "failed", 1: "cancelled"}.get(number % 44, "signed"),
        )
        if number >= ROUTES - LAST_OF_ALL:
            places = list(dict.fromkeys(stage.places.values()))
            route.place, route.takes_all = places[number % len(places)], True
            route.ending = "signed"
        urgency = random.choices(list(Priority), weights=(6, 3, 1))[0]
        stage.script.at(
            route.day - DAY * 2,
            15,
            stage.coordinator,
            partial(_ask, stage, route, urgency),
        )


def _ask(stage: Stage, route: Route, urgency: Priority) -> None:
    """Ask for some of what the warehouse has; a few requests ask for more than there is."""
    random = stage.script.random
    free = [b for b in available_at(route.place, route.day) if b.lot_id not in stage.spoken_for]
    if not free:
        return
    there: dict[UUID, int] = {}
    for balance in free:
        there[balance.lot.item_id] = there.get(balance.lot.item_id, 0) + balance.available
    names = {item: get(Item, item).sku for item in there}
    chosen = sorted(there, key=lambda item: names[item])
    if not route.takes_all:
        chosen = random.sample(chosen, min(len(chosen), random.randrange(2, 5)))
    share = 1 if route.takes_all else random.randrange(3, 7)
    asked = {item: max(there[item] // share, 1) for item in chosen}
    if not route.takes_all and random.random() < 0.15:
        asked = {item: there[item] + 200 for item in chosen}
    need = hospital_side.ask(Asking(route.hospital, asked, route.day + DAY, urgency))
    at = stage.script.at
    if random.random() < 0.03 and not route.takes_all:
        reason = "Ya se atendió en otra solicitud."
        at(
            route.day - DAY,
            9,
            stage.coordinator,
            lambda: hospital_side.reject(need, reason=reason),
        )
        return
    at(route.day - DAY, 9, stage.coordinator, lambda: hospital_side.approve(need))
    at(route.day - DAY, 10, stage.coordinator, lambda: _plan(stage, route, need))
    at(LAST_LOOK, 9, stage.coordinator, lambda: hospital_side.expire_if_open(need))


def _plan(stage: Stage, route: Route, need: UUID) -> None:
    wanted = hospital_side.still_wanted(need)
    cargo, why = [], ""
    for balance in available_at(route.place, route.day):
        units = min(balance.available, wanted.get(balance.lot.item_id, 0))
        if units and balance.lot_id in stage.spoken_for:
            why = "Lo que caduca antes ya espera la entrega en conjunto."
        elif units:
            wanted[balance.lot.item_id] -= units
            cargo.append((balance, units))
    if cargo:
        trip = Trip(route.hospital, route.place, route.day, cargo, need, why)
        _carry(stage, hospital_side.plan(stage, trip), route)


def _carry(stage: Stage, trip: UUID, route: Route) -> None:
    at, by = stage.script.at, stage.coordinator
    if route.ending == "cancelled":
        at(route.day, 8, by, lambda: hospital_side.cancel(trip))
        return
    at(route.day, 8, by, lambda: hospital_side.leave(trip))
    if route.ending == "failed":
        at(route.day, 15, by, lambda: hospital_side.fail(trip))
        return
    differs = stage.script.random.random() < 0.12
    at(route.day, 12, HOSPITAL, lambda: hospital_side.sign(stage, trip, differs=differs))


def write_meals(stage: Stage, campaign: UUID, meals: dict[date, int]) -> None:
    """Write the days on which kitchens cooked for hospitals of Tijuana and Ensenada.

    Meals leave on the day they are cooked: arrival, count and delivery lie within hours.
    """
    served = [(h, city) for h, city in stage.hospitals if city in {"Tijuana", "Ensenada"}]
    for number, (day, portions) in enumerate(meals.items()):
        hospital, city = served[number % len(served)]
        load = goods.Load(
            donor=stage.donors[number * 5 % len(stage.donors)],
            campaign=campaign,
            place=stage.place_for(city),
            on=day,
            goods=(("COM-01", portions),),
            delivered_by="Cocina industrial",
        )
        stage.script.at(day, 7, stage.coordinator, partial(_cook, stage, load, hospital))


def _cook(stage: Stage, load: goods.Load, hospital: UUID) -> None:
    at, by, day = stage.script.at, stage.coordinator, load.on
    intake = goods.arrive(stage, load)
    at(day, 8, by, lambda: goods.count(stage, intake, load=load))
    at(day, 10, stage.treasurer, lambda: goods.value(intake))

    def serve() -> None:
        cargo = [(each, each.available) for each in _balances_of([intake])]
        trip = hospital_side.plan(stage, Trip(hospital, load.place, day, cargo))
        hospital_side.leave(trip)
        at(day, 13, HOSPITAL, lambda: hospital_side.sign(stage, trip))

    at(day, 9, by, serve)


def write_handover(stage: Stage, arrived: date) -> None:
    """Write the one handover: everything that came for it leaves together, and is all accepted."""
    place = stage.places["Tijuana"]
    hospital = stage.hospitals[0][0]
    at = stage.script.at

    def set_aside() -> None:
        stage.spoken_for.update(balance.lot_id for balance in _balances_of(_convoy(arrived)))

    def leave() -> None:
        cargo = [(each, each.available) for each in _balances_of(_convoy(arrived))]
        why = "Se entrega en conjunto lo que se reunió para este día."
        plan = Trip(hospital, place, arrived + DAY * 2, cargo, why_later_lots=why)
        trip = hospital_side.plan(stage, plan)
        hospital_side.leave(trip)
        at(arrived + DAY * 2, 12, HOSPITAL, lambda: hospital_side.sign(stage, trip))

    # Between the count at 13 and the next request at 15 nobody else can take from these lots.
    at(arrived, 14, stage.coordinator, set_aside)
    at(arrived + DAY * 2, 8, stage.coordinator, leave)


def _convoy(day: date) -> Sequence[UUID]:
    return db.session.scalars(
        sa.select(Intake.id)
        .where(Intake.arrived_on == day, Intake.delivered_by == "Convoy de entrega conjunta")
        .order_by(Intake.reference)
    ).all()


def _balances_of(intakes: Sequence[UUID]) -> list[Balance]:
    """Return what is on hand of the lots that came with these arrivals, in the order of arrival."""
    return list(
        db.session.scalars(
            sa.select(Balance)
            .join(IntakeLine, IntakeLine.lot_id == Balance.lot_id)
            .join(Intake, Intake.id == IntakeLine.intake_id)
            .where(Intake.id.in_(intakes), Balance.on_hand > 0)
            .order_by(Intake.reference, IntakeLine.position)
        )
    )
