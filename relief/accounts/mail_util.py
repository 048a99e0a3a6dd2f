"""Flask-Security's letters are written by us and go through our outbox like every other."""

from typing import Any

from flask_security import MailUtil

from relief.accounts import emails, queries
from relief.accounts.models import User
from relief.core import tenancy


class OutboxMail(MailUtil):
    """Writes the letters of resets and changes in the transaction that causes them.

    Flask-Security renders its own words first; ours are in the reader's language and their links
    begin with BASE_URL, whatever Host the request named.
    """

    def send_mail(  # noqa: PLR0917 - Flask-Security's signature
        self,
        template: str,  # noqa: ARG002 - what the letter carries tells which it is
        subject: str,  # noqa: ARG002 - ours is in the template
        recipient: str | tuple[str, str],  # noqa: ARG002 - the person themselves
        sender: str | tuple[str, str],  # noqa: ARG002 - ours is MAIL_FROM
        body: str | None,  # noqa: ARG002 - ours replaces it
        html: str | None,  # noqa: ARG002 - ours replaces it
        **kwargs: Any,
    ) -> None:
        """Queue one letter in the first chapter of the person it is for; none without a role."""
        user: User = kwargs["user"]
        memberships = queries.memberships_of(user.id)
        if not memberships:
            return
        with tenancy.in_chapter(memberships[0].chapter_id):
            if "reset_token" in kwargs:
                emails.reset_password(user, token=kwargs["reset_token"])
            else:
                emails.password_changed(user)
