"""The entries of some days, on screen and as a file, for staff.

A file is written whole before it is sent: a failure is a page, never half a file. Taking the books
out is remembered, so that it is a POST.
"""

import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from relief.accounting import actions, files
from relief.accounting.entries import Totals, entries, totals
from relief.accounting.facts import Span
from relief.accounting.forms import SpanForm
from relief.accounting.queries import chart
from relief.accounts.access import require_chapter, requires
from relief.accounts.permissions import Permission
from relief.core.answers import CSV, as_file
from relief.core.db import set_reading, transaction

bp = Blueprint("export", __name__, url_prefix="/export")
SHOWN = 20
PIECE = 64 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/")
@requires(Permission.ACCOUNTING_READ)
def index() -> ResponseReturnValue:
    """Show what the entries of the days add up to, and the first of them."""
    form = SpanForm.read(request.args)
    span = form.span()
    return render_template(
        "accounting/export.html",
        form=form,
        span=span,
        totals=totals(span),
        first=list(islice(entries(span), SHOWN)),
        chart=chart(),
    )


@bp.post("/csv")
@requires(Permission.ACCOUNTING_READ)
def csv() -> ResponseReturnValue:
    """Send the entries of the days as CSV."""
    return _send("csv", CSV, files.write_csv)


@bp.post("/xlsx")
@requires(Permission.ACCOUNTING_READ)
def xlsx() -> ResponseReturnValue:
    """Send the entries of the days as a workbook."""
    return _send("xlsx", XLSX, files.write_workbook)


def _send(
    kind: str, media_type: str, write: Callable[[IO[bytes], Span], Totals]
) -> ResponseReturnValue:
    form = SpanForm.read(request.args)
    span = form.span()
    with transaction():
        actions.record_export(span, kind=kind)
    set_reading(only=True)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `_pieces`, and with that gone
    write(file, span)
    size = file.tell()
    file.seek(0)
    name = f"polizas-{require_chapter().slug}-{span.since}-{span.until}.{kind}"
    answer = as_file(_pieces(file), name, media_type)
    answer.content_length = size
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
