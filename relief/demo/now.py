"""What is going on today: an open campaign, waiting work for every role, trips for the day.

Every deed lies before today, so that no record is younger than the moment of loading. Two loads
on the same day give the same content.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from relief.core.money import Money
from relief.demo import (
    at_the_door,
    books,
    bought,
    driven,
    fed,
    gifts,
    goods,
    ground,
    hospital_side,
    money_back,
    online_side,
    owed,
    packed,
    portal_side,
    shared_out,
    shelves,
    treasury,
    wall_side,
)
from relief.demo.hospital_side import Asking, Trip
from relief.demo.stage import HOSPITAL, PUBLIC, Stage
from relief.demo.texts import ONGOING, ONGOING_AMOUNTS
from relief.demo.week import ASKED, TRIPS
from relief.demo.year2020 import take_in
from relief.stock.queries import available_at

DAY = timedelta(days=1)
PLEDGED = (
    # days ago, pesos or dollars, goods, how far it came
    (26, (60_000, "MXN"), (), "paid"),
    (24, (2_500, "USD"), (), "paid"),
    (22, None, (("DES-01", 200),), "brought"),
    (20, (40_000, "MXN"), (("EPP-03", 6000),), "brought"),
    (18, (120_000, "MXN"), (), "paid"),
    (16, None, (("EPP-09", 160), ("EPP-01", 2000)), "brought"),
    (14, (15_000, "MXN"), (), "declined"),
    (12, (80_000, "MXN"), (), "recorded"),
    (11, (1_500, "USD"), (), "recorded"),
    (10, (25_000, "MXN"), (), "accepted"),
    (9, None, (("ALI-06", 300),), "accepted"),
    (8, (20_000, "MXN"), (), "cancelled"),
    (6, (250_000, "MXN"), (), "recorded"),
    (5, None, (("EPP-05", 700),), "accepted"),
    (3, (10_000, "MXN"), (), "submitted"),
    (2, (5_000, "USD"), (), "submitted"),
    (1, None, (("DES-01", 20),), "held"),
    (1, (35_000, "MXN"), (("EPP-04", 300),), "submitted"),
)
PAID_TWICE = Money(120_000_00, "MXN")
REFUNDED = Money(60_000_00, "MXN")
"""The gift of which a part goes back."""


@dataclass
class Now:
    """The stage, and which day is today on the chapter's wall."""

    stage: Stage
    today: date


def write_down(stage: Stage, today: date) -> None:
    """Write the last thirty days into the script."""
    now = Now(stage, today)
    stage.script.at(today - DAY * 30, 8, stage.administrator, lambda: _open(now))
    books.close_2020(stage, today)


def _open(now: Now) -> None:
    stage, yesterday = now.stage, now.today - DAY
    campaign = ground.open_campaign(
        stage,
        starts_on=now.today - DAY * 30,
        ends_on=now.today + DAY * 90,
        goal=Money(1_500_000_00, "MXN"),
        goal_units=40_000,
        **ONGOING,
    )
    ground.suggest(campaign, ONGOING_AMOUNTS)
    _write_gifts(now, campaign)
    for part in (owed, online_side, treasury):
        part.write_down(stage, campaign, today=now.today)
    _write_arrivals(now, campaign)
    count = partial(books.count_pile, stage, campaign, on=yesterday)
    stage.script.at(yesterday, 17, stage.treasurer, count)
    _write_needs(now)
    _write_trips(now)
    shared_out.write_down(stage, today=now.today)
    wall_side.write_down(stage, campaign, today=now.today)
    bought.write_down(stage, campaign, today=now.today)
    shelves.write_down(stage, today=now.today)
    packed.write_down(stage, today=now.today)
    fed.write_down(stage, campaign, today=now.today)
    driven.write_down(stage, today=now.today)


def _write_gifts(now: Now, campaign: UUID) -> None:
    stage = now.stage
    for number, (ago, cash, brings, ending) in enumerate(PLEDGED):
        gift = gifts.Gift(
            donor=stage.donors[3 + number * 5 % len(stage.donors)],
            campaign=campaign,
            cash=Money(cash[0] * 100, cash[1]) if cash else None,
            goods=brings,
            anonymous=number == 4,
            on_wall=number % 3 != 1,
            earmark="Tijuana" if number == 9 else "",
        )
        day = now.today - DAY * ago
        deed = partial(_send, now, gift, day, ending=ending)
        if ending == "held":
            deed = partial(wall_side.hold_and_promise, stage, gift, day)
        stage.script.at(day, 9, PUBLIC, deed)


def _write_needs(now: Now) -> None:
    stage = now.stage
    for ago, hospital, wanted, within, priority, decided in ASKED:
        asking = Asking(
            hospital=stage.hospitals[hospital][0],
            asked={stage.items[sku]: units for sku, units in wanted},
            by=now.today + DAY * within,
            priority=priority,
            notes="Turnos completos desde el lunes.",
            by_link=hospital == 2,
        )
        day = now.today - DAY * ago
        stage.script.at(day, 10, stage.coordinator, _asks(now, asking, decided=decided, day=day))


def _write_trips(now: Now) -> None:
    stage = now.stage
    for offset, hospital, sku, units, ending in TRIPS:
        planned = now.today + DAY * offset
        cargo = (stage.hospitals[hospital][0], stage.items[sku], units)
        deed = partial(_travel, now, planned, cargo, ending=ending)
        stage.script.at(min(planned, now.today) - DAY, 12, stage.coordinator, deed)


def _send(now: Now, gift: gifts.Gift, day: date, *, ending: str) -> None:
    at, stage = now.stage.script.at, now.stage
    pledge = gifts.send(stage, gift)
    if ending == "submitted":
        return
    if ending == "declined":
        reason = "El donante pidió un destino que la campaña no cubre."
        at(day + DAY, 10, stage.treasurer, lambda: gifts.decline(pledge, reason=reason))
        return
    at(day + DAY, 10, stage.treasurer, lambda: gifts.accept(pledge))
    if ending == "cancelled":
        reason = "La empresa lo dará el próximo trimestre."
        at(day + DAY * 4, 10, stage.treasurer, lambda: gifts.cancel(pledge, reason=reason))
    if ending == "accepted" and gift.cash is not None:
        came = day + DAY * 2
        at(came, 11, portal_side.PORTAL, lambda: portal_side.visit(stage, pledge, came))
    if ending == "accepted" and gift.cash is None:
        said = min(day + DAY * 2, now.today - DAY)
        coming = now.today + DAY * 2
        at(said, 12, wall_side.COMPANY, lambda: wall_side.say_when(stage, pledge, coming))
    if ending in {"paid", "recorded", "brought"} and gift.cash is not None:
        _pay(now, gift, pledge, day=day + DAY * 2, confirmed=ending != "recorded")
    if ending == "brought":
        load = goods.Load(
            donor=gift.donor,
            campaign=gift.campaign,
            place=stage.places["Tijuana"],
            on=day + DAY * 3,
            goods=gift.goods,
            pledge=pledge,
            keeps_until=now.today + DAY * 400,
        )
        take_in(stage, load)


def _pay(now: Now, gift: gifts.Gift, pledge: UUID, *, day: date, confirmed: bool) -> None:
    at, stage = now.stage.script.at, now.stage

    def taken() -> None:
        assert gift.cash is not None  # noqa: S101 - only gifts of money are paid
        money = gifts.Arrived(gift.donor, gift.campaign, gift.cash, day, pledge)
        payment = gifts.record(stage, money)
        if confirmed:
            at(day, 16, stage.treasurer, lambda: gifts.confirm(payment))
        if gift.cash == PAID_TWICE:
            on = now.today - DAY * 2
            at(on, 18, stage.treasurer, lambda: books.ask_for_refund(stage, payment, on=on))
        if gift.cash == REFUNDED and confirmed:
            money_back.write_refund(stage, payment, on=day + DAY * 4)

    at(day, 12, stage.treasurer, taken)


def _write_arrivals(now: Now, campaign: UUID) -> None:
    """Lots that expire this week, one arrival that waits for its count, one for its value."""
    stage, at = now.stage, now.stage.script.at

    def load(ago: int, donor: int, city: str, *brought: tuple[str, int]) -> goods.Load:
        return goods.Load(
            donor=stage.donors[donor],
            campaign=campaign,
            place=stage.places[city],
            on=now.today - DAY * ago,
            goods=brought,
        )

    for keeps, expiring in (
        (3, load(15, 11, "Tijuana", ("ALI-06", 120), ("DES-01", 40))),
        (6, load(13, 21, "Ensenada", ("EPP-09", 60))),
        (5, load(12, 31, "Mexicali", ("ALI-04", 400))),
    ):
        expiring.keeps_until = now.today + DAY * keeps
        take_in(stage, expiring)
    for lasting in (
        load(19, 41, "Mexicali", ("EPP-01", 1800), ("EPP-03", 4000)),
        load(17, 51, "Ensenada", ("EPP-03", 5000), ("DES-01", 90)),
    ):
        take_in(stage, lasting)
    unvalued, uncounted = (
        load(2, 15, "Tijuana", ("EPP-05", 500), ("EPP-08", 120)),
        load(1, 25, "Mexicali", ("DES-01", 150)),
    )

    unvalued.percent = 160  # a value that somebody has to look at

    def counted() -> None:
        intake = goods.arrive(stage, unvalued)
        wall_side.look_at(intake, unvalued.on)
        at(
            unvalued.on,
            14,
            stage.coordinator,
            lambda: goods.count(stage, intake, load=unvalued, differs=True),
        )

    at(unvalued.on, 11, stage.coordinator, counted)
    at(uncounted.on, 15, stage.coordinator, lambda: goods.arrive(stage, uncounted))


def _asks(now: Now, asking: Asking, *, decided: bool, day: date) -> Callable[[], None]:
    def asked() -> None:
        need = hospital_side.ask(asking)
        if decided:
            at, by = now.stage.script.at, now.stage.coordinator
            at(day, 17, by, lambda: hospital_side.approve(need))

    return asked


def _travel(now: Now, planned: date, cargo: tuple[UUID, UUID, int], *, ending: str) -> None:
    """Plan a trip from the warehouse of the hospital's city, and bring it as far as it came."""
    stage, (hospital, item, units) = now.stage, cargo
    city = next(city for each, city in stage.hospitals if each == hospital)
    place = stage.place_for(city)
    taken = []
    for balance in available_at(place, planned):
        if balance.lot.item_id == item and units:
            part = min(units, balance.available)
            taken.append((balance, part))
            units -= part
    trip = hospital_side.plan(stage, Trip(hospital, place, planned, taken))
    at, by = stage.script.at, stage.coordinator
    steps = {
        "picking": hospital_side.pick,
        "packed": hospital_side.pack,
        "road": driven.leave,
        "closed": hospital_side.leave,
        "signed": driven.leave,
        "differs": hospital_side.leave,
    }
    if ending in steps:
        at(min(planned, now.today) - DAY, 18, by, lambda: steps[ending](trip))
    if ending in {"signed", "differs"}:
        differs = ending == "differs"
        at(planned, 12, HOSPITAL, lambda: hospital_side.sign(stage, trip, differs=differs))
    if ending == "signed":
        at(planned, 15, at_the_door.DRIVER, lambda: at_the_door.tell_the_same(trip))
    if ending == "closed":
        yesterday = now.today - DAY
        at(yesterday, 21, at_the_door.DRIVER, lambda: at_the_door.tell_too_late(trip))
