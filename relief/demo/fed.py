"""Who feeds the hospitals' shifts these weeks: two programmes, days taken on, acuses and gaps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from relief.campaigns.models import Campaign
from relief.core.context import SYSTEM
from relief.core.rows import get
from relief.deliveries.models import ProofSource
from relief.demo.ground import signatory
from relief.demo.stage import HOSPITAL, PUBLIC, Stage
from relief.donors.models import Donor
from relief.hospitals.models import Hospital
from relief.meals import actions, acuse, adopting, kitchens, queries
from relief.meals.adopting import Writer
from relief.meals.models import Kitchen, MealProgramme, MealSlot, Shift, SlotStatus

DAY = timedelta(days=1)
PROGRAMMES = (
    # hospital, shift, hour, weekdays, portions, for diabetics
    (0, Shift.MORNING, "13:00", "12345", 80, 6),
    (1, Shift.NIGHT, "19:30", "1234567", 45, 3),
)
TAKEN = ((0, 0, 6), (0, 8, 12), (1, 0, 5))
"""Programme, first and last of its days that one company takes on; the others are gaps."""


@dataclass
class Fed:
    """What the deeds of the story pass on: ids of programmes and of the kitchen."""

    stage: Stage
    campaign: UUID
    today: date
    programmes: list[UUID] = field(default_factory=list)
    kitchen: UUID | None = None


def write_down(stage: Stage, campaign: UUID, *, today: date) -> None:
    """Write a week of meals into the script, and a fortnight that is still to come."""
    fed, begun = Fed(stage, campaign, today), today - DAY * 8
    stage.script.at(begun, 9, stage.coordinator, lambda: _plan(fed))
    for number, taken in enumerate(TAKEN):
        stage.script.at(begun, 12, PUBLIC, _takes(fed, number, taken))
    stage.script.at(begun, 16, stage.coordinator, lambda: _cook(fed))
    for ago in range(6, 1, -1):
        stage.script.at(today - DAY * ago, 19, HOSPITAL, _signs(fed, today - DAY * ago))
        stage.script.at(today - DAY * ago, 20, SYSTEM, acuse.miss_past)


def _plan(fed: Fed) -> None:
    """Begin both programmes the next day, and write a kitchen down."""
    for hospital, shift, hour, weekdays, portions, diabetic in PROGRAMMES:
        made = actions.create_programme(
            get(Campaign, fed.campaign),
            hospital=get(Hospital, fed.stage.hospitals[hospital][0]),
            shift=shift,
            plan={"portions": portions, "diabetic": diabetic},
            serves_at=hour,
            weekdays=weekdays,
            starts_on=fed.today - DAY * 7,
            fed_until=fed.today + DAY * 21,
            ward="Comedor de personal, planta baja",
        )
        fed.programmes.append(made.id)
    fed.kitchen = kitchens.create_kitchen(
        name="Comedor Industrial Otay",
        contact_name="Marta Ruiz",
        phone="664 555 0142",
        daily_capacity=120,
    ).id


def _days(fed: Fed, programme: int) -> list[MealSlot]:
    made = get(MealProgramme, fed.programmes[programme])
    return queries.slots_of_programme(made.id, since=made.starts_on)


def _takes(fed: Fed, number: int, taken: tuple[int, int, int]) -> Callable[[], None]:
    def take() -> None:
        programme, first, last = taken
        donor = get(Donor, fed.stage.donors[2 + number * 4])
        adopting.adopt(
            get(Campaign, fed.campaign),
            slot_ids={slot.id for slot in _days(fed, programme)[first:last]},
            donor=donor,
            writer=Writer("Recursos Humanos", donor.email, "664 555 0100"),
            nonce=fed.stage.nonce(),
            shown_name=donor.name if number != 1 else "",
        )

    return take


def _cook(fed: Fed) -> None:
    """Let the kitchen cook what the first company took on."""
    kitchen = get(Kitchen, fed.kitchen) if fed.kitchen else None
    for slot in _days(fed, 0)[: TAKEN[0][2]]:
        actions.change_slot(slot, plan=slot.plan, kitchen=kitchen)


def _signs(fed: Fed, day: date) -> Callable[[], None]:
    def sign() -> None:
        for slot in queries.slots_on(day, statuses=(SlotStatus.COMMITTED,)):
            name, title = signatory(slot.programme.hospital_id)
            short = 4 if day == fed.today - DAY * 4 else 0
            answer = acuse.Answer(
                slot.portions - short, name, title, "Faltó una charola" if short else ""
            )
            acuse.confirm_slot(slot, answer=answer, source=ProofSource.LINK)

    return sign
