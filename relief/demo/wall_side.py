"""What companies do about what is missing: hold it, promise it, say when they come; and what is seen then."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from relief.campaigns.models import Campaign
from relief.core.context import SYSTEM, Actor, ActorKind
from relief.core.rows import get
from relief.core.sent_files import keep_sent, read_sent
from relief.core.uploads import Upload
from relief.demo.gifts import Gift
from relief.demo.portal_side import drawn
from relief.demo.stage import PUBLIC, Stage
from relief.donors.models import Donor
from relief.holds import actions as holds
from relief.holds import queries as wall
from relief.hospitals import actions as hospitals
from relief.hospitals.models import Hospital
from relief.intake import announced, customs, photos
from relief.intake.models import Intake, Regime
from relief.pledges.actions import ContactTyped
from relief.pledges.queries import get_pledge
from relief.stock.models import Place

COMPANY = Actor(ActorKind.DONOR, "Donante (enlace)")
DAY = timedelta(days=1)
HELD = (
    # days ago, hour, which donor, of what, how many: one that ended by itself, one that still stands
    (5, 12, 61, "EPP-03", 700),
    (1, 18, 71, "EPP-01", 250),
)


def write_down(stage: Stage, campaign: UUID, *, today: date) -> None:
    """Write the holds of the last days into the script, and a paper that ends soon."""
    for ago, hour, donor, sku, units in HELD:
        gift = Gift(donor=stage.donors[donor], campaign=campaign, cash=None, goods=((sku, units),))
        day = today - DAY * ago
        told = day + DAY * 2 if day + DAY * 2 < today else None
        stage.script.at(day, hour, PUBLIC, partial(_hold_for_long, stage, gift, told))
    license_ends = today + DAY * 12
    stage.script.at(today - DAY * 4, 16, stage.coordinator, lambda: _paper(stage, license_ends))


def hold(stage: Stage, gift: Gift) -> UUID:
    """Hold goods of the most urgent need that misses so many; return the hold's id."""
    ((sku, units),) = gift.goods
    item, donor = stage.items[sku], get(Donor, gift.donor)
    needs = wall.most_urgent(limit=20)
    standing = wall.standing_of([need.id for need in needs])
    need, line = next(
        (need, line)
        for need in needs
        for line in need.lines
        if line.item_id == item and standing[line.id].free >= units
    )
    contact = donor.contacts[0] if donor.contacts else None
    made = holds.hold_goods(
        need,
        campaign=get(Campaign, gift.campaign),
        company=holds.Company(
            donor.name,
            ContactTyped(
                contact.name if contact else donor.name,
                (contact.email if contact else "") or donor.email or "contacto@empresa.example",
            ),
        ),
        offered=[holds.Offered(line, units)],
        nonce=stage.nonce(),
    )
    return made.id


def hold_and_promise(stage: Stage, gift: Gift, day: date) -> None:
    """Hold goods, and promise them on the afternoon of the same local day."""
    held = hold(stage, gift)
    stage.script.at(day, 15, COMPANY, lambda: _confirm(stage, held, gift.donor))


def _hold_for_long(stage: Stage, gift: Gift, told: date | None) -> None:
    """Hold goods and do no more; on the local day `told` the company hears that its time is over."""
    held = hold(stage, gift)
    if told is not None:
        stage.script.at(told, 20, SYSTEM, lambda: holds.tell_expired(wall.get_hold(held)))


def _confirm(stage: Stage, hold_id: UUID, donor: UUID) -> None:
    kept = wall.get_hold(hold_id)
    holds.confirm_hold(
        kept,
        donor=get(Donor, donor),
        contact=ContactTyped(kept.contact_name, kept.contact_email),
        anonymous=True,
        privacy_version=stage.chapter.privacy_version,
    )


def say_when(stage: Stage, pledge_id: UUID, on: date) -> None:
    """Let the company of an accepted pledge announce half of what is missing, for a local day."""
    pledge = get_pledge(pledge_id)
    line = pledge.goods_lines[0]
    announced.announce_arrival(
        pledge,
        coming=announced.Coming(
            get(Place, stage.places["Tijuana"]), on, "Ramiro Zazueta", "AN-48-213"
        ),
        goods=[announced.Told(line, max(line.missing // 2, 1), 6)],
        nonce=stage.nonce(),
    )


def look_at(intake_id: UUID, on: date) -> None:
    """Take a picture of an arrival, and say under which regime its lines came."""
    arrival = get(Intake, intake_id)
    words = ["DEMO: no es una foto", "Tarima 1 de 2", "Caja mojada", on.isoformat()]
    kept = photos.take_picture(Upload("tarima.png", drawn(words)))
    photos.add_photo(arrival, kept=kept, caption="Caja mojada")
    customs.set_regime(arrival, regime=Regime.NATIONAL)
    if len(arrival.lines) > 1:
        customs.set_regime(
            arrival,
            regime=Regime.DEFINITIVE,
            pedimento=f"{on:%y} 40 3456 0001234",
            line=arrival.lines[1],
        )


def _paper(stage: Stage, ends: date) -> None:
    """Keep a licence that will soon have to be asked for again."""
    words = ["DEMO: no es un documento", "Licencia sanitaria", f"Vence: {ends.isoformat()}"]
    file = read_sent(drawn(words), name="licencia.png")
    hospitals.add_document(
        get(Hospital, stage.hospitals[5][0]),
        paper=hospitals.Paper(file, keep_sent(file), "Licencia sanitaria", ends),
    )
