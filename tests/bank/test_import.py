"""A file is written once: whole or not at all, however often it comes and whoever sends it."""

import threading
import time

import pytest
import sqlalchemy as sa

from relief.bank import importing, proposals, queries
from relief.bank.account_of import account_of_statement
from relief.bank.columns import Layout
from relief.bank.errors import ColumnsUnknown, CurrencyOfFileDiffers, NoAccount, NoMovements
from relief.bank.models import BankLine, BankStatement
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.reports.canonical import canonical_lines
from relief.reports.verify import violations
from tests.factories.bank import SAMPLE


def brought_in(content, **more):
    with transaction():
        return importing.import_statement(content, name="mayo.csv", **{"dry_run": False, **more})


def rows_of_all_tables():
    db.session.rollback()
    counts = [
        sa.select(sa.func.count()).select_from(table).scalar_subquery()
        for name, table in sorted(db.metadata.tables.items())
    ]
    return tuple(db.session.execute(sa.select(*counts)).one())


def test_the_sample_adds_up_and_a_second_import_changes_no_row(factories, chapter):
    factories.bank_account(number="0123456789")
    before = rows_of_all_tables()
    looked = brought_in(SAMPLE.read_bytes(), dry_run=True)
    assert (looked.new, looked.repeated, looked.refused) == (90, 4, [])
    assert rows_of_all_tables() == before
    done = brought_in(SAMPLE.read_bytes())
    statement = done.statement
    assert (done.new, done.repeated, statement.told_count) == (90, 4, 90)
    assert statement.adds_up
    assert statement.closing == Money(961_901_949, "MXN")
    account = account_of_statement(statement, queries.tallies(statement), [])
    assert account.balanced
    assert {entry.key: entry.count for entry in account.entries if entry.count} == {
        "unmatched": 69, "returns": 2, "charges": 13, "fees": 6, "repeated": 4, "noted": 1,
    }  # fmt: skip
    assert (account.came, account.went) == (statement.credits, statement.charges)
    after, content = rows_of_all_tables(), list(canonical_lines())
    again = brought_in(SAMPLE.read_bytes())
    assert (again.new, again.repeated, again.statement) == (0, 94, None)
    assert (rows_of_all_tables(), list(canonical_lines())) == (after, content)
    assert violations() == []


def test_the_sample_meets_pledges_and_the_exact_ones_are_found(factories, chapter):
    for reference, pesos in (("PRO-2020-00208", 5_000), ("PRO-2020-00257", 1_000)):
        factories.cash_pledge(reference=reference, amount=Money(pesos * 100, "MXN"))
    factories.bank_account()
    statement = brought_in(SAMPLE.read_bytes()).statement
    ((line, found),) = proposals.exact_ones()
    assert (line.reference, found.candidate.reference) == ("PRO202000208", "PRO-2020-00208")
    proposed = proposals.proposed_in(statement.id)
    assert {each.reference for each in proposed} == {"PRO202000208", "PRO202000257"}
    account = account_of_statement(statement, queries.tallies(statement), proposed)
    assert account.balanced
    assert {entry.key: entry.count for entry in account.entries}["proposed"] == 2


def test_an_overlapping_file_brings_only_what_is_new(factories, chapter):
    factories.bank_account()
    rows = [f"0{n}/05/2020,SPEI,{n},,,,100.00,{n}00.00" for n in range(1, 8)]
    assert brought_in(factories.bank_file(rows=rows[:4])).new == 4
    done = brought_in(factories.bank_file(rows=[*rows[2:], "x,mal,,,,,1,1"]))
    assert (done.new, done.repeated, done.statement.known_count) == (3, 2, 2)
    assert [(row.line, row.reason) for row in done.refused] == [(7, "no se puede leer la fecha")]
    assert done.statement.opening == Money(20_000, "MXN")
    assert violations() == []


def test_a_file_that_does_not_fit_is_refused_whole(factories, chapter):
    with pytest.raises(NoAccount):
        brought_in(SAMPLE.read_bytes())
    factories.bank_account(currency="USD")
    with pytest.raises(CurrencyOfFileDiffers):
        brought_in(SAMPLE.read_bytes())
    with pytest.raises(ColumnsUnknown):
        brought_in(b"a,b\n1,2\n")
    with pytest.raises(NoMovements):
        brought_in(b"Fecha,Abono\nx,2\n", dry_run=True)
    assert db.session.scalar(sa.select(sa.func.count(BankLine.id))) == 0


def test_of_two_who_import_one_file_the_second_brings_nothing(app, chapter, factories):
    from relief.core import tenancy

    account_id = factories.bank_account().id
    done = []

    def second():
        with app.app_context(), tenancy.in_chapter(chapter.id):
            done.append(brought_in(SAMPLE.read_bytes()))
            db.session.remove()

    with transaction():
        account = queries.get_account(account_id)
        importing.import_file(SAMPLE.read_bytes(), account, name="mayo.csv")
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
    thread.join(30)
    assert (done[0].new, done[0].repeated) == (0, 94)
    assert db.session.scalar(sa.select(sa.func.count(BankStatement.id))) == 1


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_thousands_of_movements_and_their_proposals(factories, chapter, count_queries):
    factories.bank_account()
    factories.cash_pledge(reference="PRO-2020-09999")
    rows = [f"05/05/2020,SPEI PRO2020{n:05d},{n},,,,100.00,{n}00.00" for n in range(1, 4_001)]
    began = time.process_time()
    assert brought_in(factories.bank_file(rows=rows)).new == 4_000
    assert time.process_time() - began < 4
    lines = queries.unmatched()
    count_queries()
    proposals.proposals_for(lines[:1])
    one = count_queries()
    began = time.process_time()
    proposals.proposals_for(lines)
    assert time.process_time() - began < 2
    assert count_queries() == one


def test_a_layout_by_hand_reads_what_no_guess_would(factories, chapter):
    account = factories.bank_account()
    layout = Layout(0, {"day": 1, "amount": 0}, "mdy")
    with transaction():
        done = importing.import_file(b"5.00;05/31/2020\n-1.00;05/30/2020\n", account, name="x", layout=layout)  # fmt: skip
    assert (done.statement.credits, done.statement.charges) == (
        Money(500, "MXN"),
        Money(100, "MXN"),
    )
    assert queries.mappings_of(account) == []
