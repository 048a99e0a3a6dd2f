"""The letters that carry a paper to the donor."""

from uuid import UUID

from relief.chapters.queries import get_chapter
from relief.core import mail
from relief.core.money import format_money
from relief.core.pdf.words import day
from relief.pledges.emails import reader_of
from relief.receipts import queries
from relief.receipts.facts import ReceiptFacts
from relief.receipts.models import PaperKind, Receipt, ReceiptPaper

SOURCE = "receipt_paper"
_ENDINGS = {PaperKind.ORIGINAL: "", PaperKind.VOID_NOTICE: "-aviso"}


def issued(receipt: Receipt, paper: ReceiptPaper, *, replaces: str = "") -> mail.Letter | None:
    """Send the receipt as it is stored; None when there is nowhere to send it.

    `replaces` is the folio of the voided receipt in whose place it stands.
    """
    template = "receipt_replaced" if replaces else "receipt_issued"
    return _write(template, receipt, paper, other=replaces)


def voided(receipt: Receipt, paper: ReceiptPaper, *, replaced_by: str = "") -> mail.Letter | None:
    """Send the notice that a receipt no longer counts; None when there is nowhere to send it.

    `replaced_by` is the folio of the receipt that stands in its place.
    """
    return _write("receipt_voided", receipt, paper, other=replaced_by)


def file_name(receipt: Receipt, kind: PaperKind) -> str:
    """Return how a paper is called when it leaves the house."""
    return f"{receipt.folio}{_ENDINGS[kind]}.pdf"


@mail.enclosure_source(SOURCE)
def enclose(key: str) -> mail.Attachment:
    """Return the stored bytes of a paper, exactly."""
    paper = queries.get_paper(UUID(key))
    return mail.Attachment(file_name(paper.receipt, paper.kind), paper.content)


def _write(
    template: str, receipt: Receipt, paper: ReceiptPaper, *, other: str
) -> mail.Letter | None:
    to_address, language = reader_of(receipt.pledge, receipt.donor)
    if not to_address:
        return None
    chapter = get_chapter(receipt.chapter_id)
    facts = ReceiptFacts.from_json(receipt.facts)
    draft = mail.Draft(
        template=template,
        to_address=to_address,
        language=language,
        context={
            "folio": receipt.folio,
            "other_folio": other,
            "donor": facts.donor.name,
            "amount": format_money(receipt.total),
            "kind": receipt.kind.value,
            "issued_on": day(receipt.issued_on, language),
            "campaign": facts.campaign,
            "pledge_reference": facts.pledge_reference,
            "check_url": facts.check_url,
            "reason": receipt.void_reason or "",
            "chapter_name": chapter.name,
            "chapter_email": chapter.email,
        },
        subject_id=receipt.id,
        enclosures=[mail.Enclosure(SOURCE, str(paper.id))],
    )
    return mail.write(draft)
