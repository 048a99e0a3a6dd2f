"""A bank's file between its preview and its import: the bytes lie in the store, a signed note says whose."""

from dataclasses import dataclass
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from relief.bank.errors import UploadGone
from relief.core import files, tenancy
from relief.core.files import FileMissing

LONGEST = 12 * 3600
"""For how many seconds a preview may be left open."""


@dataclass(frozen=True)
class Kept:
    """A file that was uploaded and not imported yet."""

    account_id: UUID
    name: str
    content: bytes


def keep(content: bytes, *, account_id: UUID, name: str) -> str:
    """Store the bytes and return the note that finds them again. Raise OSError when the disk refuses."""
    note = {
        "chapter": str(tenancy.chapter_id()),
        "account": str(account_id),
        "file": files.store(content),
        "name": name,
    }
    signed: str = _signer().dumps(note)
    return signed


def find(note: str) -> Kept:
    """Return what a note stands for. Raise UploadGone for any that is forged, old or another chapter's."""
    try:
        told = _signer().loads(note, max_age=LONGEST)
        content = files.fetch(told["file"])
    except (BadData, FileMissing) as error:
        raise UploadGone from error
    if told["chapter"] != str(tenancy.chapter_id()):
        raise UploadGone
    return Kept(UUID(told["account"]), told["name"], content)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="bank statement")
