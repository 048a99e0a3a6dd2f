"""Receipts, for staff."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.approvals.models import Approval
from relief.approvals.queries import waiting_for
from relief.audit.story import story_of
from relief.campaigns.queries import choices as campaign_choices
from relief.core import mail, rows
from relief.core.answers import PDF, as_file
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.donors.queries import choice_named
from relief.intake.models import Intake
from relief.payments.queries import get_payment
from relief.pledges.emails import reader_of
from relief.receipts import actions, emails, queries
from relief.receipts.due import count_due, due_receipts
from relief.receipts.facts import ReceiptFacts
from relief.receipts.forms import FilterForm, ReplaceForm, VoidForm
from relief.receipts.models import PaperKind, Receipt, ReceiptKind
from relief.receipts.replacing import VOID, replace_receipt, void_or_ask
from relief.receipts.sealing import current_seal

bp = Blueprint("receipts", __name__, url_prefix="/staff/receipts")
FILTERS = ("q", "kind", "status", "campaign", "donor", "since", "until", "to_void")


@bp.get("/")
@requires(Permission.RECEIPTS_READ)
def index() -> ResponseReturnValue:
    """List the receipts."""
    form = FilterForm(request.args)
    form.campaign.options = campaign_choices()
    form.donor.options = choice_named(request.args.get("donor"))
    form.validate()
    listing = read_listing(request.args, default="-issued", filters=FILTERS)
    return render_template(
        "receipts/index.html",
        page=queries.page_of_receipts(listing, form.sought()),
        filters=form,
        due=count_due(),
        to_void=queries.count_to_void(),
    )


@bp.get("/due")
@requires(Permission.RECEIPTS_READ)
def due() -> ResponseReturnValue:
    """List the gifts that wait for a receipt, the longest waiting first."""
    return render_template("receipts/due.html", waiting=due_receipts())


@bp.post("/due/<any(cash, in_kind):kind>/<uuid:gift_id>")
@requires(Permission.RECEIPTS_ISSUE)
def issue(kind: str, gift_id: UUID) -> ResponseReturnValue:
    """Issue a receipt by hand: one that was refused before, or again after a void."""
    try:
        with transaction():
            receipt = _issue(ReceiptKind(kind), gift_id)
    except ReliefError as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".due"), code=303)
    flash(_("Receipt %(folio)s issued.", folio=receipt.folio), "success")
    return redirect(url_for(".show", receipt_id=receipt.id), code=303)


def _issue(kind: ReceiptKind, gift_id: UUID) -> Receipt:
    if kind is ReceiptKind.CASH:
        return actions.issue_for_payment(get_payment(gift_id), seal=current_seal())
    return actions.issue_for_intake(rows.get(Intake, gift_id), seal=current_seal())


@bp.get("/of-payment/<uuid:payment_id>")
@requires(Permission.RECEIPTS_READ)
def of_payment(payment_id: UUID) -> ResponseReturnValue:
    """Go to the receipt of a payment, or to where receipts are waited for."""
    get_payment(payment_id)
    return _to_last(queries.receipts_of_payment(payment_id))


@bp.get("/of-intake/<uuid:intake_id>")
@requires(Permission.RECEIPTS_READ)
def of_intake(intake_id: UUID) -> ResponseReturnValue:
    """Go to the receipt of an intake, or to where receipts are waited for."""
    rows.get(Intake, intake_id)
    return _to_last(queries.receipts_of_intake(intake_id))


def _to_last(receipts: Sequence[Receipt]) -> ResponseReturnValue:
    if not receipts:
        flash(_("There is no receipt for it yet."), "info")
        return redirect(url_for(".due"), code=303)
    return redirect(url_for(".show", receipt_id=receipts[-1].id), code=303)


@bp.get("/<uuid:receipt_id>")
@requires(Permission.RECEIPTS_READ)
def show(receipt_id: UUID) -> ResponseReturnValue:
    """Show one receipt: what it says, its papers, its letters and its history."""
    return _page(queries.get_receipt(receipt_id), VoidForm(formdata=None))


def _page(receipt: Receipt, form: VoidForm, *, replacing: ReplaceForm | None = None) -> str:
    return render_template(
        "receipts/show.html",
        receipt=receipt,
        facts=ReceiptFacts.from_json(receipt.facts),
        papers={paper.kind: paper for paper in receipt.papers},
        chain=queries.chain_of(receipt.id),
        letters=mail.letters_about(receipt.id),
        reader=reader_of(receipt.pledge, receipt.donor)[0],
        form=form,
        replacing=replacing or ReplaceForm(formdata=None, prefix="new"),
        waiting=waiting_for(VOID, receipt.id),
        story=story_of(receipt.id),
    )


@bp.get("/<uuid:receipt_id>/<any(original, void_notice):kind>.pdf")
@requires(Permission.RECEIPTS_READ)
def paper(receipt_id: UUID, kind: str) -> ResponseReturnValue:
    """Hand out the stored bytes of a paper, the same for ever."""
    receipt = queries.get_receipt(receipt_id)
    kept = queries.paper_of(receipt, PaperKind(kind))
    if kept is None:
        abort(404)
    response = as_file(kept.content, emails.file_name(receipt, kept.kind), PDF)
    response.set_etag(kept.sha256)
    return response.make_conditional(request)


@bp.post("/<uuid:receipt_id>/void")
@requires(Permission.RECEIPTS_VOID)
def void(receipt_id: UUID) -> ResponseReturnValue:
    """Make a receipt stop counting, or ask for a second person."""
    receipt = queries.get_receipt(receipt_id)
    form = VoidForm()
    if form.validate_on_submit():
        try:
            with transaction():
                asked = isinstance(void_or_ask(receipt, reason=form.reason.data), Approval)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            if asked:
                flash(_("A second person must approve it. The receipt still counts."), "success")
            else:
                flash(_("Receipt voided. The notice is on its way to the donor."), "success")
            return redirect(url_for(".show", receipt_id=receipt_id), code=303)
    return _page(queries.get_receipt(receipt_id), form), 422


@bp.post("/<uuid:receipt_id>/replace")
@requires(Permission.RECEIPTS_VOID)
def replace(receipt_id: UUID) -> ResponseReturnValue:
    """Void a receipt and issue the one that stands in its place."""
    receipt = queries.get_receipt(receipt_id)
    form = ReplaceForm(prefix="new")
    if form.validate_on_submit():
        try:
            with transaction():
                fresh = replace_receipt(receipt, reason=form.reason.data, seal=current_seal())
                replaced, folio, fresh_id = receipt.folio, fresh.folio, fresh.id
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(folio)s replaces %(replaced)s.", folio=folio, replaced=replaced), "success")
            return redirect(url_for(".show", receipt_id=fresh_id), code=303)
    return _page(queries.get_receipt(receipt_id), VoidForm(formdata=None), replacing=form), 422


@bp.post("/<uuid:receipt_id>/send")
@requires(Permission.RECEIPTS_ISSUE)
def send(receipt_id: UUID) -> ResponseReturnValue:
    """Mail the same stored bytes once more."""
    receipt = queries.get_receipt(receipt_id)
    kept = queries.paper_of(receipt, PaperKind.ORIGINAL)
    if kept is None:
        flash(_("The paper is still being drawn."), "warning")
        return redirect(url_for(".show", receipt_id=receipt_id), code=303)
    with transaction():
        facts = ReceiptFacts.from_json(receipt.facts)
        letter = emails.issued(receipt, kept, replaces=facts.replaces)
        if letter is not None:
            actions.record_sent_again(receipt, to_address=letter.to_address)
    if letter is None:
        flash(_("The donor has no e-mail address on record."), "warning")
    else:
        flash(_("Sent again to %(email)s.", email=letter.to_address), "success")
    return redirect(url_for(".show", receipt_id=receipt_id), code=303)
