"""Photographs of an arrival: made safe, kept once, shown small and whole."""

import io
import time

import pytest
from PIL import Image

from relief.core import files
from relief.core.db import transaction
from relief.core.sent_files import PictureTooLarge, SentUnreadable
from relief.core.uploads import Upload
from relief.intake import actions, photos
from relief.intake.errors import (
    IntakeCalledOff,
    NotAPhoto,
    PhotoAlreadyAside,
    PhotoAlreadyThere,
    TooManyPhotos,
)
from tests.portal.test_slips import png_claiming


def photo(width=40, height=30, colour="teal", **more) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(drawn, "JPEG", **more)
    return drawn.getvalue()


def add(intake, content, caption=""):
    kept = photos.take_photo(Upload("IMG_0001.JPG", content))
    with transaction():
        return photos.add_photo(intake, kept=kept, caption=caption)


def test_a_photograph_of_twelve_megapixels_is_drawn_anew(factories, chapter):
    place = Image.Exif()
    place[0x8825] = {1: "N", 2: (32.5, 0, 0)}
    place[0x010F] = "Telefono"
    began = time.process_time()
    kept = add(factories.intake(), photo(4000, 3000, quality=95, exif=place), "Caja rota")
    assert time.process_time() - began < 2
    whole, small = (
        Image.open(io.BytesIO(files.fetch(each))) for each in (kept.file_hash, kept.small_hash)
    )
    assert whole.size == (2400, 1800)
    assert small.size == (360, 270)
    for picture in (whole, small):
        assert not picture.getexif(), "no place, no camera"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"%PDF-1.7\n%%EOF\n", NotAPhoto),
        (png_claiming(60_000, 60_000), PictureTooLarge),
        (photo()[:80], SentUnreadable),
    ],
)
def test_hostile_pictures_are_refused(content, refusal, factories, chapter):
    intake = factories.intake()
    with pytest.raises(refusal):
        add(intake, content)
    assert photos.photos_of(intake.id) == []


def test_each_picture_counts_once_and_may_be_put_aside(factories, chapter, monkeypatch):
    intake = factories.intake()
    kept = add(intake, photo())
    with pytest.raises(PhotoAlreadyThere):
        add(intake, photo())
    monkeypatch.setattr(photos, "MOST", 1)
    with pytest.raises(TooManyPhotos):
        add(intake, photo(colour="red"))
    for _twice in range(2):
        try:
            with transaction():
                photos.put_aside(kept)
        except PhotoAlreadyAside:
            break
    else:
        pytest.fail("put aside twice")
    assert photos.photos_of(intake.id) == []
    with transaction():
        actions.cancel_intake(intake, reason="No llegó")
    with pytest.raises(IntakeCalledOff):
        add(intake, photo(colour="blue"))


def test_staff_add_and_see_photographs(beto, dora, factories, chapter):
    intake = factories.intake()
    here = f"/staff/intake/{intake.id}/photos"
    sent = {"file": (io.BytesIO(photo()), "caja.jpg"), "caption": "Caja mojada"}
    assert beto.post(here, data=sent).status_code == 303
    (kept,) = photos.photos_of(intake.id)
    assert "Caja mojada" in dora.get(f"/staff/intake/{intake.id}").text
    seen = dora.get(f"/staff/intake/photos/{kept.id}/small.jpg")
    assert seen.mimetype == "image/jpeg"
    assert seen.headers["Content-Security-Policy"].startswith("default-src 'none'")
    for browser, code in ((beto, 422), (dora, 403)):
        odd = {"file": (io.BytesIO(b"<svg/>"), "caja.jpg")}
        assert browser.post(here, data=odd).status_code == code
    assert beto.post(f"/staff/intake/photos/{kept.id}/put-aside").status_code == 303
    assert "Caja mojada" not in beto.get(here).text
