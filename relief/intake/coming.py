"""Between the form of an arrival to come and its rules, for the pledge's own page and the portal."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import request

from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.rows import RowMissing
from relief.intake import announced, papers
from relief.intake.announced import Coming, Told
from relief.intake.forms import ComingForm
from relief.intake.models import Announcement
from relief.pledges.models import STANDING, Pledge, PledgeLine
from relief.stock import queries as stock


def coming_lines(pledge: Pledge) -> list[PledgeLine]:
    """Return what may still come of a pledge; nothing of one that does not stand."""
    stands = pledge.status in STANDING
    return [line for line in pledge.goods_lines if stands and line.missing and line.item_id]


def fresh_form(pledge: Pledge) -> ComingForm:
    """Return the form as a donor first sees it: all that is missing comes."""
    rows = [{"quantity": line.missing} for line in coming_lines(pledge)]
    return ComingForm(None, data={"lines": rows})


def sent_form(pledge: Pledge) -> ComingForm | None:
    """Return the form that was sent; None when its rows are not those that wait any more."""
    form = ComingForm(request.form)
    form.place.options = stock.place_choices()
    return form if len(form.lines) == len(coming_lines(pledge)) else None


def keep(pledge: Pledge, form: ComingForm) -> bool:
    """Keep an announcement in a transaction of its own; False with the form's trouble on it."""
    if not form.validate():
        return False
    try:
        with transaction():
            _announce(pledge, form)
    except ReliefError as refusal:
        form.refuse(refusal)
        return False
    return True


def shown(pledge: Pledge, form: ComingForm, *, sheet: Callable[[UUID], str]) -> dict[str, Any]:
    """Return what the page shows; `sheet` gives the address of the paper of an intake."""
    form.place.options = stock.place_choices()
    told = announced.announcements_of(pledge.id)
    return {
        "pledge": pledge,
        "form": form,
        "rows": list(zip(coming_lines(pledge), form.lines, strict=False)),
        "told": [
            (each, announced.shown_code(each.sheet_code), sheet(each.intake_id)) for each in told
        ],
    }


def sheet_of(pledge_id: UUID, intake_id: UUID) -> tuple[Announcement, bytes]:
    """Return an announced arrival of a pledge and its sheet as PDF. Raise RowMissing."""
    for told in announced.announcements_of(pledge_id):
        if told.intake_id == intake_id:
            return told, papers.draw_coming(told, language=reader_language())
    raise RowMissing("Announcement")


def _announce(pledge: Pledge, form: ComingForm) -> None:
    announced.announce_arrival(
        pledge,
        coming=Coming(
            place=stock.get_place(form.place.data),
            on=form.on.data,
            driver=form.driver.data,
            plates=form.plates.data,
        ),
        goods=[
            Told(line, row.form.quantity.data, row.form.boxes.data)
            for line, row in zip(coming_lines(pledge), form.lines, strict=True)
            if row.form.quantity.data
        ],
        nonce=form.nonce.data,
    )
