"""What drivers told, for staff: the reports that wait for a person, both versions, and the decision."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.core.words import word
from relief.deliveries import evidence_queries as queries
from relief.deliveries import settling
from relief.deliveries.evidence import DriverReport
from relief.deliveries.evidence_forms import ReportFilterForm, SettleForm
from relief.deliveries.hearing import what_stands
from relief.deliveries.models import DeliveryStatus, DifferenceReason, ProofSource

bp = Blueprint("reports", __name__)


@bp.get("/reports")
@requires(Permission.DELIVERIES_READ)
def index() -> ResponseReturnValue:
    """List the reports of drivers, those that wait unless asked otherwise."""
    form = ReportFilterForm(request.args)
    form.validate()
    listing = read_listing(request.args, default="received", filters=("status",))
    page = queries.page_of_reports(listing, status=form.status.data or "")
    return render_template("deliveries/reports.html", page=page, filters=form)


@bp.get("/reports/<uuid:report_id>")
@requires(Permission.DELIVERIES_READ)
def show(report_id: UUID) -> ResponseReturnValue:
    """Show both versions, and what speaks for the driver's."""
    return _page(queries.whole_report(report_id), SettleForm(formdata=None))


@bp.post("/reports/<uuid:report_id>")
@requires(Permission.DELIVERIES_EDIT)
def settle(report_id: UUID) -> ResponseReturnValue:
    """Keep what stands, or let the driver's version take its place."""
    report, form = queries.whole_report(report_id), SettleForm()
    take = request.form.get("answer") == "take"
    act = settling.take_report if take else settling.keep_what_stands
    if form.validate_on_submit():
        try:
            with transaction():
                act(report, note=form.note.data or "")
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Settled. Both versions stay with the report."), "success")
            return redirect(url_for(".show", report_id=report_id), code=303)
    return _page(queries.whole_report(report_id), form), 422


def _page(report: DriverReport, form: SettleForm) -> str:
    stands = report.stood or what_stands(report.delivery)
    source = stands["source"]
    return render_template(
        "deliveries/report.html",
        report=report,
        delivery=report.delivery,
        told=_said(report.told["lines"]),
        stands=stands,
        held=_said(stands["lines"]),
        stands_word=word(DeliveryStatus(stands["status"])),
        stands_source=word(ProofSource(source)) if source else "",
        form=form,
        story=story_of(report.id),
    )


def _said(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a kept version with what was said of each line in words."""
    return [
        {
            **line,
            "said": " · ".join(
                filter(
                    None,
                    (
                        word(DifferenceReason(line["reason"])) if line["reason"] else "",
                        line["note"],
                    ),
                )
            ),
        }
        for line in lines
    ]
