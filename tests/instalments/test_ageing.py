"""The ageing report adds up by donor, currency and age, and each figure leads to its pledges."""

import csv
import io
from datetime import timedelta

import pytest

from relief.core import tenancy
from relief.core.db import db
from relief.core.money import Currency, Money
from relief.core.paging import Listing
from relief.instalments import ageing, queries
from relief.instalments.ageing import Wanted
from relief.instalments.models import Age

DAY = timedelta(days=1)


@pytest.fixture
def today(chapter):
    """The chapter's date."""
    return queries.local_today()


@pytest.fixture
def debts(today, factories, other_chapter):
    """Two donors: one late by four ages in pesos, one in both currencies; and a stranger."""
    one, two = factories.giver(name="Alfa Médica"), factories.giver(name="=Beta Textil")
    ages = [(-100, 1_000), (-90, 2_000), (-45, 4_000), (-1, 8_000), (0, 16_000)]
    factories.scheduled_pledge(
        parts=[(today + DAY * days, minor) for days, minor in ages], paid=500, donor=one
    )
    factories.scheduled_pledge(parts=[(today - DAY * 5, 300)], donor=two)
    factories.scheduled_pledge(parts=[(today - DAY * 5, 700)], donor=two, currency="USD")
    factories.scheduled_pledge(parts=[(today - DAY * 5, 900)], donor=two, paid=900)
    with tenancy.in_chapter(other_chapter.id):
        factories.scheduled_pledge(parts=[(today - DAY * 5, 50_000)])
    return one, two


def test_sums_by_age_and_currency_never_mix(debts, today):
    pesos, dollars = ageing.totals(Wanted(), today=today)
    assert (pesos.currency, dollars.currency) == ("MXN", "USD")
    assert {age: pesos.of(age).minor for age in Age} == {
        Age.NOT_DUE: 16_000,
        Age.UP_TO_30: 8_300,
        Age.UP_TO_60: 4_000,
        Age.UP_TO_90: 2_000,
        Age.OVER_90: 500,
    }
    assert dollars.total == dollars.late == Money(700, "USD")
    assert ageing.overdue_now(today=today) == (6, [Money(14_800, "MXN"), Money(700, "USD")])


def test_rows_of_donors_sum_to_the_totals(debts, today):
    rows = ageing.every_balance(Wanted(), today=today)
    assert [(row.donor.name, row.currency, row.total.minor) for row in rows] == [
        ("=Beta Textil", "MXN", 300),
        ("=Beta Textil", "USD", 700),
        ("Alfa Médica", "MXN", 30_500),
    ]


@pytest.mark.parametrize(
    ("wanted", "minor"),
    [
        (Wanted(text="alfa"), 30_500),
        (Wanted(age=Age.OVER_90), 500),
        (Wanted(only_late=True, text="ALFA"), 14_500),
    ],
)
def test_the_report_is_narrowed(debts, today, wanted, minor):
    totals = ageing.totals(wanted, today=today)
    assert [row.total for row in totals] == [Money(minor, "MXN")]


@pytest.mark.parametrize(
    ("sort", "currency", "names"),
    [
        ("-overdue", None, ["Gama", "Alfa", "Beta", "Delta"]),
        ("overdue", None, ["Delta", "Beta", "Alfa", "Gama"]),
        ("-overdue", Currency.USD, ["Delta", "Beta"]),
        ("name", None, ["Alfa", "Beta", "Delta", "Gama"]),
    ],
)
def test_a_page_is_sorted_by_name_or_by_what_is_late(today, factories, sort, currency, names):
    for name, owes in {
        "Alfa": {"MXN": 500},
        "Beta": {"MXN": 400, "USD": 600},
        "Delta": {"USD": 700},
        "Gama": {"MXN": 800},
    }.items():
        donor = factories.giver(name=name)
        for code, minor in owes.items():
            parts = [(today - DAY, minor), (today + DAY, 100_000 - minor)]
            factories.scheduled_pledge(parts=parts, donor=donor, currency=code)
    seen, mark = [], None
    while len(seen) < len(names):  # page by page, one row each, by the key of the row before
        listing = Listing(
            sort=sort.removeprefix("-"), descending=sort[0] == "-", size=1, after=mark
        )
        page = ageing.page_of_debtors(listing, Wanted(currency=currency), today=today)
        seen += [donor.name for donor in page.rows]
        mark = page.next_key
    assert (seen, mark) == (names, None)


def test_the_page_links_each_figure_to_its_pledges(debts, ana):
    page = ana.get("/staff/ageing/")
    assert page.status_code == 200
    assert ">305.00<" in page.text
    assert ">7.00<" in page.text
    one = debts[0]
    parts = ana.get(f"/staff/ageing/parts?donor={one.id}&currency=MXN&age=over_90")
    assert parts.text.count('<tr data-href="/staff/instalments/') == 1
    assert "$5.00 MXN" in parts.text


def test_the_file_holds_the_same_figures_and_no_formula(debts, ana):
    answer = ana.get("/staff/ageing/ageing.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["'=Beta Textil", "'=Beta Textil", "Alfa Médica"]
    assert rows[3][2:] == ["MXN", "160.00", "80.00", "40.00", "20.00", "5.00", "145.00", "305.00"]


def test_the_warehouse_sees_no_balances(debts, beto):
    assert beto.get("/staff/ageing/").status_code == 403


def test_the_first_page_says_what_is_overdue(debts, ana):
    page = ana.get("/staff/")
    assert "parcialidades vencidas · $148.00 MXN · US$7.00 USD" in page.text


@pytest.mark.parametrize("address", ["/staff/ageing/", "/staff/ageing/parts"])
def test_one_row_and_many_cost_the_same(today, factories, ana, count_queries, address):
    campaign = factories.appeal()

    def debt():
        factories.scheduled_pledge(parts=[(today - DAY, 100)], campaign=campaign)

    debt()
    ana.get(address)
    count_queries()
    ana.get(address)
    one = count_queries()
    for _ in range(14):
        debt()
    db.session.remove()
    count_queries()
    ana.get(address)
    assert count_queries() == one
