"""Staff find, read, send and void receipts; the bytes they hand out never change."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from relief.core import clock, mail
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.receipts import queries
from relief.receipts.due import count_due, due_receipts
from relief.receipts.models import PaperKind, ReceiptStatus

pytestmark = pytest.mark.usefixtures("chapter")


@pytest.fixture
def receipt(factories, jobs):
    """A receipt that was drawn and mailed."""
    payment = factories.payment(pledge=factories.cash_pledge())
    jobs()
    return queries.get_receipt(queries.receipts_of_payment(payment.id)[0].id)


def test_a_receipt_page_says_what_the_paper_says(ana, receipt):
    page = ana.get(f"/staff/receipts/{receipt.id}").text
    sha = queries.paper_of(receipt, PaperKind.ORIGINAL).sha256
    for words in (receipt.folio, "(MIL PESOS 00/100 M.N.)", "EEP0303038K2", sha, "laura@"):
        assert words in page


def test_goods_are_listed_on_the_page(ana, factories):
    made = factories.receipt(intake=factories.valued_intake(values_of=(Money(325_00, "MXN"),)))
    page = ana.get(f"/staff/receipts/{made.id}").text
    assert "Cubrebocas N95" in page
    assert "5 pieza" in page


def test_the_download_is_the_stored_bytes_under_their_hash(ana, receipt):
    address = f"/staff/receipts/{receipt.id}/original.pdf"
    first = ana.get(address)
    assert first.get_etag()[0] == hashlib.sha256(first.data).hexdigest()
    assert f'filename="{receipt.folio}.pdf"' in first.headers["Content-Disposition"]
    with transaction():
        donor = queries.get_receipt(receipt.id).donor
        donor.name, donor.address = "Otro nombre", "Otra calle"
    assert ana.get(address).data == first.data
    kept = ana.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert kept.status_code == 304
    assert ana.get(f"/staff/receipts/{receipt.id}/void_notice.pdf").status_code == 404


def test_ana_voids_once_and_the_second_person_is_told(ana, receipt, jobs):
    address = f"/staff/receipts/{receipt.id}/void"
    assert ana.post(address, data={"reason": ""}).status_code == 422
    assert ana.post(address, data={"reason": "Donante equivocado"}).status_code == 303
    second = ana.post(address, data={"reason": "Donante equivocado"})
    assert second.status_code == 422
    assert "Persona" in second.text
    jobs()
    page = ana.get(f"/staff/receipts/{receipt.id}").text
    assert "Donante equivocado" in page
    assert "void_notice.pdf" in page
    assert ana.get(f"/staff/receipts/{receipt.id}/void_notice.pdf").status_code == 200


def test_after_a_void_it_is_issued_again_by_hand(ana, receipt):
    ana.post(f"/staff/receipts/{receipt.id}/void", data={"reason": "Donante equivocado"})
    payment_id = queries.get_receipt(receipt.id).lines[0].payment_id
    answer = ana.post(f"/staff/receipts/due/cash/{payment_id}")
    assert answer.status_code == 303
    assert "-00002" in ana.get(answer.location).text
    last = ana.get(f"/staff/receipts/of-payment/{payment_id}")
    assert last.location == answer.location


def test_sending_again_mails_the_same_bytes(ana, receipt):
    answer = ana.post(f"/staff/receipts/{receipt.id}/send")
    assert "laura@ensambles.test" in ana.get(answer.location).text
    first, second = mail.letters_about(receipt.id)
    assert first.attachments == second.attachments


def test_what_is_not_drawn_yet_or_has_no_reader_is_not_sent(ana, factories, jobs):
    made = factories.receipt(donor=factories.giver(email=""))
    page = ana.get(f"/staff/receipts/{made.id}")
    assert "original.pdf" not in page.text
    ana.post(f"/staff/receipts/{made.id}/send")
    jobs()
    ana.post(f"/staff/receipts/{made.id}/send")
    assert not mail.letters_about(made.id)


def test_the_list_is_narrowed_by_every_filter(ana, factories, receipt):
    other = factories.receipt(intake=factories.valued_intake())
    today = receipt.issued_on.isoformat()
    for query in (
        f"q={receipt.folio}",
        f"q={receipt.donor.name[:24]}&kind=cash",
        f"status=issued&campaign={receipt.campaign_id}",
        f"since={today}&until={today}&kind=cash",
    ):
        page = ana.get(f"/staff/receipts/?{query}").text
        assert receipt.folio in page
        assert other.folio not in page
    assert "DON-" not in ana.get("/staff/receipts/?q=nadie").text
    assert "DON-" not in ana.get("/staff/receipts/?to_void=1").text


def test_a_reversed_payment_shows_among_those_to_void(ana, factories, receipt, jobs):
    factories.reversal(payment=queries.get_receipt(receipt.id).lines[0].payment)
    jobs()
    assert receipt.folio in ana.get("/staff/receipts/?to_void=1").text
    assert ana.get(f"/staff/receipts/{receipt.id}").status_code == 200
    assert queries.get_receipt(receipt.id).status is ReceiptStatus.ISSUED


def test_what_waits_shows_its_age_and_why_it_was_refused(ana, factories):
    with clock.stopped_at(datetime.now(UTC) - timedelta(hours=30)):
        late = factories.payment(donor=factories.giver(name="慈善 S.A."))
    fresh = factories.valued_intake()
    factories.payment(pledge=factories.cash_pledge(wants_receipt=False))
    assert [each.late for each in due_receipts()] == [True, False]
    assert due_receipts()[0].hours == 30
    assert count_due() == 2
    page = ana.get("/staff/receipts/due")
    assert late.reference in page.text
    refused = ana.post(f"/staff/receipts/due/cash/{late.id}")
    assert "慈" in ana.get(refused.location).text
    issued = ana.post(f"/staff/receipts/due/in_kind/{fresh.id}")
    assert "ESP-" in ana.get(issued.location).text
    assert count_due() == 1


def test_nothing_waits_and_nothing_issued_say_so(ana, factories):
    assert ana.get("/staff/receipts/due").status_code == 200
    assert ana.get("/staff/receipts/").status_code == 200
    payment, intake = factories.pending_payment(), factories.valued_intake()
    assert ana.get(f"/staff/receipts/of-payment/{payment.id}").location.endswith("/due")
    assert ana.get(f"/staff/receipts/of-intake/{intake.id}").location.endswith("/due")


def test_beto_and_dora_read_but_do_not_void(beto, dora, receipt):
    for person in (beto, dora):
        assert person.get(f"/staff/receipts/{receipt.id}").status_code == 200
        assert person.get("/staff/receipts/due").status_code == 200
        assert person.post(f"/staff/receipts/{receipt.id}/void").status_code == 403
        assert person.post(f"/staff/receipts/{receipt.id}/send").status_code == 403


def test_carla_sees_nothing(carla, receipt):
    payment_id = receipt.lines[0].payment_id
    for path in (f"{receipt.id}", f"{receipt.id}/original.pdf", f"of-payment/{payment_id}"):
        assert carla.get(f"/staff/receipts/{path}").status_code == 404
    assert carla.post(f"/staff/receipts/{receipt.id}/void").status_code == 404
    assert carla.post(f"/staff/receipts/due/cash/{payment_id}").status_code == 404
    assert receipt.folio not in carla.get("/staff/receipts/").text


def test_lists_make_the_same_queries_for_one_row_and_for_twenty(ana, factories, count_queries):
    donor, campaign = factories.giver(), factories.appeal()

    def sent():
        count_queries()
        ana.get("/staff/receipts/")
        ana.get("/staff/receipts/due")
        return count_queries()

    factories.receipt(donor=donor, campaign=campaign)
    factories.payment(donor=donor, campaign=campaign)
    sent()
    one = sent()
    for _ in range(10):
        factories.receipt(donor=donor, campaign=campaign)
        factories.payment(donor=donor, campaign=campaign)
    db.session.remove()
    assert sent() == one
