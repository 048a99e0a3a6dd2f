"""A hundred thousand lines for the accountant come within the patience of a person.

A thousandth by default; RELIEF_SCALE=1 takes them all.
"""

import os
import tempfile
import time
from datetime import date

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from relief.accounting import files
from relief.accounting.facts import Span
from relief.core.db import db, transaction
from relief.payments.models import Payment

ENTRIES = 50_000 if os.environ.get("RELIEF_SCALE") == "1" else 50
PATIENCE = 3
"""Seconds of our own work, on a machine that does nothing else."""

pytestmark = pytest.mark.race
ALL = Span(date(2020, 1, 1), date(2020, 12, 31), "America/Tijuana")


@pytest.fixture
def many(factories, chapter):
    """As many confirmed payments as it takes, copied from one."""
    payment = factories.payment(received_on=date(2020, 5, 4))
    columns = Payment.__table__.columns
    row = {column.name: getattr(payment, column.name) for column in columns}
    copies = [
        {**row, "id": uuid7(), "nonce": uuid7(), "reference": f"PAG-2020-{number:06d}"}
        for number in range(10, 9 + ENTRIES)
    ]
    with transaction():
        db.session.execute(sa.insert(Payment.__table__), copies)


def test_the_csv_of_many_entries_is_soon_there(many):
    with tempfile.TemporaryFile() as file:
        began = time.process_time()
        totals = files.write_csv(file, ALL)
        taken = time.process_time() - began
        file.seek(0)
        lines = sum(1 for _ in file)
    assert (totals.count, lines) == (ENTRIES, 1 + 2 * ENTRIES)
    assert taken < PATIENCE
