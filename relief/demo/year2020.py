"""The story of 2020: promises, money, goods, requests and deliveries from March to August.

The shape follows what the press published (about MXN 22 million in the first semester, mostly
protective equipment and food; one handover worth MXN 3,634,391; 3,000 meals by 20 April). Who
gave what is invented.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from relief.campaigns import actions as campaigns
from relief.campaigns.models import Campaign, CampaignStatus
from relief.core.money import Money
from relief.core.rows import get
from relief.demo import gifts, goods, ground, names, sources, trips
from relief.demo.stage import PUBLIC, Stage
from relief.demo.texts import HOSPITALS_2020, HOSPITALS_AMOUNTS
from relief.donors.models import Donor
from relief.receipts import actions as receipts
from relief.receipts.queries import live_one, receipts_of_payment

BEGINS, ENDS, CLOSES = date(2020, 3, 23), date(2020, 8, 31), date(2020, 9, 15)
FIRST_GIFT, LAST_GIFT = date(2020, 3, 24), date(2020, 6, 24)
DAY = timedelta(days=1)
MESSAGES = ("", "", "", "Con aprecio al personal de salud.", "De parte de todo el turno nocturno.")

# How many promises of each fate; 282 in all.
FATES = {
    "kept": 213,
    "partial": 22,
    "over": 8,
    "reversed": 5,
    "unpaid": 14,
    "declined": 9,
    "cancelled": 11,
}
PESOS = (8_000, 10_000, 15_000, 20_000, 25_000, 40_000, 60_000, 80_000, 120_000, 250_000)
DOLLARS = (1_000, 1_500, 2_500, 5_000, 7_500, 12_000)
PACKS = (
    (("EPP-01", 3000), ("EPP-09", 120)),
    (("EPP-03", 9000), ("EPP-07", 4000)),
    (("EPP-05", 900),),
    (("EPP-06", 240), ("EPP-08", 300)),
    (("EPP-04", 800),),
    (("DES-01", 220),),
    (("DES-01", 140), ("ALI-04", 600)),
    (("ALI-01", 500), ("ALI-02", 500), ("ALI-03", 300)),
    (("ALI-05", 400), ("ALI-06", 250)),
    (("EPP-02", 900),),
)
HANDOVER = (
    (("EPP-01", 60_000), ("EPP-06", 2_000)),
    (("EPP-02", 20_000), ("EPP-08", 1_000)),
    (("EPP-05", 10_000), ("EPP-09", 500)),
    (("EPP-04", 5_000), ("EPP-03", 4_826)),
)
"""Four arrivals that together are worth MXN 3,634,391.00 at the reference values."""
MEAL_DAYS = tuple(date(2020, 4, 8) + DAY * number for number in range(0, 13, 2))
MEALS = (440, 440, 440, 420, 420, 420, 420)  # 3,000 by 20 April


@dataclass
class Year:
    """What 2020 knows about itself while it goes by."""

    stage: Stage
    campaign: UUID


@dataclass
class Promise:
    """A gift that was sent in, and what will become of it."""

    gift: gifts.Gift
    pledge: UUID
    fate: str
    day: date


def write_down(stage: Stage) -> None:
    """Write the whole year into the script of the stage."""
    at, staff = stage.script.at, stage
    at(date(2020, 1, 2), 9, staff.administrator, lambda: ground.invite_hospitals(stage))
    at(date(2020, 1, 2), 10, staff.administrator, lambda: ground.open_places(stage))
    at(date(2020, 1, 2), 11, staff.administrator, lambda: ground.stock_catalogue(stage))
    _write_donors(stage)
    at(BEGINS, 8, staff.administrator, lambda: _open(stage))


def _write_donors(stage: Stage) -> None:
    at, by = stage.script.at, stage.administrator
    old = names.companies(stage.script.random, 60)
    for number, company in enumerate(old):
        member = {"is_member": True, "member_no": f"IZC-1{number:05d}"} if number % 4 else {}
        language = "en" if company.ein and number % 2 else "es"
        at(
            date(2020, 1, 2),
            12,
            by,
            partial(ground.register_company, stage, company, language=language, **member),
        )
    for row in sources.read("members"):
        joined = date.fromisoformat(row["joined_on"])
        at(joined, 12, by, partial(_join, stage, row, joined))


def _join(stage: Stage, row: sources.Row, joined: date) -> None:
    kept = {key: value for key, value in row.items() if key != "joined_on"}
    ground.register(stage, is_member=True, joined_on=joined, **kept)


def _open(stage: Stage) -> None:
    campaign = ground.open_campaign(
        stage,
        starts_on=BEGINS,
        ends_on=ENDS,
        goal=Money(25_000_000_00, "MXN"),
        goal_units=300_000,
        **HOSPITALS_2020,
    )
    ground.suggest(campaign, HOSPITALS_AMOUNTS)
    year = Year(stage, campaign)
    random = stage.script.random
    fates = [fate for fate, many in FATES.items() for _ in range(many)]
    random.shuffle(fates)
    days = (LAST_GIFT - FIRST_GIFT).days
    for number, fate in enumerate(fates):
        day = FIRST_GIFT + DAY * (number * days // len(fates))
        stage.script.at(day, 9 + number % 4, PUBLIC, partial(_gift, year, fate, day))
    _write_handover(year)
    trips.write_meals(stage, campaign, dict(zip(MEAL_DAYS, MEALS, strict=True)))
    trips.write_deliveries(stage)
    stage.script.at(CLOSES, 18, stage.administrator, lambda: _close(campaign))


def _close(campaign: UUID) -> None:
    campaigns.move_campaign(get(Campaign, campaign), CampaignStatus.CLOSED)


def _gift(year: Year, fate: str, day: date) -> None:
    stage, random = year.stage, year.stage.script.random
    gift = gifts.Gift(
        donor=random.choice(stage.donors),
        campaign=year.campaign,
        anonymous=random.random() < 0.12,
        wants_receipt=random.random() > 0.04,
        message=random.choice(MESSAGES),
    )
    gift.on_wall = not gift.anonymous and stage.forms % 3 > 0
    kind = (
        "cash"
        if fate in {"over", "reversed"}
        else random.choice(("cash",) * 5 + ("goods",) * 3 + ("both",) * 2)
    )
    if kind != "goods":
        gift.cash = _amount(stage, gift.donor)
    if kind != "cash":
        gift.goods = [
            (sku, max(quantity * random.randrange(10, 30) // 10, 1))
            for sku, quantity in random.choice(PACKS)
        ]
    pledge = gifts.send(stage, gift)
    _answer(year, Promise(gift, pledge, fate, day))


def _amount(stage: Stage, donor: UUID) -> Money:
    random = stage.script.random
    if get(Donor, donor).ein and random.random() < 0.45:
        return Money(random.choice(DOLLARS) * 100, "USD")
    return Money(random.choice(PESOS) * 100, "MXN")


def _answer(year: Year, promise: Promise) -> None:
    at, stage = year.stage.script.at, year.stage
    pledge, fate, day = promise.pledge, promise.fate, promise.day
    if fate == "declined":
        reason = "La campaña no puede recibir este material."
        at(day + DAY, 10, stage.treasurer, lambda: gifts.decline(pledge, reason=reason))
        return
    at(day + DAY, 10, stage.treasurer, lambda: gifts.accept(pledge))
    if fate == "cancelled":
        reason = "La empresa paró la planta y no pudo cumplir."
        at(day + DAY * 20, 10, stage.treasurer, lambda: gifts.cancel(pledge, reason=reason))
        return
    if fate == "unpaid":
        return
    if promise.gift.cash is not None:
        _pay(year, promise)
    if promise.gift.goods:
        _bring(year, promise)


def _pay(year: Year, promise: Promise) -> None:
    random, gift, fate = year.stage.script.random, promise.gift, promise.fate
    promised = gift.cash or Money(0, "MXN")
    first = promise.day + DAY * random.randrange(2, 7)
    amounts = {
        "partial": [promised.minor * 2 // 5],
        "over": [promised.minor + 500_00],
        "kept": [promised.minor],
    }.get(fate, [promised.minor])
    if fate == "kept" and random.random() < 0.12:
        amounts = [promised.minor // 2, promised.minor - promised.minor // 2]
    for number, minor in enumerate(amounts):
        money = gifts.Arrived(
            donor=gift.donor,
            campaign=year.campaign,
            amount=Money(minor, promised.currency),
            on=first + DAY * 9 * number,
            pledge=promise.pledge,
            over=fate == "over",
        )
        _take(year, money, bounced=fate == "reversed")


def _take(year: Year, money: gifts.Arrived, *, bounced: bool) -> None:
    at, stage = year.stage.script.at, year.stage

    def taken() -> None:
        payment = gifts.record(stage, money)
        at(money.on, 16, stage.treasurer, lambda: gifts.confirm(payment))
        if bounced:
            back = money.on + DAY * 5
            at(back, 11, stage.treasurer, lambda: gifts.reverse(payment, on=back))
            at(back, 13, stage.treasurer, lambda: _void(payment))

    at(money.on, 12, stage.treasurer, taken)


def _void(payment: UUID) -> None:
    receipt = live_one(receipts_of_payment(payment))
    if receipt is not None:
        receipts.void_receipt(receipt, reason="El pago que ampara fue devuelto por el banco.")


def _bring(year: Year, promise: Promise) -> None:
    stage, random, gift = year.stage, year.stage.script.random, promise.gift
    part = 2 if promise.fate == "partial" else 1
    load = goods.Load(
        donor=gift.donor,
        campaign=year.campaign,
        place=stage.place_for(get(Donor, gift.donor).city),
        on=promise.day + DAY * random.randrange(3, 8),
        goods=[(sku, max(quantity // part, 1)) for sku, quantity in gift.goods],
        pledge=promise.pledge,
    )
    take_in(stage, load, differs=random.random() < 0.12)


def take_in(stage: Stage, load: goods.Load, *, differs: bool = False) -> None:
    """Write down an arrival, its count on the same day and its value on the next."""
    at = stage.script.at

    def arrived() -> None:
        intake = goods.arrive(stage, load)
        at(
            load.on,
            13,
            stage.coordinator,
            lambda: goods.count(stage, intake, load=load, differs=differs),
        )
        at(load.on + DAY, 17, stage.treasurer, lambda: goods.value(intake))

    at(load.on, 11, stage.coordinator, arrived)


def _write_handover(year: Year) -> None:
    """Four companies bring what leaves as one handover on the fifteenth of May."""
    stage = year.stage
    day = date(2020, 5, 13)
    for number, brought in enumerate(HANDOVER):
        load = goods.Load(
            donor=stage.donors[number * 7],
            campaign=year.campaign,
            place=stage.places["Tijuana"],
            on=day,
            goods=brought,
            delivered_by="Convoy de entrega conjunta",
        )
        take_in(stage, load)
    trips.write_handover(stage, day)
