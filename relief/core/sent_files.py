"""What people upload, made safe to keep: judged by its bytes, never by its name.

A picture is drawn anew, so that nothing of the original file survives but its pixels: no EXIF with
the place of the photo, no second file behind the first. A PDF stays as it is, is never opened here,
and leaves only as an attachment.
"""

import io
import re
from dataclasses import dataclass

from flask import Response
from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps

from relief.core import files
from relief.core.answers import as_file
from relief.core.db import db
from relief.core.errors import ReliefError
from relief.core.rows import RowMissing
from relief.core.uploads import Upload

MOST_BYTES = 10 * 1024 * 1024
MOST_IN_REQUEST = MOST_BYTES + 1024 * 1024  # the file, and the form around it
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 12_000
KEPT_SIDE = 2_400
PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


class NotAPaper(ReliefError):
    """The bytes are no PDF, JPEG or PNG, whatever the name says."""

    message = _l("This file is not a PDF, a JPG or a PNG. Choose another one.")
    field = "file"


class SentUnreadable(ReliefError):
    """It begins like a picture or a PDF and is not whole."""

    message = _l("This file is damaged and cannot be opened. Save it again or take another photo.")
    field = "file"


class SentTooLarge(ReliefError):
    """More bytes than a photo of a paper needs."""

    message = _l("This file is larger than 10 MB. Choose a lighter one.")
    field = "file"


class PictureTooLarge(ReliefError):
    """More pixels than a paper needs: such pictures are made to fill a memory."""

    message = _l("This picture has too many pixels. Send a smaller photo or a PDF.")
    field = "file"


class SentNotKept(ReliefError):
    """The disk refused."""

    message = _l("The file could not be kept. Try again in a few minutes.")
    field = "file"


@dataclass(frozen=True)
class SentFile:
    """A file as it is kept: `media_type` is what it is served as, `name` what it is called."""

    content: bytes
    media_type: str
    name: str


def read_sent(content: bytes, *, name: str) -> SentFile:
    """Return the file as it may be kept. Raise one of the errors above, all about `file`."""
    if len(content) > MOST_BYTES:
        raise SentTooLarge
    stem = _stem(name)
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise SentUnreadable
        return SentFile(content, "application/pdf", f"{stem}.pdf")
    kind = next((kind for mark, kind in PICTURES.items() if content.startswith(mark)), None)
    if kind is None:
        raise NotAPaper
    return SentFile(_drawn_anew(content, kind), "image/jpeg", f"{stem}.jpg")


def keep_sent(file: SentFile) -> str:
    """Put the bytes into the store, before any transaction; return their hash.

    A file whose row is then refused stays behind, named by nobody. Raise SentNotKept.
    """
    try:
        return files.store(file.content)
    except OSError as error:
        raise SentNotKept from error


def take_in(upload: Upload) -> tuple[SentFile, str]:
    """Make what a form brought safe, keep it, and return it with its hash. Raise as the two do.

    Ends the running transaction first: drawing a picture takes a while, and nobody waits for a
    lock meanwhile.
    """
    db.session.rollback()
    file = read_sent(upload.content, name=upload.name)
    return file, keep_sent(file)


def hand_out(sha256: str, media_type: str, *, called: str, shown: bool = True) -> Response:
    """Answer with a kept file under a name of ours, `called` without its ending.

    A picture that was drawn anew may be looked at, if `shown`; a PDF is only saved. Raise RowMissing
    when the store has lost it.
    """
    try:
        content = files.fetch(sha256)
    except files.FileMissing as error:
        raise RowMissing("file") from error
    picture = media_type == "image/jpeg"
    name = f"{called}.{'jpg' if picture else 'pdf'}"
    answer = as_file(content, name, media_type, shown=picture and shown)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _drawn_anew(content: bytes, kind: str) -> bytes:
    """Return the picture as a new JPEG, upright, on white, with no side above 2,400 pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            # The size stands in the header: a bomb is refused before it is unpacked.
            if picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE:
                raise PictureTooLarge
            picture.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((KEPT_SIDE, KEPT_SIDE))
            seen = upright.convert("RGBA")
    except PictureTooLarge:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge from error
    except Exception as error:  # whatever a decoder stumbles on, the sender is told
        raise SentUnreadable from error
    # A new picture carries nothing of the old one's: no EXIF, comment or profile.
    clean = Image.new("RGB", seen.size, "white")
    clean.paste(seen, mask=seen.getchannel("A"))
    kept = io.BytesIO()
    clean.save(kept, "JPEG", quality=85)
    return kept.getvalue()


def _stem(name: str) -> str:
    """Return what people recognise a file by, without path, ending or anything odd."""
    last = re.split(r"[\\/]", name)[-1].rpartition(".")
    stem = re.sub(r"[^\w .()-]", "", last[0] or last[2]).strip(" .")
    return stem[:80] or "comprobante"
