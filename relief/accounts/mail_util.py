"""Flask-Security's letters go through our outbox like every other."""

from typing import Any

import sqlalchemy as sa
from flask_security import MailUtil

from relief.accounts.models import Membership, User
from relief.core import mail, tenancy
from relief.core.db import db


class OutboxMail(MailUtil):
    """Queues the letters of password resets and changes with the transaction that causes them."""

    def send_mail(  # noqa: PLR0917 - Flask-Security's signature
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],  # noqa: ARG002 - the person themselves
        sender: str | tuple[str, str],  # noqa: ARG002 - ours is MAIL_FROM
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Queue one letter in the first chapter of the person it is for."""
        user: User = kwargs["user"]
        with tenancy.all_chapters():
            membership = db.session.scalars(
                sa.select(Membership).where(Membership.user_id == user.id).limit(1)
            ).first()
        if membership is None:
            return
        with tenancy.in_chapter(membership.chapter_id):
            mail.queue(
                mail.Letter(
                    kind=f"security/{template}",
                    to_address=user.email,
                    language=user.language,
                    subject=subject,
                    text=body or "",
                    html=html or "",
                    attachments=[],
                )
            )
