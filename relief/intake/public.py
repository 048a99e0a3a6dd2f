"""Where a donor tells an arrival beforehand, by the link of their pledge."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.core.answers import PDF, as_file
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.rows import RowMissing
from relief.intake import announced, papers
from relief.intake.announced import Coming, Told
from relief.intake.forms import ComingForm
from relief.links.access import by_link
from relief.links.models import CapabilityLink, LinkKind
from relief.pledges.models import STANDING, Pledge, PledgeLine
from relief.pledges.queries import get_pledge
from relief.stock import queries as stock

bp = Blueprint("intake_public", __name__)


@bp.get("/d/pledge/<uuid:link_id>/arrival")
@by_link(LinkKind.FOLLOW)
def tell(link: CapabilityLink) -> ResponseReturnValue:
    """Ask when, where and with whom the goods come, and list what is announced already."""
    pledge = get_pledge(link.subject_id)
    rows = [{"quantity": line.missing} for line in _coming_lines(pledge)]
    return _page(link, pledge, ComingForm(None, data={"lines": rows}))


@bp.post("/d/pledge/<uuid:link_id>/arrival")
@by_link(LinkKind.FOLLOW)
def keep(link: CapabilityLink) -> ResponseReturnValue:
    """Keep the announcement; the page then offers its sheet."""
    pledge = get_pledge(link.subject_id)
    lines, form = _coming_lines(pledge), ComingForm(request.form)
    form.place.options = stock.place_choices()
    if len(form.lines) != len(lines):
        return redirect(url_for(".tell", link_id=link.id), code=303)
    if form.validate():
        try:
            with transaction():
                _announce(pledge, lines, form)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("We expect you. Print the sheet, or show its code at the door."), "success")
            return redirect(url_for(".tell", link_id=link.id), code=303)
    return _page(link, get_pledge(link.subject_id), form), 422


@bp.get("/d/pledge/<uuid:link_id>/arrival/<uuid:intake_id>.pdf")
@by_link(LinkKind.FOLLOW)
def sheet(link: CapabilityLink, intake_id: UUID) -> ResponseReturnValue:
    """Serve the sheet of an announced arrival of this pledge."""
    for told in announced.announcements_of(link.subject_id):
        if told.intake_id == intake_id:
            drawn = papers.draw_coming(told, language=reader_language())
            return as_file(drawn, f"{told.intake.reference}.pdf", PDF, shown=True)
    raise RowMissing("Announcement")


def _coming_lines(pledge: Pledge) -> list[PledgeLine]:
    """Return what may still come of a pledge; nothing of one that does not stand."""
    stands = pledge.status in STANDING
    return [line for line in pledge.goods_lines if stands and line.missing and line.item_id]


def _announce(pledge: Pledge, lines: list[PledgeLine], form: ComingForm) -> None:
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
            for line, row in zip(lines, form.lines, strict=True)
            if row.form.quantity.data
        ],
        nonce=form.nonce.data,
    )


def _page(link: CapabilityLink, pledge: Pledge, form: ComingForm) -> str:
    form.place.options = stock.place_choices()
    return render_template(
        "intake/public/arrival.html",
        link=link,
        pledge=pledge,
        form=form,
        rows=list(zip(_coming_lines(pledge), form.lines, strict=False)),
        told=announced.announcements_of(pledge.id),
        shown=announced.shown_code,
    )
