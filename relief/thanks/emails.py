"""The mail that carries a letter of thanks, with the letter as a PDF."""

from uuid import UUID

from relief.chapters.queries import get_chapter
from relief.core import mail
from relief.thanks import queries
from relief.thanks.models import ThanksLetter
from relief.thanks.pdf import draw_letters, letter_facts

SOURCE = "thanks_letter"


def thanks(letter: ThanksLetter) -> mail.Letter:
    """Write the mail of a letter, in its reader's language."""
    chapter = get_chapter(letter.chapter_id)
    return mail.write(
        mail.Draft(
            template="thanks",
            to_address=letter.to_address,
            language=letter.language,
            context={
                "subject": letter.subject,
                "paragraphs": letter.body.split("\n\n"),
                "signed_by": letter.signed_by,
                "signed_title": letter.signed_title,
                "chapter_name": chapter.name,
                "chapter_email": chapter.email,
            },
            subject_id=letter.id,
            enclosures=[mail.Enclosure(SOURCE, str(letter.id))],
        )
    )


@mail.enclosure_source(SOURCE)
def enclose(key: str) -> mail.Attachment:
    """Draw the letter from its row, whose words never change."""
    letter = queries.get_letter(UUID(key))
    facts = letter_facts(letter, get_chapter(letter.chapter_id))
    return mail.Attachment(f"{letter.reference}.pdf", draw_letters([facts]))
