"""In which language a mailbox is written to about its pledges."""

import sqlalchemy as sa

from relief.audit.actions import record
from relief.core.db import db
from relief.pledges.models import Pledge


def speak(email: str, *, language: str) -> None:
    """Write in `language` from now on about every pledge that was made with a mailbox (lower case)."""
    spoken_to = db.session.scalars(
        sa.select(Pledge)
        .where(sa.func.lower(Pledge.contact_email) == email, Pledge.language != language)
        .order_by(Pledge.id)
        .with_for_update()
    ).all()
    for pledge in spoken_to:
        before, pledge.language = pledge.language, language
        db.session.flush()
        record(
            "pledges:pledge:language_chosen",
            pledge,
            before={"language": before},
            after={"language": language},
        )
