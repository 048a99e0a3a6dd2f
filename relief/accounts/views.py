"""Staff and their roles; one's own account."""

from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security.recoverable import generate_reset_password_token

from relief.accounts import actions, emails, queries, sessions
from relief.accounts.access import current_user_row, require_chapter, requires, signed_in
from relief.accounts.forms import MemberForm, RoleForm
from relief.accounts.models import User
from relief.accounts.permissions import Permission
from relief.accounts.security import SESSION_KEY
from relief.core.db import transaction
from relief.core.errors import ReliefError

bp = Blueprint("accounts", __name__, url_prefix="/staff")


def _me() -> User:
    user = current_user_row()
    if user is None:
        abort(404)
    return user


def _token(user: User) -> str:
    return str(generate_reset_password_token(user))  # type: ignore[no-untyped-call]  # theirs has no types


@bp.get("/people")
@requires(Permission.STAFF_READ)
def index() -> ResponseReturnValue:
    """List who works in the chapter."""
    return render_template("accounts/index.html", members=queries.members())


@bp.get("/people/new")
@requires(Permission.STAFF_EDIT)
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template("accounts/new.html", form=MemberForm())


@bp.post("/people/new")
@requires(Permission.STAFF_EDIT)
def create() -> ResponseReturnValue:
    """Give a person a role and write to them: how to choose a password, or that they have a role."""
    form = MemberForm()
    if form.validate_on_submit():
        try:
            with transaction():
                user, is_new = actions.add_member(
                    email=form.email.data,
                    name=form.name.data,
                    role=form.role.data,
                    chapter=require_chapter(),
                )
                membership = queries.membership_of(user.id)
                if is_new:
                    emails.invitation(membership, token=_token(user))
                else:
                    emails.new_role(membership)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("We wrote to %(email)s.", email=user.email), "success")
            return redirect(url_for(".index"), code=303)
    return render_template("accounts/new.html", form=form), 422


@bp.get("/people/<uuid:membership_id>")
@requires(Permission.STAFF_EDIT)
def edit(membership_id: UUID) -> ResponseReturnValue:
    """Show one person's role."""
    member = queries.get_member(membership_id)
    return render_template("accounts/edit.html", member=member, form=RoleForm(obj=member))


@bp.post("/people/<uuid:membership_id>")
@requires(Permission.STAFF_EDIT)
def change_role(membership_id: UUID) -> ResponseReturnValue:
    """Change what a person is in the chapter."""
    member = queries.get_member(membership_id)
    form = RoleForm()
    if form.validate_on_submit():
        try:
            with transaction():
                actions.change_role(member, form.role.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            flash(_("Role saved."), "success")
            return redirect(url_for(".index"), code=303)
    return render_template("accounts/edit.html", member=member, form=form), 422


@bp.post("/people/<uuid:membership_id>/remove")
@requires(Permission.STAFF_EDIT)
def remove(membership_id: UUID) -> ResponseReturnValue:
    """Take a person's role away, at once."""
    member = queries.get_member(membership_id)
    name = member.user.name
    with transaction():
        actions.remove_member(member)
    flash(_("%(name)s no longer has a role here.", name=name), "success")
    return redirect(url_for(".index"), code=303)


@bp.post("/people/<uuid:membership_id>/invite")
@requires(Permission.STAFF_EDIT)
def invite_again(membership_id: UUID) -> ResponseReturnValue:
    """Send the invitation again to somebody who has not chosen a password yet."""
    member = queries.get_member(membership_id)
    if member.user.password is None:
        with transaction():
            emails.invitation(member, token=_token(member.user))
        flash(_("We wrote to %(email)s.", email=member.user.email), "success")
    return redirect(url_for(".index"), code=303)


@bp.get("/account")
@signed_in
def me() -> ResponseReturnValue:
    """Show one's own account: language, password, second factor, sessions, roles."""
    user = _me()
    return render_template(
        "accounts/me.html",
        person=user,
        live=sessions.live(user.id),
        present=g.staff_session.id,
        codes_left=len(user.mf_recovery_codes or []),
    )


@bp.post("/account/language/<any(es, en):language>")
@signed_in
def choose_language(language: str) -> ResponseReturnValue:
    """Remember the language of one's screens and letters."""
    with transaction():
        actions.switch_language(_me(), language)
    session["lang"] = language
    return redirect(url_for(".me"), code=303)


@bp.post("/account/sessions/end")
@signed_in
def end_others() -> ResponseReturnValue:
    """End every other session of one's own."""
    with transaction():
        sessions.end_all(_me().id, keep=session[SESSION_KEY])
    flash(_("Your other sessions have ended."), "success")
    return redirect(url_for(".me"), code=303)


@bp.post("/chapter/switch")
@signed_in
def switch_chapter() -> ResponseReturnValue:
    """Work in another chapter in which one has a role; 404 for any other."""
    wanted = request.form.get("chapter", "")
    mine = {str(each.chapter_id): each.chapter_id for each in _me().memberships}
    if wanted not in mine:
        abort(404)
    with transaction():
        sessions.move(g.staff_session.id, mine[wanted])
    return redirect(url_for("home.index"), code=303)
