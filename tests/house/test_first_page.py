"""The first page: each role's cards, and the same questions to the database however much waits."""

import re

import pytest


def card(page, words):
    """The number that a card shows before these words, 0 if they wait for nobody, None without them."""
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    found = re.search(rf"(\d+) {words}|Nada espera: [^.]*{words}", plain)
    return int(found[1] or 0) if found else None


def test_the_treasurer_sees_which_receipts_are_due(ana, beto, chapter, factories):
    assert card(ana.get("/staff/").text, "recibos por emitir") == 0
    for _ in range(2):
        factories.payment()
    page = ana.get("/staff/").text
    assert card(page, "recibos por emitir") == 2
    assert 'href="/staff/receipts/due"' in page
    assert card(beto.get("/staff/").text, "recibos por emitir") is None


def test_a_receipt_of_money_that_went_back_asks_to_be_voided(ana, chapter, factories, jobs):
    paid = factories.payment()
    jobs()
    assert card(ana.get("/staff/").text, "recibos por cancelar") == 0
    factories.reversal(payment=paid)
    jobs()
    assert card(ana.get("/staff/").text, "recibo por cancelar") == 1
    assert "PAG-" not in ana.get("/staff/receipts/due").text, "what went back is not due"


@pytest.mark.parametrize("role", ["ana", "beto", "admin"])
def test_the_first_page_asks_as_much_for_many_rows_as_for_few(
    request, role, chapter, factories, count_queries
):
    browser = request.getfixturevalue(role)
    factories.world()

    def asked():
        browser.get("/staff/")
        count_queries()
        browser.get("/staff/")
        return count_queries()

    few = asked()
    for _ in range(3):
        factories.pending_payment()
        factories.payment()
        factories.valued_intake()
        factories.need()
        factories.delivery()
        factories.pledge()
    assert asked() == few
