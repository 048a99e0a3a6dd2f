"""The letters of the demonstration, as a small mailbox. Never registered in production."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone
from relief.core.mail import mailbox_folder

bp = Blueprint("mailbox", __name__, url_prefix="/dev/mail")
NAME = re.compile(r"[A-Za-z0-9._-]{1,120}\.eml")
SHOWN = 100


@dataclass(frozen=True)
class Received:
    """One letter as a reader sees it."""

    name: str
    to: str
    subject: str
    sent: str
    text: str
    enclosed: list[str]


def _read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=default)
    if not isinstance(message, EmailMessage):
        abort(404)
    return message


def _find(name: str) -> EmailMessage:
    path = mailbox_folder(current_app.config["SETTINGS"]) / name
    if not NAME.fullmatch(name) or not path.is_file():
        abort(404)
    return _read(path)


def _shown(name: str, message: EmailMessage) -> Received:
    body = message.get_body(("plain",))
    return Received(
        name=name,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent=str(message["Date"]),
        text=body.get_content() if body is not None else "",
        enclosed=[part.get_filename() or "?" for part in message.iter_attachments()],
    )


@bp.get("/")
@anyone
def index() -> ResponseReturnValue:
    """List the letters that would have been sent, the newest first."""
    folder = mailbox_folder(current_app.config["SETTINGS"])
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    letters = [_shown(path.name, _read(path)) for path in paths[:SHOWN]]
    return render_template("mailbox/index.html", letters=letters, total=len(paths))


@bp.get("/<name>")
@anyone
def show(name: str) -> ResponseReturnValue:
    """Show the text of one letter, and what is enclosed."""
    return render_template("mailbox/show.html", letter=_shown(name, _find(name)))


@bp.get("/<name>/<int(max=50):number>")
@anyone
def enclosure(name: str, number: int) -> ResponseReturnValue:
    """Hand out one enclosure."""
    parts = list(_find(name).iter_attachments())
    if number >= len(parts):
        abort(404)
    part = parts[number]
    content = part.get_content()
    data = content.encode() if isinstance(content, str) else bytes(content)
    answer = Response(data, mimetype=part.get_content_type())
    answer.headers.set("Content-Disposition", "attachment", filename=part.get_filename() or "file")
    return answer
