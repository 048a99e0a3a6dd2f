"""The photographs of an arrival, for staff: one at a time from the phone, in any state but cancelled."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.sent_files import MOST_IN_REQUEST, hand_out
from relief.core.uploads import takes_upload
from relief.intake import photos, queries
from relief.intake.forms import PhotoForm
from relief.intake.models import Intake

bp = Blueprint("photos", __name__)


@bp.get("/<uuid:intake_id>/photos")
@requires(Permission.INTAKE_READ)
def index(intake_id: UUID) -> ResponseReturnValue:
    """Show the photographs, and the box that takes another."""
    return _page(queries.get_intake(intake_id), PhotoForm(formdata=None))


@bp.post("/<uuid:intake_id>/photos")
@takes_upload(MOST_IN_REQUEST)
@requires(Permission.INTAKE_EDIT)
def add(intake_id: UUID) -> ResponseReturnValue:
    """Keep a photograph; the file first, outside any transaction."""
    queries.get_intake(intake_id)
    form = PhotoForm()
    if form.validate_on_submit():
        try:
            kept = photos.take_photo(form.file.data)
            with transaction():
                photos.add_photo(
                    queries.get_intake(intake_id), kept=kept, caption=form.caption.data or ""
                )
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Photograph saved."), "success")
            return redirect(url_for(".index", intake_id=intake_id), code=303)
    return _page(queries.get_intake(intake_id), form), 422


@bp.get("/photos/<uuid:photo_id>/<any(whole, small):size>.jpg")
@requires(Permission.INTAKE_READ)
def picture(photo_id: UUID, size: str) -> ResponseReturnValue:
    """Serve a photograph, whole or small."""
    photo = photos.get_photo(photo_id)
    stored = photo.small_hash if size == "small" else photo.file_hash
    return hand_out(stored, "image/jpeg", called=f"foto-{photo.id}")


@bp.post("/photos/<uuid:photo_id>/put-aside")
@requires(Permission.INTAKE_EDIT)
def put_aside(photo_id: UUID) -> ResponseReturnValue:
    """Take it off the page."""
    with transaction():
        photo = photos.get_photo(photo_id)
        photos.put_aside(photo)
    flash(_("Photograph put aside."), "success")
    return redirect(url_for(".index", intake_id=photo.intake_id), code=303)


def _page(intake: Intake, form: PhotoForm) -> str:
    return render_template(
        "intake/photos.html", intake=intake, form=form, photos=photos.photos_of(intake.id)
    )
