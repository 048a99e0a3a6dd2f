"""`flask verify`: silent when well, one exact line for each thing that somebody tampered with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa

from relief.core import tenancy
from relief.core.db import db, is_postgresql
from relief.reports.verify import violations, violations_seen_by


@contextmanager
def tampering() -> Iterator[sa.Connection]:
    """Reach past triggers, keys and checks; everything is rolled back at the end."""
    db.session.remove()
    with db.engine.connect() as connection:
        inside = connection.begin()
        if is_postgresql():
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
            connection.execute(sa.text("PRAGMA ignore_check_constraints = ON"))
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in connection.scalars(sa.text(triggers)).all():
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        yield connection
        inside.rollback()
        if not is_postgresql():
            connection.execute(sa.text("PRAGMA ignore_check_constraints = OFF"))


def without_check(connection: sa.Connection, table: str, name: str) -> None:
    """SQLite ignores its checks while tampering; PostgreSQL has to lose them one by one."""
    if is_postgresql():
        connection.execute(sa.text(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}"))


def said_after(*statements: str, checks: tuple[tuple[str, str], ...] = ()) -> list[str]:
    """What the verifier says inside a transaction that broke something."""
    with tampering() as connection:
        for table, name in checks:
            without_check(connection, table, name)
        for statement in statements:
            connection.execute(sa.text(statement))
        return list(violations_seen_by(connection))


@pytest.fixture(autouse=True)
def world(chapter, factories):
    return factories.world()


def test_it_is_silent_when_all_is_well(app):
    assert violations() == []
    result = app.test_cli_runner().invoke(args=["verify"])
    assert (result.exit_code, result.output) == (0, "")


def test_it_ends_with_one_and_repairs_nothing(app):
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE need_line SET fulfilled = 17"))
    line = "goods: zona-costa: SOL-2020-00001 line 1: fulfilled 17, hospitals accepted 18\n"
    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["verify"])
        assert (result.exit_code, result.output) == (1, line)


COPY_RECEIPT = """
INSERT INTO receipt (id, chapter_id, series, year, number, folio, kind, status, donor_id,
    campaign_id, total_minor, total_currency, issued_on, issued_at, facts, facts_hash,
    check_code, idem_key)
SELECT {id}, chapter_id, series, year, {number}, folio || 'X', kind, status, donor_id,
    campaign_id, 0, total_currency, issued_on, {issued_at}, facts, facts_hash,
    'other', 'other'
FROM receipt WHERE folio = 'DON-2020-00001'
"""
FRESH = "'00000000000000000000000000000001'"


TAMPERED = [
    (
        "UPDATE receipt SET number = 2 WHERE series = 'ESP'",
        "folios: zona-costa: ESP-2020: number 2 follows 0",
    ),
    (
        "UPDATE folio_series SET last = 4 WHERE code = 'DON'",
        "folios: zona-costa: DON-2020: the counter stands at 4, the last receipt is 1",
    ),
    (
        "DELETE FROM folio_series WHERE code = 'DON'",
        "folios: zona-costa: DON-2020: the counter stands at 0, the last receipt is 1",
    ),
    (
        (
            "UPDATE balance SET on_hand = on_hand + 1"
            " WHERE place_id = (SELECT id FROM place WHERE name = 'Almacén')"
        ),
        "ledger: zona-costa: lot L-1 at Almacén: on hand 56, movements add up to 55",
    ),
    (
        "UPDATE movement SET quantity = 81 WHERE reason = 'received'",
        "ledger: zona-costa: lot L-1 at Almacén: on hand 55, movements add up to 56",
    ),
    (
        "UPDATE movement SET quantity = 81 WHERE reason = 'received'",
        "ledger: zona-costa: lot L-1: 81 came in by the ledger, ENT-2020-00001 counted 80",
    ),
    (
        "UPDATE balance SET reserved = 9 WHERE reserved = 10",
        "ledger: zona-costa: lot L-1 at Almacén: reserved 9, open deliveries promise 10",
    ),
    (
        "UPDATE delivery SET status = 'cancelled' WHERE status = 'in_transit'",
        "ledger: zona-costa: lot L-1: 5 on the road, deliveries and transfers carry 0",
    ),
    (
        "UPDATE pledge_line SET received = 81 WHERE kind = 'goods'",
        "goods: zona-costa: PRO-2020-00001 line 2: received 81, intakes counted 80",
    ),
    (
        "DELETE FROM proof",
        "goods: zona-costa: ETG-2020-00001 is delivered_with_differences and has 0 acuses",
    ),
    (
        "UPDATE proof SET status = 'disputed'",
        "goods: zona-costa: the acuse of ETG-2020-00001 is being clarified and no report of a driver waits",
    ),
    (
        "UPDATE pledge_line SET paid_minor = 1 WHERE kind = 'cash'",
        "money: zona-costa: PRO-2020-00001: paid 1 MXN, confirmed payments add up to 60000",
    ),
    (
        "UPDATE pledge_line SET amount_minor = 50000 WHERE kind = 'cash'",
        "money: zona-costa: PRO-2020-00001: paid 60000 of 50000 MXN, only 0 of the excess was allowed",
    ),
    (
        "UPDATE payment SET amount_currency = 'USD'",
        "money: zona-costa: PAG-2020-00001 is in USD, PRO-2020-00001 was promised in MXN",
    ),
    (
        "UPDATE payment SET amount_minor = 59999",
        "money: zona-costa: PAG-2020-00001: 60000 MXN receipted, 59999 MXN kept, and no flag",
    ),
    (
        "UPDATE payment SET status = 'refunded'",
        "money: zona-costa: DON-2020-00001 acknowledges PAG-2020-00001, which is refunded, and carries no flag",
    ),
    (
        "UPDATE receipt SET total_minor = 7 WHERE series = 'ESP'",
        "money: zona-costa: ESP-2020-00001: the total is 7 MXN, its lines add up to 200000",
    ),
    (
        "UPDATE receipt_line SET live = (1 = 0) WHERE payment_id IS NOT NULL",
        "money: zona-costa: DON-2020-00001 is issued and 0 of its lines are live",
    ),
    (
        "UPDATE receipt SET facts = facts || ' ' WHERE series = 'DON'",
        "papers: zona-costa: DON-2020-00001: the facts do not match their hash",
    ),
    (
        "UPDATE receipt SET total_currency = 'USD' WHERE series = 'DON'",
        "papers: zona-costa: DON-2020-00001: the facts speak of another receipt",
    ),
    (
        "UPDATE receipt SET series = 'XYZ' WHERE series = 'DON'",
        "papers: zona-costa: DON-2020-00001: the folio is not its series and number",
    ),
    (
        "UPDATE audit_entry SET actor_label = 'Nobody' WHERE seq = 3",
        "audit: zona-costa: entry 3 does not fit the chain",
    ),
    ("DELETE FROM audit_entry WHERE seq = 2", "audit: zona-costa: entry 2 is missing"),
    (
        "UPDATE audit_head SET seq = 9000",
        "its head says 9000",
    ),
]


def test_it_names_what_was_tampered_with(app):
    told = [(said_after(statement), line) for statement, line in TAMPERED]
    assert [each for each in told if not any(line.endswith(each[1]) for line in each[0])] == []


def test_campaign_sums_must_come_out(app):
    said = said_after("UPDATE receipt_line SET amount_minor = 50000 WHERE payment_id IS NOT NULL")
    campaign = f"{_campaign()} MXN: payments 60000 less refunds 0, receipted 50000 and awaiting 0"
    assert any(line.endswith(campaign) for line in said), said


def _campaign() -> str:
    with db.engine.connect() as connection:
        return str(connection.scalar(sa.text("SELECT slug FROM campaign")))


def test_one_payment_has_one_live_line(app):
    said = said_after(
        "DROP INDEX uq_receipt_line_live_payment",
        "DROP INDEX uq_receipt_line_live_intake_line",
        "INSERT INTO receipt_line (id, chapter_id, receipt_id, position, payment_id,"
        " intake_line_id, amount_minor, amount_currency, live)"
        " SELECT receipt_id, chapter_id, receipt_id, 2, payment_id, intake_line_id,"
        " amount_minor, amount_currency, live FROM receipt_line",
    )
    assert "money: zona-costa: PAG-2020-00001: 2 live receipt lines" in said
    assert "money: zona-costa: ENT-2020-00001 line 1: 2 live receipt lines" in said


def test_folios_follow_the_time(app):
    fresh = f"CAST({FRESH} AS uuid)" if is_postgresql() else FRESH
    earlier = "issued_at - interval '1 day'" if is_postgresql() else "datetime(issued_at, '-1 day')"
    said = said_after(
        COPY_RECEIPT.format(id=fresh, number=2, issued_at=earlier),
        checks=[("receipt", "total_sign")],
    )
    assert "folios: zona-costa: DON-2020-00001X was issued before the number in front of it" in said


@pytest.mark.parametrize(
    ("table", "check", "statement", "line"),
    [
        (
            "balance",
            "reserved_within_on_hand",
            "UPDATE balance SET reserved = 90 WHERE reserved = 10",
            "ledger: zona-costa: lot L-1 at Almacén: on hand 55, reserved 90",
        ),
        (
            "delivery_line",
            "adds_up",
            "UPDATE delivery_line SET accepted = 19 WHERE accepted = 18",
            "goods: zona-costa: ETG-2020-00001 line 1: sent 20, the acuse says 19 accepted, 1 short, 1 damaged",
        ),
        (
            "payment",
            "amount_currency_known",
            "UPDATE payment SET amount_currency = 'EUR'",
            "money: all: payment.amount_currency: 1 amounts without a known currency",
        ),
    ],
)
def test_it_holds_where_the_databases_own_checks_are_gone(table, check, statement, line):
    assert line in said_after(statement, checks=((table, check),))


@pytest.mark.parametrize("column", ["sha256", "content"])
def test_one_changed_byte_of_a_paper_is_found(column, app):
    value = "'\\x00'" if is_postgresql() else "x'00'"
    said = said_after(
        f"UPDATE receipt_paper SET {column} = {value if column == 'content' else repr('0' * 64)}"
        " WHERE receipt_id = (SELECT id FROM receipt WHERE series = 'ESP')"
    )
    assert said == [
        "papers: zona-costa: ESP-2020-00001: the bytes of its original do not match their hash"
    ]


def test_a_row_of_another_chapter_is_found(other_chapter, factories):
    with tenancy.in_chapter(other_chapter.id):
        factories.donor()
    said = said_after(
        "UPDATE payment SET donor_id = (SELECT d.id FROM donor d JOIN chapter c"
        " ON c.id = d.chapter_id WHERE c.slug = 'juarez')",
    )
    assert said == ["chapters: all: payment.donor_id: 1 rows refer to no donor of their chapter"]


def test_a_schedule_that_is_not_the_pledge_is_told(world, factories):
    pledge = factories.scheduled_pledge(parts=[(date(2027, 1, 1), 700), (date(2027, 2, 1), 300)])
    told = said_after("UPDATE instalment SET amount_minor = 299 WHERE position = 2")
    line = (
        f"schedules: zona-costa: {pledge.reference}: its schedule sums to 999, the pledge is 1000"
    )
    assert told == [line]
