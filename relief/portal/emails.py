"""The letter that lets a donor into the portal."""

from flask import current_app

from relief.chapters.queries import get_chapter
from relief.config import Settings
from relief.core import mail, tenancy


def sign_in(to_address: str, *, language: str, token: str, code: str) -> None:
    """Send the link and the code, from the chosen chapter; never to an address built from Host."""
    settings: Settings = current_app.config["SETTINGS"]
    chapter = get_chapter(tenancy.chapter_id())
    mail.write(
        mail.Draft(
            template="portal_sign_in",
            to_address=to_address,
            language=language,
            context={
                "link": f"{settings.base_url}/portal/in/{token}",
                "code": f"{code[:3]} {code[3:]}",
                "chapter_name": chapter.name,
            },
        )
    )
