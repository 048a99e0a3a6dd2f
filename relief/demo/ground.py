"""What stands before the first gift: catalogue, places, hospitals, donors, campaigns."""

from datetime import date
from typing import Any
from uuid import UUID

from relief.campaigns import actions as campaigns
from relief.campaigns.models import Campaign, CampaignStatus, EarmarkKind
from relief.core.money import Money
from relief.core.rows import get
from relief.demo import names, sources, texts
from relief.demo.stage import Stage
from relief.donors import actions as donors
from relief.donors.models import Donor
from relief.hospitals import actions as hospitals
from relief.hospitals.models import Hospital, HospitalStatus
from relief.stock import actions as stock
from relief.stock.models import Category, ExpiryRule, PlaceKind

WAREHOUSES = (
    ("Tijuana", "Almacén Otay", PlaceKind.WAREHOUSE, "Calle Inventada 10, Ciudad Industrial"),
    ("Mexicali", "Almacén Mexicali", PlaceKind.WAREHOUSE, "Calzada Inventada 200"),
    ("Ensenada", "Almacén Ensenada", PlaceKind.WAREHOUSE, "Av. Inventada 31"),
    ("Playas de Rosarito", "Centro de acopio Rosarito", PlaceKind.COLLECTION_POINT, ""),
)
POINTS = {"Tijuana": (32.54, -116.92), "Mexicali": (32.62, -115.42), "Ensenada": (31.86, -116.61)}
"""About where the warehouses lie, so that a route tells its kilometres."""
TITLES = ("Jefa de almacén", "Subdirector médico", "Jefe de enfermería", "Trabajo social")


def stock_catalogue(stage: Stage) -> None:
    """Write the catalogue, with the reference values of the sample list (illustrative)."""
    for row in sources.read("catalogue"):
        item = stock.create_item(
            sku=row["sku"],
            name=row["name"],
            name_en=row["name_en"],
            category=Category(row["category"]),
            unit=row["unit"],
            sat_key=row["sat_key"],
            sat_unit=row["sat_unit"],
            expiry_rule=ExpiryRule(row["expiry_rule"]),
            reference_value=Money(round(float(row["reference_value"]) * 100), "MXN"),
            pack_size=int(row["pack_size"]),
            pack_label=row["pack_label"],
        )
        stage.items[item.sku] = item.id
        stage.script.keep(item)


def open_places(stage: Stage) -> None:
    """Open the warehouses and the collection point."""
    for city, name, kind, address in WAREHOUSES:
        latitude, longitude = POINTS.get(city, (None, None))
        place = stock.create_place(
            name=name, kind=kind, city=city, address=address, latitude=latitude, longitude=longitude
        )
        stage.places[city] = place.id
        stage.script.keep(place)


def invite_hospitals(stage: Stage) -> None:
    """Write down the hospitals of the sample data; an unknown CLUES stays unknown."""
    random = stage.script.random
    for row in sources.read("hospitals"):
        known = {key: row[key] for key in ("municipality", "institution")}
        hospital = hospitals.create_hospital(
            name=row["name"],
            city=row["city"],
            clues_ssa=row["clues_ssa"] or None,
            clues_imb=row["clues_imb"] or None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            receiving_hours="Lunes a viernes, 8:00 a 14:00",
            **known,
        )
        hospitals.add_contact(
            hospital,
            name=names.person(random),
            title=random.choice(TITLES),
            email=f"almacen{len(stage.hospitals) + 1:02d}@hospital.example",
            phone=names.telephone(random),
        )
        hospitals.move_hospital(hospital, HospitalStatus.APPROVED)
        stage.hospitals.append((hospital.id, hospital.city))
        stage.script.keep(hospital, *hospital.contacts)


def signatory(hospital_id: UUID) -> tuple[str, str]:
    """Return name and title of who signs at a hospital."""
    contact = get(Hospital, hospital_id).contacts[0]
    return contact.name, contact.title


def register(stage: Stage, **details: Any) -> Donor:
    """Write down a donor that the staff knows, and somebody to write to there."""
    donor = donors.create_donor(**details)
    donors.add_contact(
        donor,
        name=names.person(stage.script.random),
        title="Relaciones institucionales",
        email=donor.email,
        phone=donor.phone,
        language=donor.language,
        is_primary=True,
    )
    stage.donors.append(donor.id)
    stage.script.keep(donor, *donor.contacts)
    return donor


def register_company(stage: Stage, company: names.Company, **details: Any) -> Donor:
    """Write down one of the invented companies."""
    return register(
        stage,
        name=company.name,
        rfc=company.rfc,
        tax_regime="601",
        postal_code=company.postal_code,
        city=company.city,
        ein=company.ein,
        parent_name=company.parent_name,
        email=company.email,
        phone=company.phone,
        **details,
    )


def open_campaign(stage: Stage, *, starts_on: date, **details: Any) -> UUID:
    """Write a campaign and begin it."""
    campaign = campaigns.create_campaign(starts_on=starts_on, **details)
    campaigns.move_campaign(campaign, CampaignStatus.ACTIVE)
    stage.campaigns[campaign.slug] = campaign.id
    stage.script.keep(campaign)
    return campaign.id


def suggest(campaign_id: UUID, amounts: texts.Amounts) -> None:
    """Suggest amounts of pesos, the second one chosen at first, and offer the earmarks."""
    campaign = get(Campaign, campaign_id)
    campaigns.suggest_amounts(
        campaign,
        amounts=[
            campaigns.Suggested(Money(pesos * 100, "MXN"), buys, buys_en, number == 1)
            for number, (pesos, buys, buys_en) in enumerate(amounts)
        ],
    )
    campaigns.offer_earmarks(
        campaign,
        earmarks=[
            campaigns.Offered(EarmarkKind(kind), name, name_en)
            for kind, name, name_en in texts.EARMARKS
        ],
    )
