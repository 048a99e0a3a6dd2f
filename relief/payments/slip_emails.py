"""The answer to a slip that the treasurer put aside."""

from relief.chapters.queries import get_chapter
from relief.core import mail
from relief.core.money import format_money
from relief.payments.models import PaymentSlip


def dismissed(slip: PaymentSlip) -> None:
    """Tell whoever uploaded the slip why it was put aside."""
    pledge = slip.pledge
    chapter = get_chapter(slip.chapter_id)
    mail.write(
        mail.Draft(
            template="slip_dismissed",
            to_address=slip.uploaded_by,
            language=pledge.language,
            context={
                "reference": pledge.reference,
                "amount": format_money(slip.amount),
                "answer": slip.answer,
                "chapter_name": chapter.name,
                "chapter_email": chapter.email,
            },
            subject_id=pledge.id,
        )
    )
