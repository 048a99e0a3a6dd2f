"""Takes the facts of a route's papers from its rows, to be drawn on demand."""

from collections import defaultdict
from uuid import UUID

from flask import current_app

from relief.chapters.facts import issuer_facts
from relief.chapters.queries import get_chapter
from relief.config import Settings
from relief.core import tenancy
from relief.core.mail import locale_of
from relief.core.numbers import in_groups
from relief.deliveries.models import Delivery, DeliveryLine
from relief.deliveries.taking import hospital_address
from relief.routes.facts import GoodsFacts, RouteFacts, StopFacts
from relief.routes.load import load_of, packs_of, way_of
from relief.routes.models import Route
from relief.stock.units import name_on_paper


def draw_manifest(route: Route, *, language: str) -> bytes:
    """Return the manifest as PDF: a block to sign for each stop. Draw outside any transaction."""
    from relief.routes import pdf  # heavy: only when a paper is asked for

    return pdf.draw_manifest(facts_of(route, language=language))


def draw_pick_list(route: Route, *, language: str) -> bytes:
    """Return what to gather for the whole trip, lot by lot, as PDF. Draw outside any transaction."""
    from relief.routes import pdf  # heavy: only when a paper is asked for

    return pdf.draw_pick_list(facts_of(route, language=language))


def facts_of(route: Route, *, language: str) -> RouteFacts:
    """Return what the papers of a route say, in `es` or `en`."""
    load, way, driver, vehicle = load_of(route), way_of(route), route.driver, route.vehicle
    place = route.place
    return RouteFacts(
        language=locale_of(language),
        reference=route.reference,
        day=route.day,
        issuer=issuer_facts(get_chapter(tenancy.chapter_id())),
        origin=", ".join(filter(None, (place.name, place.address, place.city))),
        driver=" · ".join(filter(None, (driver.name, driver.phone))) if driver else "",
        vehicle=vehicle.name if vehicle else "",
        plates=vehicle.plates if vehicle else "",
        notes=route.notes,
        kilometres=way.km,
        packs=load.packs,
        kilograms=load.kilograms,
        carta_porte=way.warns,
        stops=tuple(_stop(stop.position, stop.delivery, language) for stop in route.stops),
        picks=_picks(route, language),
    )


def _stop(number: int, delivery: Delivery, language: str) -> StopFacts:
    hospital = delivery.hospital
    signer = next((each for each in hospital.contacts if each.may_sign), None)
    return StopFacts(
        number=number,
        reference=delivery.reference,
        hospital=hospital.name,
        address=", ".join(filter(None, (hospital.address, hospital.city))),
        hours=hospital.receiving_hours,
        contact=" · ".join(filter(None, (signer.name, signer.phone))) if signer else "",
        goods=tuple(
            GoodsFacts(
                item=line.item.label(language),
                quantity=line.quantity,
                unit=name_on_paper(line.item.unit, language),
                lot=line.lot.code,
            )
            for line in delivery.lines
        ),
        packs=sum(packs_of(line) for line in delivery.lines),
        check_url=hospital_address(delivery) or _page_of(delivery),
    )


def _page_of(delivery: Delivery) -> str:
    """Return the staff's page of a delivery: before the dispatch the hospital has no link yet."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.base_url}/staff/deliveries/{delivery.id}"


def _picks(route: Route, language: str) -> tuple[GoodsFacts, ...]:
    """Return each lot once, with how many of it go to which delivery; by item, then as they expire."""
    taken: dict[UUID, list[DeliveryLine]] = defaultdict(list)
    for stop in route.stops:
        for line in stop.delivery.lines:
            taken[line.lot_id].append(line)
    number = {stop.delivery_id: stop.position for stop in route.stops}
    picks = [
        GoodsFacts(
            item=lines[0].item.label(language),
            quantity=sum(line.quantity for line in lines),
            unit=name_on_paper(lines[0].item.unit, language),
            lot=lines[0].lot.code,
            expires_on=lines[0].lot.expires_on,
            shared=" · ".join(
                f"{number[line.delivery_id]}: {in_groups(line.quantity)}" for line in lines
            ),
        )
        for lines in taken.values()
    ]
    return tuple(sorted(picks, key=lambda each: (each.item, str(each.expires_on or "~"), each.lot)))
