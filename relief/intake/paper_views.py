"""The papers of an arrival, for staff."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.core.answers import PDF, as_file
from relief.core.languages import reader_language
from relief.core.rows import RowMissing
from relief.intake import papers, queries, reading
from relief.intake.forms import LabelForm
from relief.intake.models import TAKEN_IN, Intake

bp = Blueprint("papers", __name__, url_prefix="/<uuid:intake_id>")


@bp.get("/note.pdf")
@requires(Permission.INTAKE_READ)
def note(intake_id: UUID) -> ResponseReturnValue:
    """Serve the goods received note; 404 before the goods are counted."""
    intake = _taken_in(intake_id)
    drawn = papers.draw_note(intake, language=reader_language())
    return as_file(drawn, f"{intake.reference}.pdf", PDF, shown=True)


@bp.get("/labels")
@requires(Permission.INTAKE_READ)
def labels(intake_id: UUID) -> ResponseReturnValue:
    """Ask how many labels each lot needs."""
    intake = _taken_in(intake_id)
    return _label_page(intake, reading.label_form(papers.lots_of(intake)))


@bp.get("/labels.pdf")
@requires(Permission.INTAKE_READ)
def label_sheet(intake_id: UUID) -> ResponseReturnValue:
    """Serve the labels that the address asks for, or say what is wrong with it."""
    intake = _taken_in(intake_id)
    form = LabelForm(request.args)
    if len(form.lines) != len(papers.lots_of(intake)):
        return redirect(url_for(".labels", intake_id=intake_id), code=303)
    if not form.validate():
        return _label_page(intake, form), 422
    drawn = papers.draw_labels(
        intake, copies=form.copies, used=form.used.data, language=reader_language()
    )
    return as_file(drawn, f"{intake.reference}-labels.pdf", PDF, shown=True)


def _label_page(intake: Intake, form: LabelForm) -> str:
    lots = papers.lots_of(intake)
    return render_template(
        "intake/labels.html",
        intake=intake,
        form=form,
        rows=list(zip(lots, form.lines, strict=True)),
    )


def _taken_in(intake_id: UUID) -> Intake:
    """Return an arrival that was counted. Raise RowMissing for one that was not."""
    intake = queries.get_intake(intake_id)
    if intake.status not in TAKEN_IN:
        raise RowMissing("Intake")
    return intake
