"""Letters in three parts, kept as rows with their cause and sent by the worker over SMTP."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy.orm import Mapped, mapped_column

from relief.config import Settings
from relief.core import clock, outbox
from relief.core.db import Base, db, status_type, transaction
from relief.core.network import empty_handed
from relief.core.tenancy import ChapterOwned

SMTP_TIMEOUT_SECONDS = 10  # smtplib waits for ever unless told otherwise


class LetterStatus(StrEnum):
    """Where a letter stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Letter(ChapterOwned, Base):
    """One letter to one reader. `attachments` names sources, never bytes."""

    kind: Mapped[str]
    to_address: Mapped[str]
    language: Mapped[str] = mapped_column(sa.String(2))
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    attachments: Mapped[list[Any]]
    subject_id: Mapped[UUID | None]
    status: Mapped[LetterStatus] = mapped_column(
        status_type(LetterStatus), default=LetterStatus.QUEUED
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]

    __table_args__ = (sa.Index("ix_letter_about", "chapter_id", "subject_id"),)


@dataclass(frozen=True)
class Enclosure:
    """Where an attachment comes from: a registered source and what it is asked for."""

    source: str
    key: str


@dataclass(frozen=True)
class Attachment:
    """A file as it leaves."""

    name: str
    content: bytes
    mime: str = "application/pdf"


Source = TypeVar("Source", bound=Callable[[str], Attachment])
_sources: dict[str, Callable[[str], Attachment]] = {}


def enclosure_source(name: str) -> Callable[[Source], Source]:
    """Register where the attachments called `name` are read when the letter leaves."""

    def register(function: Source) -> Source:
        _sources[name] = function
        return function

    return register


@dataclass(frozen=True)
class Draft:
    """A letter to write: `template` names templates/emails/<template>.{subject.txt,txt,html}."""

    template: str
    to_address: str
    language: str
    context: dict[str, Any]
    subject_id: UUID | None = None
    enclosures: list[Enclosure] = field(default_factory=list)


def locale_of(language: str) -> str:
    """Return the locale of a reader's language: Mexican Spanish unless they chose English."""
    return "en" if language == "en" else "es_MX"


def write(draft: Draft) -> Letter:
    """Render a letter in its reader's language and queue it in the running transaction."""
    with force_locale(locale_of(draft.language)):
        parts = {
            part: render_template(
                f"emails/{draft.template}.{part}", lang=draft.language, **draft.context
            )
            for part in ("subject.txt", "txt", "html")
        }
    letter = Letter(
        kind=draft.template,
        to_address=draft.to_address,
        language=draft.language,
        subject=" ".join(parts["subject.txt"].split()),
        text=re.sub(r"\n{3,}", "\n\n", parts["txt"].strip()) + "\n",
        html=parts["html"],
        attachments=[[each.source, each.key] for each in draft.enclosures],
        subject_id=draft.subject_id,
    )
    return queue(letter)


def queue(letter: Letter) -> Letter:
    """Put a letter that is already written into the outbox of the running transaction."""
    db.session.add(letter)
    db.session.flush()
    outbox.add("core.mail.deliver", {"letter_id": str(letter.id)})
    return letter


def letters_about(subject_id: UUID) -> list[Letter]:
    """Return the letters written about one record, newest first."""
    return list(
        db.session.scalars(
            sa.select(Letter)
            .where(Letter.subject_id == subject_id)
            .order_by(Letter.created_at.desc(), Letter.id.desc())
        )
    )


def failed_letters(*, limit: int = 50) -> list[Letter]:
    """Return the letters that a server refused for good, newest first."""
    return list(
        db.session.scalars(
            sa.select(Letter)
            .where(Letter.status == LetterStatus.FAILED)
            .order_by(Letter.created_at.desc(), Letter.id.desc())
            .limit(limit)
        )
    )


def send_again(letter: Letter) -> None:
    """Put a letter that was refused back in the queue, as after mending the mailbox it goes to."""
    if letter.status is LetterStatus.FAILED:
        letter.status, letter.error = LetterStatus.QUEUED, None
        queue(letter)


@outbox.task("core.mail.deliver", atomic=False)
def deliver(letter_id: str) -> None:
    """Send one letter outside any transaction, then mark it.

    A crash between the two sends it again with the same Message-ID, which mail programs
    recognise. A refusal for good (5xx) is kept on the letter for staff to see.
    """
    letter = db.session.get(Letter, UUID(letter_id))
    if letter is None or letter.status is not LetterStatus.QUEUED:
        return
    settings: Settings = current_app.config["SETTINGS"]
    message = compose(letter, settings)
    db.session.rollback()
    error = None
    try:
        post(message, settings)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refused:
        error = _refused_for_good(refused)
        if error is None:
            raise
    with transaction():
        kept = db.session.get_one(Letter, UUID(letter_id))
        kept.status = LetterStatus.FAILED if error else LetterStatus.SENT
        kept.error = error
        kept.sent_at = None if error else clock.now()


def _refused_for_good(refused: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> str | None:
    """Return the server's words when trying again cannot help (5xx), None when it may (4xx)."""
    if isinstance(refused, smtplib.SMTPDataError):
        code, reason = refused.smtp_code, refused.smtp_error
    else:
        code, reason = next(iter(refused.recipients.values()))
    words = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    return f"{code} {words}" if code >= 500 else None


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """Build the message: text, HTML and whatever is enclosed. Header injection raises ValueError."""
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from
    message["To"] = letter.to_address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    host = parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{letter.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    for source, key in letter.attachments:
        attachment = _sources[source](key)
        maintype, _, subtype = attachment.mime.partition("/")
        message.add_attachment(
            attachment.content, maintype=maintype, subtype=subtype, filename=attachment.name
        )
    return message


def post(message: EmailMessage, settings: Settings) -> None:
    """Hand a message to the SMTP server, or keep it under var/mail in development without one."""
    empty_handed()
    if not settings.smtp_url:
        folder = mailbox_folder(settings)
        folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(message.as_bytes())
        return
    url = urlsplit(settings.smtp_url)
    where = (url.hostname or "localhost", url.port or 0)
    # smtplib believes any certificate unless it is given a context that checks.
    checked = ssl.create_default_context()
    server: smtplib.SMTP = (
        smtplib.SMTP_SSL(*where, timeout=SMTP_TIMEOUT_SECONDS, context=checked)
        if url.scheme == "smtps"
        else smtplib.SMTP(*where, timeout=SMTP_TIMEOUT_SECONDS)
    )
    taken = False
    try:
        with server:
            if url.scheme == "smtp+starttls":
                server.starttls(context=checked)
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)
            taken = True
    except smtplib.SMTPResponseException:
        # A rude goodbye after the letter was taken must not send the letter again.
        if not taken:
            raise


def mailbox_folder(settings: Settings) -> Path:
    """Return where development keeps the letters it cannot send."""
    return settings.files_folder.parent / "mail"
