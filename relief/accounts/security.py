"""Flask-Security, fitted to our rows, our sessions and our outbox."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from flask import Flask, g, session
from flask_login import user_logged_out
from flask_security import Security, SQLAlchemySessionUserDatastore, user_authenticated
from flask_security.core import RoleMixin
from flask_security.utils import set_request_attr
from sqlalchemy.orm import joinedload, selectinload

from relief.accounts import sessions
from relief.accounts.mail_util import OutboxMail
from relief.accounts.models import Membership, User
from relief.config import Settings
from relief.core import tenancy
from relief.core.db import db

log = structlog.get_logger(__name__)
SESSION_KEY = "staff_session"


class NoGlobalRole(RoleMixin):
    """Flask-Security asks for a role model; our roles belong to a chapter (see Membership)."""


class Datastore(SQLAlchemySessionUserDatastore):
    """Finds staff whichever chapter is chosen: people sign in before they choose one."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:  # noqa: FBT001, FBT002 - Flask-Security's signature
        """Return the member of staff with that e-mail or session id, None if there is none."""
        with tenancy.all_chapters():
            found = super().find_user(case_insensitive=case_insensitive, **kwargs)
        return found if isinstance(found, User) else None


def load_user(uniquifier: str) -> User | None:
    """Return who this cookie belongs to, if its row on the server still lives."""
    row = sessions.find(session.get(SESSION_KEY, ""))
    if row is None:
        return None
    user = db.session.scalars(
        sa.select(User)
        .where(User.id == row.user_id, User.fs_uniquifier == uniquifier, User.active)
        .options(selectinload(User.memberships).joinedload(Membership.chapter))
        .execution_options(all_chapters=True)
    ).first()
    if user is not None:
        set_request_attr("fs_authn_via", "session")
        set_request_attr("fs_paa", session.get("fs_paa", 0))
        g.staff_session = row
    return user


def _begin_session(_app: Flask, user: User, **_details: Any) -> None:
    with tenancy.all_chapters():
        first = db.session.scalars(
            sa.select(Membership)
            .where(Membership.user_id == user.id)
            .order_by(Membership.created_at, Membership.id)
            .options(joinedload(Membership.chapter))
        ).first()
    language = session.get("lang")
    session[SESSION_KEY] = sessions.begin(user.id, chapter_id=first.chapter_id if first else None)
    session["lang"] = language or user.language
    log.info("signed in", user=str(user.id))


def _end_session(_app: Flask, **_details: Any) -> None:
    token = session.pop(SESSION_KEY, None)
    if token:
        sessions.end(token)
        db.session.commit()


def set_up(app: Flask, settings: Settings) -> None:
    """Configure sign-in: argon2, generic answers, TOTP with recovery codes, POST-only sign-out."""
    app.config.update(
        SECURITY_URL_PREFIX="/staff",
        SECURITY_JOIN_USER_ROLES=False,
        # No network at sign-in; addresses under .test are those of the demo and of tests.
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of an algorithm
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_SALT=settings.secret_key[::-1],
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_PASSWORD_COMPLEXITY_CHECKER=None,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_REGISTERABLE=False,
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_CONFIRMABLE=False,
        SECURITY_TRACKABLE=False,
        SECURITY_RESET_PASSWORD_WITHIN=timedelta(hours=1),
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_REQUIRED=False,
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TWO_FACTOR_ALWAYS_VALIDATE=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_TOTP_SECRETS={"1": settings.secret_key},
        SECURITY_TOTP_ISSUER="Relief",
        SECURITY_EMAIL_SENDER=settings.mail_from,
        SECURITY_POST_LOGIN_VIEW="/staff/",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_POST_CHANGE_VIEW="/staff/account",
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_I18N_DOMAIN="flask_security",
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
        SECURITY_FRESHNESS_GRACE_PERIOD=0,
    )
    datastore = Datastore(db.session, User, NoGlobalRole)
    security = Security(app, datastore, mail_util_cls=OutboxMail)
    security.login_manager.user_loader(load_user)
    security.login_manager.session_protection = None
    user_authenticated.connect(_begin_session, app)
    user_logged_out.connect(_end_session, app)
