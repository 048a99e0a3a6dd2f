"""Random days of a warehouse, deed by deed through the actions, against plain sums.

Five hundred deeds by default; RELIEF_SCALE=1 makes it ten thousand.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from relief.core import tenancy
from relief.core.db import db
from relief.reports.verify import violations
from tests.factories import Factories
from tests.house.goods_ground import Ground
from tests.house.goods_model import BEANS, RICE
from tests.house.goods_stock import CountDeeds, StockDeeds
from tests.house.goods_trips import TripDeeds

STEPS = 10_000 if os.environ.get("RELIEF_SCALE") == "1" else 500
A_HISTORY = 50
"""Deeds that one warehouse sees."""


class Warehouse(StockDeeds, CountDeeds, TripDeeds):
    """Everything that may happen, beginning with something on the shelves."""

    def __init__(self):
        super().__init__()
        for item, place in ((RICE, 0), (BEANS, 0), (RICE, 1), (BEANS, 1)):
            self.goods_arrive(item=item, units=10, place=place, days=9, short=0, wait=0)


@pytest.mark.race
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_goods_are_where_plain_sums_say_after_every_deed(stores, engine):
    store = stores[engine]
    store.empty()
    Ground.done = 0
    with store.app.app_context():
        chapter = Factories().chapter()
        with tenancy.in_chapter(chapter.id):
            run_state_machine_as_test(
                Warehouse,
                settings=settings(
                    max_examples=STEPS // A_HISTORY,
                    stateful_step_count=A_HISTORY,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                    database=None,
                ),
            )
            assert violations() == []
        db.session.remove()
    assert Ground.done >= STEPS
