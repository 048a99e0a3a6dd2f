"""Bank accounts and statements, for staff: upload, preview, import."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from relief.accounts.access import requires
from relief.accounts.permissions import Permission
from relief.audit.story import story_of
from relief.bank import actions, importing, line_views, proposals, queries, uploads
from relief.bank.account_of import account_of_statement, rows_shown, sums_shown
from relief.bank.forms import AccountForm, LayoutForm, LinesForm, UploadForm
from relief.bank.importing import Preview
from relief.bank.refused import refused_file, refused_of
from relief.core.answers import CSV, as_file
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.paging import read_listing
from relief.core.tables import MOST_COLUMNS
from relief.core.uploads import takes_upload

bp = Blueprint("bank", __name__, url_prefix="/staff/bank")
bp.register_blueprint(line_views.bp)


@bp.get("/")
@requires(Permission.BANK_READ)
def index() -> ResponseReturnValue:
    """List the statements, and say what waits."""
    return render_template(
        "bank/index.html",
        page=queries.page_of_statements(read_listing(request.args, default="-ends")),
        accounts=queries.all_accounts(),
        waiting=queries.waiting(),
        today=queries.today(),
    )


# -- accounts -------------------------------------------------------------------------------


@bp.get("/accounts/new")
@requires(Permission.BANK_MATCH)
def new_account() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template("bank/account.html", form=AccountForm(), account=None)


@bp.post("/accounts/new")
@requires(Permission.BANK_MATCH)
def create_account() -> ResponseReturnValue:
    """Write down an account."""
    form = AccountForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.create_account(**form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Account saved."), "success")
            return redirect(url_for(".index"), code=303)
    return render_template("bank/account.html", form=form, account=None), 422


@bp.get("/accounts/<uuid:account_id>")
@requires(Permission.BANK_MATCH)
def edit_account(account_id: UUID) -> ResponseReturnValue:
    """Show the form with what is known."""
    account = queries.get_account(account_id)
    return render_template("bank/account.html", form=AccountForm(obj=account), account=account)


@bp.post("/accounts/<uuid:account_id>")
@requires(Permission.BANK_MATCH)
def update_account(account_id: UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    account = queries.get_account(account_id)
    form = AccountForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.edit_account(account, **form.values())
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Account saved."), "success")
            return redirect(url_for(".index"), code=303)
    return render_template("bank/account.html", form=form, account=account), 422


# -- files ----------------------------------------------------------------------------------


@bp.get("/upload")
@requires(Permission.BANK_MATCH)
def upload() -> ResponseReturnValue:
    """Ask for the bank's file."""
    return _upload_page(UploadForm())


@bp.post("/upload")
@takes_upload(importing.LIMITS.request)
@requires(Permission.BANK_MATCH)
def receive() -> ResponseReturnValue:
    """Keep the file and show what importing it would do; nothing is written yet."""
    form = UploadForm()
    form.account.options = queries.account_choices()
    if form.validate_on_submit():
        account = queries.get_account(form.account.data)
        try:
            importing.look_at(form.file.data.content, account)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            sent = form.file.data
            note = uploads.keep(sent.content, account_id=account.id, name=sent.name)
            return redirect(url_for(".preview", upload=note), code=303)
    return _upload_page(form), 422


def _upload_page(form: UploadForm) -> str:
    form.account.options = queries.account_choices()
    if form.account.data is None and form.account.options:
        form.account.data = form.account.options[0][0]
    return render_template("bank/upload.html", form=form)


@bp.get("/preview")
@requires(Permission.BANK_MATCH)
def preview() -> ResponseReturnValue:
    """Show what each row of the file is, and let the columns be chosen otherwise."""
    form, seen = _look(request.args)
    return _preview_page(form, seen, request.args["upload"])


@bp.post("/preview")
@requires(Permission.BANK_MATCH)
def confirm() -> ResponseReturnValue:
    """Write the new movements, all or none."""
    kept = uploads.find(request.form.get("upload", ""))
    form, seen = _look(request.form)
    try:
        with transaction():
            account = queries.get_account(kept.account_id)
            done = importing.import_file(kept.content, account, name=kept.name, layout=seen.layout)
    except ReliefError as refusal:
        form.refuse(refusal)
        return _preview_page(form, seen, request.form["upload"]), 422
    if done.statement is None:
        flash(_("Every movement of this file was imported before. Nothing changed."), "info")
        return redirect(url_for(".index"), code=303)
    told = ngettext("%(num)s movement imported.", "%(num)s movements imported.", done.new)
    flash(told, "success")
    return redirect(url_for(".show", statement_id=done.statement.id), code=303)


@bp.get("/preview/refused.csv")
@requires(Permission.BANK_MATCH)
def preview_refused() -> ResponseReturnValue:
    """Give the rows of the preview that could not be read, with the reason for each."""
    _form, seen = _look(request.args)
    return as_file(refused_file(seen.refused, seen.heads), "refused.csv", CSV)


def _look(sent: "MultiDict[str, str]") -> tuple[LayoutForm, Preview]:
    """Read the file that the note stands for, by the columns chosen, else by the likely ones."""
    kept = uploads.find(sent.get("upload", ""))
    account = queries.get_account(kept.account_id)
    form = LayoutForm(sent)
    form.offer(MOST_COLUMNS)
    chosen = "heads_at" in sent and form.validate()
    seen = importing.look_at(kept.content, account, layout=form.layout() if chosen else None)
    form.show(seen.layout, seen.heads)
    return form, seen


def _preview_page(form: LayoutForm, seen: Preview, upload: str) -> str:
    layout = seen.layout
    chosen = {"upload": upload, "heads_at": layout.heads_at, "day_order": layout.day_order}
    return render_template(
        "bank/preview.html",
        form=form,
        seen=seen,
        rows=rows_shown(seen),
        sums=sums_shown(seen),
        chosen={**chosen, **layout.columns},
    )


# -- statements -----------------------------------------------------------------------------


@bp.get("/statements/<uuid:statement_id>")
@requires(Permission.BANK_READ)
def show(statement_id: UUID) -> ResponseReturnValue:
    """Show one statement: every row accounted for, the sums, and its movements."""
    statement = queries.get_statement(statement_id)
    form = LinesForm(request.args)
    form.validate()
    listing = read_listing(
        request.args, default="position", filters=("q", "status", "kind", "since", "until")
    )
    return render_template(
        "bank/show.html",
        statement=statement,
        account=account_of_statement(
            statement, queries.tallies(statement), proposals.proposed_in(statement.id)
        ),
        page=queries.page_of_lines(listing, form.sought(statement_id=statement.id)),
        filters=form,
        told=statement.new_count + statement.known_count,
        refused=refused_of(statement),
        story=story_of(statement.id),
    )


@bp.get("/statements/<uuid:statement_id>/refused.csv")
@requires(Permission.BANK_READ)
def refused(statement_id: UUID) -> ResponseReturnValue:
    """Give the rows of a statement that could not be read, with the reason for each."""
    statement = queries.get_statement(statement_id)
    return as_file(refused_file(refused_of(statement)), "refused.csv", CSV)
