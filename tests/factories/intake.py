"""Arrivals of goods."""

import io
from datetime import date
from typing import Any
from uuid import uuid4

from PIL import Image

from relief.core.db import transaction
from relief.core.uploads import Upload
from relief.intake import actions, photos
from relief.intake.actions import Counted, Declared
from relief.intake.models import Intake, IntakePhoto


def intake(f: Any, **values: Any) -> Intake:
    """An arrival still to be counted: 10 of a new item unless `lines` says otherwise.

    `received=True` takes everything in as declared.
    """
    received = values.pop("received", False)
    donor = values.pop("donor", None) or f.donor()
    campaign = values.pop("campaign", None) or f.campaign()
    place = values.pop("place", None) or f.place()
    lines = values.pop("lines", None) or [Declared(f.item(), 10)]
    with transaction():
        made = actions.create_intake(
            donor=donor,
            campaign=campaign,
            place=place,
            **{"arrived_on": date(2020, 5, 4), "nonce": uuid4(), "lines": lines, **values},
        )
        if received:
            actions.receive_intake(made, counts=[Counted(x, x.declared) for x in made.lines])
    return made


def intake_photo(f: Any, **values: Any) -> IntakePhoto:
    """A photograph of an arrival, of one colour."""
    intake = values.pop("intake", None) or f.intake()
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), values.pop("colour", "teal")).save(drawn, "JPEG")
    kept = photos.take_photo(Upload("IMG_0001.JPG", drawn.getvalue()))
    with transaction():
        return photos.add_photo(intake, kept=kept, **values)
