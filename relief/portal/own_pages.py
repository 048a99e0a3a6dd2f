"""What belongs to the mailbox itself: language, mail, the privacy notice, and a copy of its data."""

import json
from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from relief.core.answers import as_file
from relief.core.db import transaction
from relief.core.forms import ChoiceField, ReliefForm, YesNoField
from relief.core.money import parse_money
from relief.donors import consents
from relief.donors.queries import may_write
from relief.donors.request_models import MAIL_PURPOSES, Purpose
from relief.portal import dossier, wishes
from relief.portal.access import Door, at_door

bp = Blueprint("mine", __name__, url_prefix="/<uuid:donor_id>/me")
LANGUAGES = {"es": "Español", "en": "English"}


class WishesForm(ReliefForm):
    """Language and mail; each purpose by itself, and none but the law's is ticked beforehand."""

    language = ChoiceField(_l("We write to you in"), labels=LANGUAGES, radio=True)
    reminders = YesNoField(_l("Reminders before and after the day of a payment"))
    thanks = YesNoField(_l("Letters of thanks, and what hospitals say"))
    news = YesNoField(_l("News of other campaigns"))
    notice = YesNoField(_l("I have read the privacy notice and agree to the use of my data"))


@bp.get("")
@at_door()
def preferences(door: Door) -> ResponseReturnValue:
    """Show what was chosen, and when."""
    form = WishesForm(
        formdata=None,
        data={
            "language": wishes.language_of(door),
            **{each.value: may_write(door.email, each) for each in MAIL_PURPOSES},
        },
    )
    return _page(door, form)


@bp.post("")
@at_door()
def save(door: Door) -> ResponseReturnValue:
    """Keep what was chosen; each change is a row with its date and the version of the notice."""
    form = WishesForm()
    if not form.validate_on_submit():
        return _page(door, form), 422
    said = {each: bool(form[each.value].data) for each in MAIL_PURPOSES}
    if form.notice.data:
        said[Purpose.NOTICE] = True
    version = door.chapter.privacy_version
    with transaction():
        consents.say(door.email, wishes=said, privacy_version=version)
        wishes.speak(door, form.language.data)
    flash(_("Your preferences are saved."), "success")
    return redirect(url_for(".preferences", donor_id=door.donor.id), code=303)


@bp.get("/data")
@at_door()
def data(door: Door) -> ResponseReturnValue:
    """List what is kept about this mailbox and, if it speaks for the donor, about the donor."""
    return render_template(
        "portal/data.html",
        door=door,
        dossier=dossier.of(door),
        at=_as_day,
        sum=lambda told: parse_money(told["amount"], told["currency"]),
        purpose=Purpose,
    )


@bp.get("/data.json")
@at_door()
def data_file(door: Door) -> ResponseReturnValue:
    """Hand out the same as a file that other programs can read."""
    text = json.dumps(dossier.of(door), ensure_ascii=False, indent=2)
    return as_file(text, "mis-datos.json", "application/json")


def _as_day(text: str) -> date:
    """Return the day or the moment that the copy writes as ISO text."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _page(door: Door, form: WishesForm) -> str:
    return render_template(
        "portal/preferences.html", door=door, form=form, notice=wishes.notice_of(door)
    )
