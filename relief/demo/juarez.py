"""The second chapter: one of everything, each named after a river that the first never mentions."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from relief.core.money import Money
from relief.demo import gifts, goods, ground, hospital_side
from relief.demo.hospital_side import Asking, Trip
from relief.demo.stage import HOSPITAL, PUBLIC, Stage
from relief.demo.texts import CHUVISCAR
from relief.demo.year2020 import take_in
from relief.hospitals import actions as hospitals
from relief.hospitals.models import HospitalStatus
from relief.stock import actions as stock
from relief.stock.models import Category, PlaceKind
from relief.stock.queries import available_at

DAY = timedelta(days=1)


def write_down(stage: Stage, today: date) -> None:
    """Write a handful of rows into the script: a canary of each kind."""
    at = stage.script.at
    at(today - DAY * 40, 9, stage.administrator, lambda: _ground(stage, today))
    at(today - DAY * 20, 9, PUBLIC, lambda: _gift(stage, today))
    at(today - DAY * 9, 9, stage.coordinator, lambda: _need(stage, today))


def _ground(stage: Stage, today: date) -> None:
    item = stock.create_item(
        sku="CHU-01",
        name="Cubrebocas Chuvíscar",
        category=Category.PPE,
        unit="pieza",
        reference_value=Money(10_00, "MXN"),
    )
    stage.items[item.sku] = item.id
    place = stock.create_place(
        name="Almacén Chuvíscar", kind=PlaceKind.WAREHOUSE, city="Ciudad Juárez"
    )
    stage.places[place.city] = place.id
    hospital = hospitals.create_hospital(name="Hospital Chuvíscar", city="Ciudad Juárez")
    hospitals.add_contact(hospital, name="Dra. Eva Chuvíscar", title="Almacén Chuvíscar")
    hospitals.move_hospital(hospital, HospitalStatus.APPROVED)
    stage.hospitals.append((hospital.id, hospital.city))
    for name in ("Ensambles Chuvíscar, S.A. de C.V.", "Arneses Chuvíscar, S. de R.L. de C.V."):
        number = len(stage.donors)
        ground.register(
            stage,
            name=name,
            rfc=("ECH990101AB5", "ACH990101CD4")[number],
            city="Ciudad Juárez",
            email=f"chuviscar{number}@invented.example",
        )
    ground.open_campaign(stage, starts_on=today - DAY * 40, ends_on=today + DAY * 60, **CHUVISCAR)


def _gift(stage: Stage, today: date) -> None:
    at = stage.script.at
    (campaign,) = stage.campaigns.values()
    gift = gifts.Gift(
        donor=stage.donors[0],
        campaign=campaign,
        cash=Money(7_777_00, "MXN"),
        goods=(("CHU-01", 500),),
        message="Saludos del Chuvíscar",
    )
    pledge = gifts.send(stage, gift)
    waiting = gifts.Gift(donor=stage.donors[1], campaign=campaign, cash=Money(3_333_00, "USD"))
    gifts.send(stage, waiting)
    at(today - DAY * 19, 10, stage.treasurer, lambda: gifts.accept(pledge))
    day = today - DAY * 17
    at(day, 10, stage.treasurer, lambda: _pay(stage, gift, pledge=pledge, day=day))
    load = goods.Load(
        donor=gift.donor,
        campaign=campaign,
        place=stage.place_for("Ciudad Juárez"),
        on=day,
        goods=gift.goods,
        pledge=pledge,
    )
    take_in(stage, load)


def _pay(stage: Stage, gift: gifts.Gift, *, pledge: UUID, day: date) -> None:
    money = gifts.Arrived(gift.donor, gift.campaign, gift.cash or Money(1, "MXN"), day, pledge)
    payment = gifts.record(stage, money)
    stage.script.at(day, 16, stage.treasurer, lambda: gifts.confirm(payment))


def _need(stage: Stage, today: date) -> None:
    at, by = stage.script.at, stage.coordinator
    hospital, _ = stage.hospitals[0]
    asked = {stage.items["CHU-01"]: 300}
    need = hospital_side.ask(Asking(hospital, asked, today + DAY * 5, notes="Chuvíscar"))
    at(today - DAY * 8, 9, by, lambda: hospital_side.approve(need))
    for day, units in ((today - DAY * 5, 100), (today, 120)):
        at(day - DAY, 10, by, partial(_trip, stage, need, when=(day, units), today=today))


def _trip(stage: Stage, need: UUID, *, when: tuple[date, int], today: date) -> None:
    (day, units), (hospital, city) = when, stage.hospitals[0]
    place = stage.place_for(city)
    cargo = [(balance, units) for balance in available_at(place, day)]
    trip = hospital_side.plan(stage, Trip(hospital, place, day, cargo, need))
    hospital_side.leave(trip)
    if day < today:
        stage.script.at(day, 12, HOSPITAL, lambda: hospital_side.sign(stage, trip))
