"""The database itself refuses to change or drop papers, reversals and the bitácora."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from relief.core import tenancy
from relief.core.db import db, is_postgresql, transaction
from relief.receipts import actions, queries
from relief.receipts.models import ReceiptStatus
from relief.stock import ledger
from relief.stock.models import Lot, LotStatus, Place, PlaceKind, Reason

FORBIDDEN = {
    "receipt": ("folio = 'DON-2020-99999'", "facts = '{}'", "total_minor = 1", "idem_key = 'x'"),
    "receipt_line": ("amount_minor = 1",),
    "receipt_paper": ("sha256 = 'x'",),
    "audit_entry": ("actor_label = 'Nadie'",),
    "reversal": ("reason = 'otra'",),
    "movement": ("quantity = 1",),
}


@pytest.fixture
def full(factories, chapter, jobs):
    """A row in each guarded table."""
    payment = factories.payment()
    jobs()
    factories.reversal(payment=payment)
    item, donor = factories.catalogue_item(), factories.giver()
    with transaction():
        place = Place(name="Otay", search_key="otay", kind=PlaceKind.WAREHOUSE)
        db.session.add(place)
        db.session.flush()
        lot = Lot(
            item_id=item.id, donor_id=donor.id, campaign_id=payment.campaign_id,
            code="L-1", status=LotStatus.AVAILABLE,
        )  # fmt: skip
        db.session.add(lot)
        db.session.flush()
        ledger.move([ledger.Line(lot, 5)], source=None, target=place, reason=Reason.RECEIVED)
    db.session.remove()


def refused(sql):
    try:
        with db.engine.begin() as connection:
            connection.execute(sa.text(sql))
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("table", sorted(FORBIDDEN))
def test_rows_are_neither_changed_nor_deleted(full, table):
    count = sa.text(f"SELECT count(*) FROM {table}")
    with db.engine.connect() as connection:
        before = connection.execute(count).scalar()
    assert before
    for change in FORBIDDEN[table]:
        assert refused(f"UPDATE {table} SET {change}"), change
    assert refused(f"DELETE FROM {table}")
    if is_postgresql():
        assert refused(f"TRUNCATE {table} CASCADE")
    with db.engine.connect() as connection:
        assert connection.execute(count).scalar() == before


def test_a_voided_receipt_does_not_come_back(factories, chapter):
    receipt = factories.receipt()
    with transaction():
        actions.void_receipt(queries.get_receipt(receipt.id), reason="Por error")
    db.session.remove()
    assert refused("UPDATE receipt SET status = 'issued', voided_at = NULL, void_reason = NULL")
    assert refused("UPDATE receipt_line SET live = TRUE")
    with tenancy.in_chapter(chapter.id):
        assert queries.get_receipt(receipt.id).status is ReceiptStatus.VOIDED


def test_the_database_alone_refuses_a_second_live_line(factories, chapter):
    """The second wall of one gift, one live receipt, with the first one out of the way."""
    receipt = factories.receipt()
    db.session.remove()
    columns = "chapter_id, receipt_id, payment_id, amount_minor, amount_currency"
    again = f"INSERT INTO receipt_line (id, position, live, {columns}) SELECT "
    new = "gen_random_uuid()" if is_postgresql() else "lower(hex(randomblob(16)))"
    assert refused(f"{again} {new}, 2, TRUE, {columns} FROM receipt_line")
    assert not refused(f"{again} {new}, 2, FALSE, {columns} FROM receipt_line")
    assert len(queries.get_receipt(receipt.id).lines) == 2
