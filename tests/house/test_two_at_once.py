"""Two people save the same name, code or address at the same moment: one is told, nobody sees a 500."""

import threading
import time
from datetime import date

import pytest
import sqlalchemy as sa

from relief.campaigns.actions import create_campaign
from relief.core.clashes import SavedMeanwhile
from relief.core.db import db, transaction
from relief.donors.actions import create_donor
from relief.hospitals.actions import create_hospital
from relief.hospitals.models import Hospital
from relief.stock.actions import create_item, create_place
from relief.stock.models import Category, PlaceKind

# What the first person writes in each room, and what the second types meanwhile.
ROOMS = {
    "hospitals": (
        lambda: create_hospital(name="Hospital General", city="Tijuana"),
        {"name": "Hospital General", "city": "Tijuana", "kind": "public"},
    ),
    "campaigns": (
        lambda: create_campaign(
            name="Respira", summary="Para todos", starts_on=date(2020, 4, 1), slug="respira"
        ),
        {
            "name": "Respira", "slug": "respira", "summary": "Para hospitales",
            "starts_on": "2020-04-01", "accepts_cash": "y",
        },
    ),
    "donors": (
        lambda: create_donor(name="Maquiladora Sur", member_no="A-1"),
        {
            "name": "Maquiladora Norte", "member_no": "A-1", "country": "MX", "kind": "company",
            "language": "es",
        },
    ),
    "stock/items": (
        lambda: create_item(sku="EPP-1", name="Cubrebocas", category=Category.PPE, unit="pieza"),
        {
            "sku": "EPP-1", "name": "Cubrebocas", "category": "ppe", "unit": "pieza", "pack_size": "1",
            "expiry_rule": "none", "currency": "MXN", "active": "y",
        },
    ),
    "stock/places": (
        lambda: create_place(name="Almacén", kind=PlaceKind.WAREHOUSE),
        {"name": "Almacén", "kind": "warehouse"},
    ),
}  # fmt: skip


def second_person(app, browser, address, typed, answers):
    """Send the form from a thread with a session of its own; it waits for whoever writes first."""

    def send():
        with app.app_context():
            answers.append(browser.post(address, data=typed))
            db.session.remove()

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def waits(store):
    """Whether somebody's write waits for ours; on SQLite every writer does."""
    if store.name == "sqlite":
        return True
    with db.engine.connect() as connection:
        return bool(connection.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


@pytest.mark.parametrize("room", ROOMS)
def test_the_second_of_two_is_told_beside_the_field(store, app, admin, chapter, room):
    write, typed = ROOMS[room]
    answers = []
    with transaction():
        write()
        db.session.flush()
        thread = second_person(app, admin, f"/staff/{room}/new", typed, answers)
        until = time.monotonic() + 5
        while not waits(store) and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.1)
    thread.join(30)
    (told,) = answers
    assert told.status_code == 422
    assert typed["name"] in told.text, "what was typed is kept"
    if store.name == "postgresql":
        assert "Otra persona acaba de guardar lo mismo" in told.text
    else:
        assert "ya " in told.text.lower(), "on SQLite writers queue: the second finds the first"


def test_another_broken_rule_of_the_database_is_still_a_fault(app, chapter, factories):
    with pytest.raises(sa.exc.IntegrityError) as told, transaction():
        db.session.add(Hospital(name=None, search_key="x", city="Tijuana"))
    assert not isinstance(told.value, SavedMeanwhile)
