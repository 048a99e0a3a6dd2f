"""Movements, for staff: what waits, what is proposed, and what each was."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.bank import proposals, queries, settling
from relief.bank.errors import NoLinesChosen
from relief.bank.likeness import Proposal, TargetKind
from relief.bank.line_forms import AcceptForm, IgnoreForm, JoinForm, ReturnForm, SplitForm
from relief.bank.models import BankLine, LineKind, LineStatus
from relief.bank.returning import give_back
from relief.bank.settling import Free, Part
from relief.bank.undoing import undo
from relief.campaigns.queries import choices as campaign_choices
from relief.campaigns.queries import get_campaign
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.donors.queries import all_choices as donor_choices
from relief.donors.queries import get_donor
from relief.payments.models import Payment
from relief.payments.queries import get_payment
from relief.pledges.models import Pledge
from relief.pledges.queries import get_pledge

bp = Blueprint("lines", __name__)
ACCEPTED_AT_ONCE = 100
MOST_JOINED = 30


@bp.get("/queue")
@requires(Permission.BANK_READ)
def queue() -> ResponseReturnValue:
    """List what waits, the oldest first, each movement beside what it most likely is."""
    page = queries.page_of_lines(
        read_listing(request.args, default="day"), queries.Sought(status=LineStatus.UNMATCHED)
    )
    # What others claim decides what is exact, so that all are weighed and not the page's alone.
    beside = queries.unmatched(limit=proposals.MOST_LOOKED_AT)
    found = proposals.proposals_for(
        list({line.id: line for line in [*beside, *page.rows]}.values())
    )
    exact = sum(each.exact for line in beside for each in found.get(line.id, ()) if line.incoming)
    return render_template(
        "bank/queue.html",
        page=page,
        found=found,
        exact=exact,
        waiting=queries.waiting(),
        today=queries.today(),
    )


@bp.post("/exact")
@requires(Permission.BANK_MATCH)
def accept_exact() -> ResponseReturnValue:
    """Accept every exact proposal, each in a transaction of its own: one that fails stops no other."""
    exact = proposals.exact_ones()[:ACCEPTED_AT_ONCE]
    done = sum(_accepted(line, each) for line, each in exact)
    told = ngettext("%(num)s movement reconciled.", "%(num)s movements reconciled.", done)
    flash(told, "success" if done else "info")
    if done < len(exact):
        flash(_("Some changed meanwhile and still wait: look at them one by one."), "warning")
    return redirect(url_for(".queue"), code=303)


def _accepted(line: BankLine, proposal: Proposal) -> bool:
    try:
        with transaction():
            target = _target(proposal.candidate.kind, proposal.candidate.id)
            settling.settle(line, [Part(target, line.open)], score=proposal.score)
    except ReliefError:
        return False
    return True


def _target(kind: TargetKind, row_id: UUID) -> Payment | Pledge:
    return get_pledge(row_id) if kind is TargetKind.PLEDGE else get_payment(row_id)


@bp.get("/lines/<uuid:movement_id>")
@requires(Permission.BANK_READ)
def show(movement_id: UUID) -> ResponseReturnValue:
    """Show one movement, what it may be and what it is."""
    return _line_page(queries.get_line(movement_id))


@bp.post("/lines/<uuid:movement_id>/accept")
@requires(Permission.BANK_MATCH)
def accept(movement_id: UUID) -> ResponseReturnValue:
    """Accept a proposal."""
    line, form = queries.get_line(movement_id), AcceptForm()
    if not form.validate_on_submit():
        return _line_page(line), 422
    with transaction():
        part = Part(_target(form.kind.data, form.target.data), line.open, over=form.over.data)
        settling.settle(line, [part], score=form.score.data or 0)
    return _settled(line)


@bp.post("/lines/<uuid:movement_id>/split")
@requires(Permission.BANK_MATCH)
def split(movement_id: UUID) -> ResponseReturnValue:
    """Match a movement by hand, in one part or in several."""
    line, form = queries.get_line(movement_id), SplitForm()
    form.offer(proposals.target_choices(), donor_choices(), campaign_choices())
    if form.validate_on_submit():
        try:
            with transaction():
                settling.settle(line, _parts(form, line))
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _settled(line)
    return _line_page(queries.get_line(movement_id), split=form), 422


def _parts(form: SplitForm, line: BankLine) -> list[Part]:
    parts = []
    for row in form.used():
        chosen = row.target.chosen
        target: Payment | Pledge | Free
        if chosen is not None:
            target = _target(*chosen)
        else:
            target = Free(get_donor(row.donor.data), get_campaign(row.campaign.data))
        amount = type(line.amount)(row.amount.data.minor, line.amount.currency)
        parts.append(Part(target, amount, over=row.over.data))
    return parts


@bp.post("/lines/<uuid:movement_id>/ignore")
@requires(Permission.BANK_MATCH)
def ignore(movement_id: UUID) -> ResponseReturnValue:
    """Set a movement aside, with the reason."""
    line, form = queries.get_line(movement_id), IgnoreForm()
    if form.validate_on_submit():
        try:
            with transaction():
                settling.ignore(line, reason=form.reason.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Movement set aside."), "success")
            return redirect(url_for(".queue"), code=303)
    return _line_page(queries.get_line(movement_id), aside=form), 422


@bp.post("/lines/<uuid:movement_id>/return")
@requires(Permission.BANK_MATCH)
def take_back(movement_id: UUID) -> ResponseReturnValue:
    """Say which payment a return gives back, and reverse it."""
    line, form = queries.get_line(movement_id), ReturnForm()
    form.payment.options = proposals.return_choices(line)
    if form.validate_on_submit():
        try:
            with transaction():
                payment = get_payment(form.payment.data)
                give_back(line, payment, kind=form.kind.data, reason=form.why.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return _settled(line)
    return _line_page(queries.get_line(movement_id), back=form), 422


@bp.post("/lines/<uuid:movement_id>/undo")
@requires(Permission.BANK_MATCH)
def take_apart(movement_id: UUID) -> ResponseReturnValue:
    """Undo a reconciliation, or take a movement back that was set aside."""
    line = queries.get_line(movement_id)
    with transaction():
        undo(line)
    flash(_("Undone. The movement waits again."), "success")
    return redirect(url_for(".show", movement_id=movement_id), code=303)


@bp.get("/join")
@requires(Permission.BANK_MATCH)
def joining() -> ResponseReturnValue:
    """Ask what the ticked movements are together."""
    return _join_page(_ticked(request.args.getlist("line")), JoinForm())


@bp.post("/join")
@requires(Permission.BANK_MATCH)
def join() -> ResponseReturnValue:
    """Match several deposits with one pledge, or with the one payment they are."""
    lines, form = _ticked(request.form.getlist("line")), JoinForm()
    form.target.options = proposals.target_choices()
    if form.validate_on_submit():
        try:
            chosen = form.target.chosen
            if len(lines) < 2 or chosen is None:
                raise NoLinesChosen
            with transaction():
                settling.join(lines, _target(*chosen))
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            told = ngettext(
                "%(num)s movement reconciled.", "%(num)s movements reconciled.", len(lines)
            )
            flash(told, "success")
            return redirect(url_for(".queue"), code=303)
    return _join_page(lines, form), 422


def _ticked(ids: Sequence[str]) -> list[BankLine]:
    """Return the deposits that were ticked and still wait; what is no id is nobody's."""
    known = []
    for text in ids[:MOST_JOINED]:
        try:
            known.append(UUID(text))
        except ValueError:
            continue
    found = queries.lines_of(known) if known else []
    return [line for line in found if line.incoming and line.status is LineStatus.UNMATCHED]


def _join_page(lines: Sequence[BankLine], form: JoinForm) -> str:
    form.target.options = proposals.target_choices()
    return render_template("bank/join.html", lines=lines, form=form)


def _settled(line: BankLine) -> ResponseReturnValue:
    flash(_("Reconciled. Receipts of new payments are on the way."), "success")
    return redirect(url_for(".show", movement_id=line.id), code=303)


def _line_page(
    line: BankLine,
    *,
    split: SplitForm | None = None,
    aside: IgnoreForm | None = None,
    back: ReturnForm | None = None,
) -> str:
    waits = line.status is LineStatus.UNMATCHED
    by_hand = split or SplitForm(formdata=None)
    back = back or ReturnForm(formdata=None)
    blank = None
    if waits and line.incoming:
        blank = by_hand.offer(proposals.target_choices(), donor_choices(), campaign_choices())
        if split is None:
            by_hand.begin(line.open)
    may_return = not line.incoming and line.kind is not LineKind.FEE
    if may_return:
        back.payment.options = proposals.return_choices(line)
    return render_template(
        "bank/line.html",
        line=line,
        waits=waits,
        may_return=may_return and line.status in {LineStatus.UNMATCHED, LineStatus.APART},
        found=proposals.proposals_for([line]).get(line.id, []) if waits else [],
        split=by_hand,
        blank=blank,
        aside=aside or IgnoreForm(formdata=None),
        back=back,
        today=queries.today(),
        story=story_of(line.id),
    )
