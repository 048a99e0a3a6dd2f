"""Whoever holds a receipt can check it, and learns nothing about anybody."""

import pytest

from relief.core.db import transaction
from relief.receipts import actions, queries
from relief.receipts.models import PaperKind
from relief.receipts.seal import Seal, read_code, spaced

pytestmark = pytest.mark.usefixtures("chapter")


@pytest.fixture
def receipt(factories, jobs):
    made = factories.receipt(donor=factories.giver(name="Secreta del Norte, S.A. de C.V."))
    jobs()
    return queries.get_receipt(made.id)


def test_the_page_says_folio_state_and_fingerprint_and_no_person(client, receipt):
    page = client.get(f"/v/{receipt.check_code}")
    assert page.status_code == 200
    assert receipt.folio in page.text
    assert queries.paper_of(receipt, PaperKind.ORIGINAL).sha256 in page.text
    for secret in ("Secreta", "1,000", "EEP0303038K2", "finanzas@"):
        assert secret not in page.text


def test_a_voided_receipt_says_so(client, receipt, jobs):
    with transaction():
        actions.void_receipt(queries.get_receipt(receipt.id), reason="Motivo reservado")
    jobs()
    page = client.get(f"/v/{receipt.check_code}").text
    assert "Motivo reservado" not in page
    assert queries.paper_of(receipt, PaperKind.VOID_NOTICE).sha256 in page


def test_a_receipt_of_any_chapter_is_found_under_its_own_name(client, receipt, other_chapter):
    assert "Index Zona Costa" in client.get(f"/v/{receipt.check_code}").text


@pytest.mark.parametrize("code", ["A" * 20, "x", "-", "%00", "'; DROP TABLE", "9" * 400])
def test_an_invented_code_gets_one_quiet_page(client, receipt, code):
    page = client.get(f"/v/{code}")
    assert page.status_code == 404
    assert receipt.folio not in page.text


def test_a_code_typed_from_paper_finds_its_page(client, receipt):
    assert client.get("/v/").status_code == 200
    typed = spaced(receipt.check_code).lower().replace("o", "0")
    answer = client.post("/v/", data={"code": f" {typed} "})
    assert answer.location == f"/v/{receipt.check_code}"
    assert client.post("/v/", data={"code": ""}).status_code == 422
    wrong = client.post("/v/", data={"code": "no es un código"})
    assert client.get(wrong.location).status_code == 404


def test_guessing_is_slowed_down(client, receipt):
    answers = [client.get(f"/v/{'B' * 20}").status_code for _ in range(241)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {404}


def test_a_code_cannot_be_derived_without_the_key(receipt):
    assert read_code("a" * 100) is None
    other = Seal(key="another key", base_url="")
    assert other.code_of(receipt.id) != receipt.check_code
    assert "another key" not in repr(other)
