"""Give people roles, take them away, and end their sessions.

The accounts room stands below the audit, so its changes announce themselves by `on_change`,
which the audit room fills at start.
"""

import secrets
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from email_validator import EmailNotValidError, validate_email

from relief.accounts import queries, sessions
from relief.accounts.errors import AlreadyMember, BadEmail, LastAdministrator
from relief.accounts.models import Membership, User
from relief.accounts.permissions import Role
from relief.chapters.models import Chapter
from relief.core import tenancy
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import db
from relief.core.rows import lock

Recorder = Callable[..., None]
_recorders: list[Recorder] = []


def on_change(recorder: Recorder) -> Recorder:
    """Register who remembers changes of this room: called with tag, subject, before and after."""
    _recorders.append(recorder)
    return recorder


def _remember(tag: str, subject: Any, **sides: dict[str, Any]) -> None:
    for recorder in _recorders:
        recorder(tag, subject, **sides)


def add_member(
    *, email: str, name: str, role: Role, chapter: Chapter, password_hash: str | None = None
) -> tuple[User, bool]:
    """Give a person a role in the chosen chapter; make their account if they have none.

    Return the account and whether it is new. Raise BadEmail or AlreadyMember.
    """
    try:
        address = validate_email(
            email, check_deliverability=False, test_environment=True
        ).normalized.lower()
    except EmailNotValidError:
        raise BadEmail from None
    user = queries.user_by_email(address)
    is_new = user is None
    if user is None:
        user = User(
            email=address,
            name=name,
            password=password_hash,
            fs_uniquifier=uuid4().hex + secrets.token_hex(8),
            active=True,
        )
        db.session.add(user)
        db.session.flush()
    elif any(each.chapter_id == chapter.id for each in user.memberships):
        raise AlreadyMember(email=address)
    membership = Membership(user=user, chapter_id=chapter.id, role=role)
    db.session.add(membership)
    db.session.flush()
    _remember("accounts:membership:added", membership, after={"email": address, "role": role})
    return user, is_new


def change_role(membership: Membership, role: Role) -> None:
    """Change what a person is in the chapter; it works at their next request.

    Raise LastAdministrator when nobody would be left to let people in.
    """
    lock(membership)
    before = membership.role
    if before is role:
        return
    if before is Role.ADMINISTRATOR and queries.administrators() < 2:
        raise LastAdministrator
    membership.role = role
    db.session.flush()
    _remember(
        "accounts:membership:role_changed",
        membership,
        before={"role": before},
        after={"role": role},
    )


def remove_member(membership: Membership) -> None:
    """Take a person's role away and end their sessions. Raise LastAdministrator for the last one."""
    if membership.role is Role.ADMINISTRATOR and queries.administrators() < 2:
        raise LastAdministrator
    _remember(
        "accounts:membership:removed",
        membership,
        before={"email": membership.user.email, "role": membership.role},
    )
    sessions.end_all(membership.user_id)
    db.session.delete(membership)
    db.session.flush()


def reset(user: User, *, password_hash: str) -> None:
    """Give a new password, forget the second factor, and end every session."""
    user.password = password_hash
    user.tf_primary_method = user.tf_totp_secret = None
    user.mf_recovery_codes = None
    user.fs_uniquifier = uuid4().hex + secrets.token_hex(8)
    sessions.end_all(user.id)
    db.session.flush()
    for membership in queries.memberships_of(user.id):
        with tenancy.in_chapter(membership.chapter_id):
            _remember("accounts:user:reset", user)


def switch_language(user: User, language: str) -> None:
    """Remember the language of a person's screens and letters: `es` or `en`."""
    user.language = language
    db.session.flush()


def note_password(user: User, *, keep_session: str) -> None:
    """Remember that a password changed and end every session but the one that changed it."""
    sessions.end_all(user.id, keep=keep_session)
    _remember_own(user, "accounts:user:password_changed")


def note_second_factor(user: User) -> None:
    """Remember that a second factor was set up, changed or switched off."""
    _remember_own(user, "accounts:user:second_factor_changed")


def _remember_own(user: User, tag: str) -> None:
    """Remember what a person did to their own account, in every chapter that relies on it."""
    with acting_as(Actor(ActorKind.STAFF, user.name, user.id)):
        for membership in queries.memberships_of(user.id):
            with tenancy.in_chapter(membership.chapter_id):
                _remember(tag, user)
