"""The treasurer's lists ask the database as often for fifty rows as for one."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import sqlalchemy as sa

from relief.core.db import db, new_id, transaction
from relief.donors.request_models import DataRequest
from relief.payments.models import PaymentBatch, PaymentSlip
from relief.rates.actions import write_rate
from relief.rates.models import Rate
from relief.thanks.models import ThanksLetter

MANY = 50


def numbered(number):
    named = {"reference": f"X-{number:05d}", "nonce": uuid4(), "file_hash": f"{number:064x}"}
    return {**named, "published_on": date(2020, 1, 1) + timedelta(number)}


def rate(_factories):
    with transaction():
        write_rate(day=date(2019, 12, 31), pesos=Decimal("18.9"), source="FIX")


LISTS = {
    "/staff/thanks/": (ThanksLetter, lambda f: f.thanks_run()),
    "/staff/payments/batches/": (PaymentBatch, lambda f: f.batch()),
    "/staff/payments/slips/": (PaymentSlip, lambda f: f.slip()),
    "/staff/donors/requests/": (DataRequest, lambda f: f.data_request()),
    "/staff/rates/": (Rate, rate),
}


def copy(kind):
    """Write the row of a table again and again, with what must differ."""
    table = kind.__table__
    first = dict(db.session.execute(sa.select(table)).mappings().one())
    rows = []
    for number in range(1, MANY):
        other = {name: value for name, value in numbered(number).items() if name in table.c}
        rows.append({**first, "id": new_id(), **other})
    with transaction():
        db.session.execute(sa.insert(table), rows)


@pytest.mark.parametrize("path", LISTS)
def test_fifty_rows_cost_what_one_does(ana, factories, chapter, count_queries, path):
    kind, make = LISTS[path]
    make(factories)
    ana.get(path)
    count_queries()
    ana.get(path)
    one = count_queries()
    copy(kind)
    count_queries()
    assert ana.get(path + "?size=50").status_code == 200
    assert count_queries() == one
