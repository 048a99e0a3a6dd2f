"""What becomes a receipt, and what becomes of it: papers are drawn outside any transaction."""

from uuid import UUID

from flask_babel import lazy_gettext as _l

from relief.accounts.permissions import Permission
from relief.approvals.acts import register
from relief.audit.chain import head_hash
from relief.chapters.queries import get_chapter
from relief.core import outbox, rows
from relief.core.db import db, transaction
from relief.core.events import on
from relief.intake.events import IntakeAccepted
from relief.intake.models import Intake
from relief.payments.events import (
    PaymentConfirmed,
    PaymentDisputed,
    PaymentRefunded,
    PaymentReversed,
)
from relief.payments.models import PaymentStatus
from relief.payments.queries import get_payment
from relief.pledges.models import Pledge
from relief.receipts import actions, emails, flagging, queries
from relief.receipts.events import ReceiptIssued, ReceiptVoided
from relief.receipts.facts import ReceiptFacts
from relief.receipts.models import PaperKind, ReceiptStatus
from relief.receipts.pdf import draw_receipt, draw_void_notice
from relief.receipts.replacing import VOID, void_as_asked
from relief.receipts.sealing import current_seal
from relief.receipts.taking import facts_of_void

register(
    VOID,
    permission=Permission.RECEIPTS_VOID,
    perform=void_as_asked,
    title=_l("Void a receipt"),
    endpoint="receipts.show",
)


@on(PaymentConfirmed)
def acknowledge_payment(payment_id: str) -> None:
    """Issue the receipt of confirmed money. One that was voided is issued again by hand only."""
    payment = get_payment(UUID(payment_id))
    if payment.status is not PaymentStatus.CONFIRMED or not _wanted(payment.pledge):
        return
    if not queries.receipts_of_payment(payment.id):
        actions.issue_for_payment(payment, seal=current_seal())


@on(IntakeAccepted)
def acknowledge_goods(intake_id: str) -> None:
    """Issue the receipt of goods whose values are approved."""
    intake = rows.get(Intake, UUID(intake_id))
    if _wanted(intake.pledge) and not queries.receipts_of_intake(intake.id):
        actions.issue_for_intake(intake, seal=current_seal())


@on(PaymentReversed)
def ask_for_voiding(payment_id: str) -> None:
    """Mark the receipt of reversed money; a person decides and voids it."""
    flagging.judge(get_payment(UUID(payment_id)))


@on(PaymentRefunded)
def ask_for_replacing(payment_id: str) -> None:
    """Mark the receipt of money of which some went back; a person voids or replaces it."""
    flagging.judge(get_payment(UUID(payment_id)))


@on(PaymentDisputed)
def look_at_the_dispute(payment_id: str) -> None:
    """Mark the receipt of disputed money; once the dispute is over, issue the one that waited."""
    flagging.judge(get_payment(UUID(payment_id)))
    acknowledge_payment(payment_id)


@on(ReceiptIssued)
def have_it_drawn(receipt_id: str) -> None:
    """Leave the drawing to a job of its own, which may take its time."""
    outbox.add("receipts.draw_original", {"receipt_id": receipt_id})


@on(ReceiptVoided)
def have_the_notice_drawn(receipt_id: str) -> None:
    """Leave the notice to a job of its own."""
    outbox.add("receipts.draw_void_notice", {"receipt_id": receipt_id})


@outbox.task("receipts.draw_original", atomic=False)
def draw_original(receipt_id: str) -> None:
    """Draw the receipt from its facts, keep the bytes once, and mail them."""
    receipt = queries.get_receipt(UUID(receipt_id))
    facts = ReceiptFacts.from_json(receipt.facts)
    db.session.rollback()
    content = draw_receipt(facts)
    with transaction():
        receipt = queries.get_receipt(UUID(receipt_id))
        paper = actions.keep_paper(receipt, PaperKind.ORIGINAL, content)
        if paper is not None and receipt.status is ReceiptStatus.ISSUED:
            emails.issued(receipt, paper, replaces=facts.replaces)


@outbox.task("receipts.draw_void_notice", atomic=False)
def draw_void(receipt_id: str) -> None:
    """Draw the notice that a receipt no longer counts, keep the bytes once, and mail them."""
    receipt = queries.get_receipt(UUID(receipt_id))
    facts = ReceiptFacts.from_json(receipt.facts)
    chapter = get_chapter(receipt.chapter_id)
    substitute = queries.chain_of(receipt.id).replaced_by
    void = facts_of_void(
        receipt,
        chapter,
        chain_head=head_hash(chapter.id),
        replaced_by=substitute.folio if substitute else "",
    )
    db.session.rollback()
    content = draw_void_notice(facts, void)
    with transaction():
        receipt = queries.get_receipt(UUID(receipt_id))
        paper = actions.keep_paper(receipt, PaperKind.VOID_NOTICE, content)
        if paper is not None:
            emails.voided(receipt, paper, replaced_by=void.replaced_by)


def _wanted(pledge: Pledge | None) -> bool:
    return pledge is None or pledge.wants_receipt
