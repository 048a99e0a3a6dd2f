"""The letter that lets a donor in, written by the worker.

Whoever asks at the door gets the same answer in the same time, whether the mailbox is known or not:
it is looked up here.
"""

from uuid import UUID

from relief.core import outbox, tenancy
from relief.core.db import db
from relief.links import sign_in
from relief.links.address import keys
from relief.links.models import SignInLink
from relief.portal import emails, queries

LETTER = "portal.letter"


@outbox.task(LETTER)
def write_letter(link_id: str) -> None:
    """Write to a mailbox that may open something; do nothing for any other one."""
    link = db.session.get(SignInLink, UUID(link_id))
    if link is None or not sign_in.alive(link):
        return
    found = queries.accesses(link.email)
    address = queries.address_of(link.email) if found else None
    if address is None:
        return
    with tenancy.in_chapter(found[0].chapter_id):
        token, code = sign_in.issue(link, key=keys()[0])
        emails.sign_in(address, language=link.language, token=token, code=code)
