"""/v/<code>: whoever holds a receipt checks that it is genuine and still counts."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from relief.accounts.access import anyone
from relief.chapters.queries import get_chapter
from relief.core import tenancy
from relief.receipts import queries
from relief.receipts.forms import CheckForm
from relief.receipts.models import Receipt
from relief.receipts.seal import read_code, spaced

bp = Blueprint("receipts_public", __name__, url_prefix="/v")


@bp.get("/")
@anyone
def ask() -> ResponseReturnValue:
    """Ask for the code on the paper."""
    return render_template("receipts/ask.html", form=CheckForm(formdata=None))


@bp.post("/")
@anyone
def find() -> ResponseReturnValue:
    """Go to the page of the code that was typed."""
    form = CheckForm()
    if not form.validate_on_submit():
        return render_template("receipts/ask.html", form=form), 422
    code = read_code(form.code.data)
    return redirect(url_for(".check", code=code or "-"), code=303)


@bp.get("/<code>")
@anyone
def check(code: str) -> ResponseReturnValue:
    """Say folio, date and state of a receipt, and nothing about anybody."""
    receipt = _receipt_of(code)
    if receipt is None:
        return render_template("receipts/unknown.html", form=CheckForm(formdata=None)), 404
    g.chapter = get_chapter(receipt.chapter_id)
    tenancy.choose(receipt.chapter_id)
    return render_template(
        "receipts/check.html",
        receipt=receipt,
        papers={paper.kind: paper for paper in receipt.papers},
        chain=queries.chain_of(receipt.id),
        code=spaced(receipt.check_code),
    )


def _receipt_of(typed: str) -> Receipt | None:
    code = read_code(typed)
    if code is None:
        return None
    with tenancy.all_chapters():
        return queries.receipt_by_code(code)
