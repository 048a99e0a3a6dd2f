"""Papers are drawn once by the worker, mailed as stored, and never change."""

import hashlib
import socket
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller

from relief.core import clock, mail, outbox
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.core.outbox import Job, JobStatus
from relief.core.rows import RowMissing
from relief.payments.queries import get_payment
from relief.receipts import actions, emails, flagging, queries, reactions
from relief.receipts.models import PaperKind, ReceiptStatus
from relief.receipts.taking import Frame, facts_of_intake, facts_of_void
from tests.factories.papers import read_pages, read_qr

pytestmark = pytest.mark.usefixtures("chapter")


class Inbox:
    """Keeps what arrives, as a mailbox would."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 kept"


@pytest.fixture
def mail_server(app):
    """A real SMTP server on this machine, whose messages are read back whole."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    inbox, settings = Inbox(), app.config["SETTINGS"]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    app.config["SETTINGS"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
    yield inbox
    app.config["SETTINGS"] = settings
    controller.stop()


def only_receipt(payment):
    (receipt,) = queries.receipts_of_payment(payment.id)
    return queries.get_receipt(receipt.id)


def original(receipt):
    return queries.paper_of(receipt, PaperKind.ORIGINAL)


def test_a_confirmed_payment_ends_in_a_paper_and_a_letter(factories, jobs):
    payment = factories.payment(pledge=factories.cash_pledge())
    jobs()
    receipt = only_receipt(payment)
    paper = original(receipt)
    assert paper.sha256 == hashlib.sha256(paper.content).hexdigest()
    assert receipt.folio in read_pages(paper.content)[0]
    assert read_qr(paper.content) == [f"http://relief.test/v/{receipt.check_code}"]
    (letter,) = mail.letters_about(receipt.id)
    assert letter.to_address == "laura@ensambles.test"
    assert receipt.folio in letter.subject


def test_the_letter_carries_the_stored_bytes_over_real_smtp(factories, jobs, app, mail_server):
    payment = factories.payment()
    jobs()
    paper = original(only_receipt(payment))
    (message,) = [m for m in mail_server.received if m.get_content_type() == "multipart/mixed"]
    (enclosed,) = message.iter_attachments()
    assert enclosed.get_filename() == f"{only_receipt(payment).folio}.pdf"
    assert enclosed.get_content() == paper.content


def test_a_donor_who_wants_no_receipt_gets_none(factories, jobs):
    payment = factories.payment(pledge=factories.cash_pledge(wants_receipt=False))
    jobs()
    assert not queries.receipts_of_payment(payment.id)


def test_accepted_goods_end_in_a_receipt(factories, jobs, chapter):
    intake = factories.valued_intake()
    with transaction():
        reactions.acknowledge_goods(str(intake.id))
        reactions.acknowledge_goods(str(intake.id))
    jobs()
    (receipt,) = queries.receipts_of_intake(intake.id)
    assert original(receipt) is not None


def test_drawing_twice_keeps_one_paper_and_sends_one_letter(factories, jobs):
    payment = factories.payment()
    jobs()
    receipt = only_receipt(payment)
    before = original(receipt).sha256
    reactions.draw_original(str(receipt.id))
    assert original(receipt).sha256 == before
    assert len(mail.letters_about(receipt.id)) == 1


def test_facts_that_cannot_be_drawn_fail_visibly_and_lose_nothing(factories, jobs):
    payment = factories.payment(donor=factories.giver(name="慈善 S.A."))
    jobs()
    assert not queries.receipts_of_payment(payment.id)
    (job,) = db.session.scalars(db.select(Job).where(Job.status == JobStatus.PENDING))
    assert "CannotBeDrawn" in job.last_error


def test_a_payment_reversed_before_the_worker_came_gets_no_receipt(factories, jobs):
    payment = factories.payment()
    factories.reversal(payment=payment)
    jobs()
    assert not queries.receipts_of_payment(payment.id)


def test_a_reversed_payment_asks_once_for_voiding_and_changes_no_byte(factories, jobs):
    payment = factories.payment()
    jobs()
    before = original(only_receipt(payment)).content
    factories.reversal(payment=payment)
    jobs()
    with transaction():
        flagging.judge(get_payment(payment.id))
    receipt = only_receipt(payment)
    assert [flag.reason for flag in receipt.flags] == ["payment_reversed"]
    assert receipt.status is ReceiptStatus.ISSUED
    assert original(receipt).content == before
    assert queries.count_to_void() == 1


def test_voiding_keeps_the_original_and_sends_a_notice(factories, jobs, chapter):
    payment = factories.payment()
    jobs()
    receipt = only_receipt(payment)
    before = original(receipt).content
    with transaction():
        actions.void_receipt(receipt, reason="El banco devolvió la transferencia.")
    jobs()
    receipt = only_receipt(payment)
    notice = queries.paper_of(receipt, PaperKind.VOID_NOTICE)
    assert "El banco devolvió la transferencia." in read_pages(notice.content)[0]
    assert original(receipt).content == before
    letter = mail.letters_about(receipt.id)[0]
    assert letter.attachments == [["receipt_paper", str(notice.id)]]
    reactions.draw_void(str(receipt.id))
    assert len(mail.letters_about(receipt.id)) == 2


def test_a_receipt_voided_before_it_was_drawn_is_drawn_but_not_mailed(factories, jobs):
    receipt = factories.receipt()
    with transaction():
        actions.void_receipt(queries.get_receipt(receipt.id), reason="Capturado por error")
    jobs()
    assert original(receipt) is not None
    assert [letter.kind for letter in mail.letters_about(receipt.id)] == ["receipt_voided"]


def test_a_donor_without_any_address_gets_a_paper_and_no_letter(factories, jobs):
    payment = factories.payment(donor=factories.giver(email=""))
    jobs()
    receipt = only_receipt(payment)
    assert original(receipt) is not None
    assert not mail.letters_about(receipt.id)


def test_a_notice_needs_a_voided_receipt(factories, chapter):
    receipt = queries.get_receipt(factories.receipt().id)
    with pytest.raises(ValueError, match="voided"):
        facts_of_void(receipt, chapter, chain_head="")


def test_an_enclosure_is_read_when_the_letter_leaves(factories, jobs):
    payment = factories.payment()
    jobs()
    paper = original(only_receipt(payment))
    attachment = emails.enclose(str(UUID(str(paper.id))))
    assert attachment.content == paper.content
    assert outbox.oldest_due() is None


def test_the_papers_of_a_payment_are_found_and_an_invented_one_is_not(factories, jobs):
    payment = factories.payment()
    jobs()
    (receipt,) = queries.receipts_of_payment(payment.id)
    assert [paper.kind for paper in receipt.papers] == [PaperKind.ORIGINAL]
    with pytest.raises(RowMissing):
        queries.get_paper(receipt.id)


def test_a_line_whose_value_nobody_approved_is_never_printed(factories, chapter):
    intake = factories.valued_intake(values_of=(None,))
    frame = Frame(
        receipt_id=intake.id, chapter=chapter, folio="ESP-2020-00001", issued_at=clock.now(),
        code="A" * 20, check_url="", chain_head="",
    )  # fmt: skip
    with pytest.raises(ValueError, match="approved"):
        facts_of_intake(intake, frame, lines=intake.lines, total=Money(1, "MXN"))
