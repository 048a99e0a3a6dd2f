"""The letter that says that money of a gift went back."""

from relief.chapters.queries import get_chapter
from relief.core import mail
from relief.core.money import format_money
from relief.core.pdf.words import day
from relief.payments.models import Refund
from relief.pledges.emails import reader_of


def refunded(refund: Refund) -> mail.Letter | None:
    """Tell the donor what went back, when and how; None when there is nowhere to send it.

    It is an answer about a gift, which nobody is asked about: it goes in the reader's language
    whatever they want of reminders and news. The reason stays in the house: staff wrote it for one
    another.
    """
    payment = refund.payment
    to_address, language = reader_of(payment.pledge, payment.donor)
    if not to_address:
        return None
    chapter = get_chapter(refund.chapter_id)
    draft = mail.Draft(
        template="refund_made",
        to_address=to_address,
        language=language,
        context={
            "reference": payment.reference,
            "pledge_reference": payment.pledge.reference if payment.pledge else "",
            "donor": payment.donor.name,
            "campaign": payment.campaign.text("name", language),
            "amount": format_money(refund.amount),
            "refunded_on": day(refund.refunded_on, language),
            "bank_reference": refund.bank_reference,
            "through_provider": refund.provider_ref is not None,
            "kept": format_money(payment.kept) if payment.kept.minor else "",
            "chapter_name": chapter.name,
            "chapter_email": chapter.email,
        },
        subject_id=payment.id,
    )
    return mail.write(draft)
