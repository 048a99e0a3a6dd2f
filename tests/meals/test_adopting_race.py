"""Companies that choose the same days at once: each day goes to one, nobody waits for ever."""

import multiprocessing
from typing import Any
from uuid import uuid4

import pytest

from relief.campaigns.queries import get_campaign
from relief.core import tenancy
from relief.core.db import db, transaction
from relief.donors.queries import get_donor
from relief.meals import adopting
from relief.meals.adopting import Writer
from relief.meals.errors import AllTaken
from relief.meals.models import MealSlot, SlotStatus

pytestmark = pytest.mark.race
COMPANIES = 4
FORK = multiprocessing.get_context("fork")


def compete(app: Any, gate: Any, told: Any, ids: dict[str, Any]) -> None:
    """One company's form, in a process of its own."""
    app.app_context().push()
    db.session.remove()
    db.engine.dispose(close=False)
    tenancy.choose(ids["chapter"])
    gate.wait(30)
    try:
        with app.test_request_context(), transaction():
            got = adopting.adopt(
                get_campaign(ids["campaign"]),
                slot_ids=ids["slots"],
                donor=get_donor(ids["donor"]),
                writer=Writer("Rosa Félix", "rosa@empresa.test"),
                nonce=uuid4(),
            )
        told.put(len(got.slots))
    except AllTaken:
        told.put(0)


def test_each_day_goes_to_one_company(app: Any, chapter: Any, factories: Any) -> None:
    made = factories.programme()
    days = [slot.id for slot in factories.slots(of=made)[1:]]
    donors = [factories.donor().id for _company in range(COMPANIES)]
    gate, told = FORK.Barrier(COMPANIES), FORK.Queue()
    # Each wants the first days too, and one more that nobody else chose before it.
    wanted = [set(days[: 2 + number]) for number in range(COMPANIES)]
    common = {"chapter": chapter.id, "campaign": made.campaign_id}
    processes = [
        FORK.Process(target=compete, args=(app, gate, told, {**common, "slots": w, "donor": d}))
        for w, d in zip(wanted, donors, strict=True)
    ]
    for each in processes:
        each.start()
    counts = [told.get(timeout=60) for _each in processes]
    for each in processes:
        each.join(30)
    db.session.expire_all()
    taken = [slot for slot in db.session.query(MealSlot) if slot.status is SlotStatus.COMMITTED]
    assert len(taken) == sum(counts) == len(set().union(*wanted))
