"""Reminders, in the donor's language: how much, when, under which reference, how to pay."""

from collections.abc import Sequence
from datetime import date

from relief.core import mail
from relief.core.money import Money, format_money
from relief.core.pdf.words import day
from relief.instalments.queries import Part
from relief.pledges import emails as pledge_emails
from relief.pledges.models import Pledge


def remind(pledge: Pledge, *, owed: Sequence[Part], today: date) -> None:
    """Write about parts that are late, or else about those whose date is near."""
    late = [part for part in owed if part.due_on < today]
    total = sum((part.left for part in owed), Money.zero(owed[0].amount.currency))
    context = pledge_emails.told(pledge)
    stop = f"{context['link']}?to=reminders"
    mail.write(
        mail.Draft(
            template="instalment_overdue" if late else "instalment_due",
            to_address=pledge.contact_email,
            language=pledge.language,
            context={
                **context,
                "amount": format_money(total),
                "due_on": day(owed[0].due_on, pledge.language),
                "parts": [
                    (day(part.due_on, pledge.language), format_money(part.left)) for part in owed
                ],
                "stop_link": stop,
            },
            subject_id=pledge.id,
        )
    )
