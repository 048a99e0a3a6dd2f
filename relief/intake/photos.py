"""Photographs of an arrival: what the boxes looked like, kept without what the camera wrote in them."""

import io
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from PIL import Image

from relief.audit.actions import record
from relief.core import clock, context, rows
from relief.core.db import db
from relief.core.sent_files import SentFile, keep_sent, read_sent
from relief.core.uploads import Upload
from relief.core.words import word
from relief.intake.errors import (
    IntakeCalledOff,
    NotAPhoto,
    PhotoAlreadyAside,
    PhotoAlreadyThere,
    TooManyPhotos,
)
from relief.intake.models import Intake, IntakePhoto, IntakeStatus

MOST = 20
SMALL_SIDE = 360


@dataclass(frozen=True)
class Kept:
    """The hashes of a photograph in the store: as it is shown, and small for the list."""

    file_hash: str
    small_hash: str


def take_photo(upload: Upload) -> Kept:
    """Make a photograph safe and keep it with a small one of it, outside any transaction.

    Raise NotAPhoto for a PDF, and what `sent_files` refuses.
    """
    db.session.rollback()
    return take_picture(upload)


def take_picture(upload: Upload) -> Kept:
    """Do the same without touching the running transaction, for whoever draws pictures itself."""
    if upload.content.startswith(b"%PDF-"):
        raise NotAPhoto
    file = read_sent(upload.content, name=upload.name)
    return Kept(keep_sent(file), keep_sent(_small(file)))


def add_photo(intake: Intake, *, kept: Kept, caption: str = "") -> IntakePhoto:
    """Put a kept photograph to an arrival. Raise IntakeCalledOff, PhotoAlreadyThere, TooManyPhotos."""
    rows.lock(intake)
    if intake.status is IntakeStatus.CANCELLED:
        raise IntakeCalledOff(reference=intake.reference, state=word(intake.status))
    known = db.session.scalars(
        sa.select(IntakePhoto).where(
            IntakePhoto.intake_id == intake.id, IntakePhoto.file_hash == kept.file_hash
        )
    ).first()
    if known is not None:
        raise PhotoAlreadyThere(actor=known.uploaded_by)
    if len(photos_of(intake.id)) >= MOST:
        raise TooManyPhotos(most=MOST)
    photo = IntakePhoto(
        intake_id=intake.id,
        file_hash=kept.file_hash,
        small_hash=kept.small_hash,
        caption=caption,
        uploaded_by=context.current_actor().label,
    )
    db.session.add(photo)
    db.session.flush()
    record("intake:photo:added", photo, about=intake, after={"note": caption} if caption else {})
    return photo


def put_aside(photo: IntakePhoto) -> None:
    """Take a photograph off the arrival's page; its file and history stay. Raise PhotoAlreadyAside."""
    rows.lock(photo)
    if photo.withdrawn_at is not None:
        raise PhotoAlreadyAside
    photo.withdrawn_at = clock.now()
    db.session.flush()
    record("intake:photo:put_aside", photo, about=photo.intake)


def photos_of(intake_id: UUID) -> list[IntakePhoto]:
    """Return the photographs of an arrival that count, the oldest first."""
    return list(
        db.session.scalars(
            sa.select(IntakePhoto)
            .where(IntakePhoto.intake_id == intake_id, IntakePhoto.withdrawn_at.is_(None))
            .order_by(IntakePhoto.id)
        )
    )


def get_photo(photo_id: UUID) -> IntakePhoto:
    """Return a photograph of the chapter. Raise RowMissing."""
    return rows.get(IntakePhoto, photo_id)


def _small(file: SentFile) -> SentFile:
    """Draw a picture of ours, already safe, small enough for a list on a phone."""
    with Image.open(io.BytesIO(file.content), formats=["JPEG"]) as picture:
        picture.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
        drawn = io.BytesIO()
        picture.save(drawn, "JPEG", quality=80)
    return SentFile(drawn.getvalue(), file.media_type, file.name)
