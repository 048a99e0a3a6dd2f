"""A recall stays quick in a large stock. A thousandth by default; RELIEF_SCALE=1 takes it all."""

import os
import time

import pytest
import sqlalchemy as sa

from relief.core import tenancy
from relief.core.db import db, is_postgresql, transaction
from relief.recalls.tracing import trace_of
from relief.stock.models import Lot, Movement

MOVEMENTS = 1_000_000 if os.environ.get("RELIEF_SCALE") == "1" else 1_000
A_LOT = 200  # movements of each lot, many more than one has in life
SECONDS = 0.2


FILL = """
WITH RECURSIVE turn(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM turn WHERE n < :each)
INSERT INTO movement (id, chapter_id, lot_id, from_place_id, to_place_id, quantity, reason, note,
    actor_label, at)
SELECT {id}, l.chapter_id, l.id, CASE WHEN n % 2 = 0 THEN p.id END,
    CASE WHEN n % 2 = 1 THEN p.id END, 1,
    CASE WHEN n % 2 = 1 THEN 'counted_more' ELSE 'counted_less' END, '', 'x', l.created_at
FROM turn CROSS JOIN lot l JOIN place p ON p.name = 'Lleno' WHERE l.code LIKE 'LLENO-%'
"""


def fill(item, place):
    """Write lots with their movements, past the ledger: only their number matters here."""
    made = {"chapter_id": tenancy.chapter_id(), "item_id": item.id}
    lots = [{"code": f"LLENO-{number}", **made} for number in range(MOVEMENTS // A_LOT)]
    new_id = "gen_random_uuid()" if is_postgresql() else "lower(hex(randomblob(16)))"
    with transaction():
        db.session.execute(sa.insert(Lot), lots)
        if is_postgresql():  # a page may not take so long, filling may; every key is known to fit
            db.session.execute(sa.text("SET LOCAL statement_timeout = 0"))
            db.session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        db.session.execute(sa.text(FILL.format(id=new_id)), {"each": A_LOT})
    with db.engine.begin() as connection:
        connection.execute(sa.text("ANALYZE movement"))


@pytest.mark.race
def test_a_recall_is_found_whole_at_once_among_a_million_movements(
    factories, chapter, count_queries, far
):
    fill(factories.item(), factories.place(name="Lleno"))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Movement)) >= MOVEMENTS
    took = []
    for _ in range(5):
        db.session.expunge_all()
        count_queries()
        begin = time.perf_counter()
        trace = trace_of(far["rice"].id)
        took.append(time.perf_counter() - begin)
        assert count_queries() == 1
    assert (len(trace.lots), len(trace.here), len(trace.hospitals)) == (2, 4, 3)
    assert sorted(took)[2] < SECONDS, took  # one run in five may meet a busy machine
