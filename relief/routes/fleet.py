"""Who drives, and what: the chapter's drivers and vehicles."""

from collections.abc import Mapping
from typing import Any

from relief.audit.actions import record
from relief.core import rows
from relief.core.db import db
from relief.core.text import search_key
from relief.routes.models import Driver, Vehicle


def create_driver(*, name: str, phone: str = "", email: str = "", active: bool = True) -> Driver:
    """Write down somebody who drives. Raise SavedMeanwhile at the commit for a name that is taken."""
    driver = Driver(name=name, search_key=search_key(name), phone=phone, email=email, active=active)
    db.session.add(driver)
    db.session.flush()
    record("routes:driver:created", driver, after={"name": name})
    return driver


def edit_driver(driver: Driver, *, changes: Mapping[str, Any]) -> None:
    """Change what is known of a driver, and whether a route may choose them."""
    rows.lock(driver)
    if _change(driver, changes, tag="routes:driver:edited"):
        driver.search_key = search_key(driver.name)
        db.session.flush()


def create_vehicle(
    *,
    name: str,
    plates: str,
    capacity_boxes: int | None = None,
    capacity_kg: int | None = None,
    active: bool = True,
) -> Vehicle:
    """Write down a vehicle; capacities are boxes and whole kilograms, None where nobody knows."""
    vehicle = Vehicle(
        name=name,
        plates=plates.upper(),
        capacity_boxes=capacity_boxes,
        capacity_kg=capacity_kg,
        active=active,
    )
    db.session.add(vehicle)
    db.session.flush()
    record("routes:vehicle:created", vehicle, after={"name": name, "plates": vehicle.plates})
    return vehicle


def edit_vehicle(vehicle: Vehicle, *, changes: Mapping[str, Any]) -> None:
    """Change what is known of a vehicle, and whether a route may choose it."""
    rows.lock(vehicle)
    plates = str(changes.get("plates", vehicle.plates)).upper()
    _change(vehicle, {**changes, "plates": plates}, tag="routes:vehicle:edited")


def _change(row: Driver | Vehicle, changes: Mapping[str, Any], *, tag: str) -> bool:
    changed = {key: each for key, each in changes.items() if getattr(row, key) != each}
    if not changed:
        return False
    before = {key: getattr(row, key) for key in changed}
    for key, value in changed.items():
        setattr(row, key, value)
    db.session.flush()
    record(tag, row, before=before, after=changed)
    return True
