"""Flask-Security, fitted to our rows, our sessions, our words and our outbox."""

import time
from datetime import timedelta
from typing import Any, cast

import sqlalchemy as sa
import structlog
from babel.support import NullTranslations, Translations
from flask import Flask, Response, abort, g, request, session
from flask_babel import get_locale
from flask_login import user_logged_out
from flask_security import (
    LoginForm,
    Security,
    SQLAlchemySessionUserDatastore,
    VerifyForm,
    password_changed,
    password_reset,
    reset_password_instructions_sent,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
)
from flask_security.babel import FsDomain
from flask_security.core import RoleMixin
from flask_security.utils import set_request_attr
from sqlalchemy.orm import selectinload

from relief.accounts import actions, demo_door, queries, sessions
from relief.accounts.mail_util import OutboxMail
from relief.accounts.models import Membership, User
from relief.accounts.second_factor import OnceCodes, OnceTotp, totp_secrets
from relief.config import Settings
from relief.core.db import db, finish
from relief.core.urls import safe_next

log = structlog.get_logger(__name__)
SESSION_KEY = "staff_session"

# What Flask-Security offers and we do not: a rescue by mail, a choice of one, its own style sheet.
CLOSED = {"security.two_factor_rescue", "security.tf_select", "security.static"}
# An unknown address must not be answered sooner than a known one.
EVEN_SECONDS = 0.6


class NoGlobalRole(RoleMixin):
    """Flask-Security asks for a role model; our roles belong to a chapter (see Membership)."""


class SignInForm(LoginForm):
    """Address and password. Nobody is remembered: sessions end on the server."""

    remember = None  # type: ignore[assignment]  # how WTForms drops a field

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.password.description = ""


class AgainForm(VerifyForm):
    """The password once more, before something grave."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.password.description = ""


class SpanishDomain(FsDomain):
    """Flask-Security's own words; every Spanish reads its only catalogue, that of Spain."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the reader's language."""
        locale = get_locale()
        if locale is None or locale.language != "es":
            return cast(NullTranslations, super().get_translations())
        if "es" not in self.cache:
            self.cache["es"] = Translations.load(
                self.translation_directories[0], ["es_ES"], self.domain[0]
            )
        return cast(NullTranslations, self.cache["es"])


class Datastore(SQLAlchemySessionUserDatastore):
    """Finds staff whichever chapter is chosen: people sign in before they choose one."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:  # noqa: ARG002, FBT001, FBT002 - Flask-Security's signature
        """Return the member of staff with that e-mail or session id, None if there is none."""
        if "email" in kwargs:
            return queries.user_by_email(str(kwargs["email"]))
        return queries.user_by_uniquifier(str(kwargs["fs_uniquifier"]))

    def commit(self) -> None:
        """Commit like every other door: the audit chain is the last thing written."""
        finish()


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
    """Give the browser a token that it did not bring, and forget the one it brought."""
    sessions.end(session.get(SESSION_KEY, ""))
    memberships = queries.memberships_of(user.id)
    first = memberships[0].chapter_id if memberships else None
    language = session.get("lang")
    session[SESSION_KEY] = sessions.begin(user.id, chapter_id=first)
    session["lang"] = language or user.language
    log.info("signed in", user=str(user.id))


def _end_session(_app: Flask, **_details: Any) -> None:
    token = session.pop(SESSION_KEY, None)
    if token:
        sessions.end(token)
        finish()


def _password_changed(_app: Flask, user: User, **_details: Any) -> None:
    actions.note_password(user, keep_session=session.get(SESSION_KEY, ""))


def _factor_changed(_app: Flask, user: User, **_details: Any) -> None:
    actions.note_second_factor(user)


def _send_now(_app: Flask, **_details: Any) -> None:
    # Flask-Security commits nothing here: it expects the letter to be gone already.
    finish()


def _refuse_odd_requests() -> None:
    """Close what we do not offer, JSON bodies, and a way onward that leaves this site."""
    if request.blueprint != "security":
        return
    if request.endpoint in CLOSED:
        abort(404)
    if request.is_json:
        abort(415)
    onward = [*request.args.getlist("next"), *request.form.getlist("next")]
    if any(each and safe_next(each) is None for each in onward):
        abort(400)


def _even_out(response: Response) -> Response:
    """Answer a forgotten password after the same time, known or not."""
    if request.endpoint == "security.forgot_password" and request.method == "POST":
        db.session.rollback()  # whatever was to be kept is committed; nobody waits for us meanwhile
        begun = g.get("started", time.perf_counter())
        time.sleep(max(0.0, EVEN_SECONDS - (time.perf_counter() - begun)))
    return response


def _offer_demo() -> dict[str, Any]:
    chapter = g.get("chapter")
    is_open = chapter is not None and chapter.is_demo
    return {
        "demo_accounts": demo_door.accounts() if is_open else [],
        "demo_password": demo_door.PASSWORD if is_open else "",
    }


def _settings(settings: Settings) -> dict[str, Any]:
    return {
        "URL_PREFIX": "/staff",
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SINGLE_HASH": ["argon2"],
        "PASSWORD_SALT": settings.secret_key[::-1],
        "PASSWORD_LENGTH_MIN": 12,
        "PASSWORD_COMPLEXITY_CHECKER": None,
        "RETURN_GENERIC_RESPONSES": True,
        "REGISTERABLE": False,
        "RECOVERABLE": True,
        "CHANGEABLE": True,
        "CONFIRMABLE": False,
        "TRACKABLE": False,
        "RESET_PASSWORD_WITHIN": timedelta(hours=1),
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_REQUIRED": False,  # ours is by role: see access.requires
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TWO_FACTOR_ALWAYS_VALIDATE": True,
        "TWO_FACTOR_POST_SETUP_VIEW": "/staff/account",
        "TWO_FACTOR_ERROR_VIEW": "/staff/login",
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_N": 10,
        "TOTP_SECRETS": totp_secrets(settings),
        "TOTP_ISSUER": "Relief",
        # Mailboxes under .test pass, because demonstrations and tests write to them.
        "EMAIL_VALIDATOR_ARGS": {"test_environment": True},
        "CACHE_CONTROL": {},  # ours is in web.requests
        "EMAIL_SENDER": settings.mail_from,
        "POST_LOGIN_VIEW": "/staff/",
        "POST_LOGOUT_VIEW": "/staff/login",
        "POST_CHANGE_VIEW": "/staff/account",
        "DEFAULT_REMEMBER_ME": False,
        "I18N_DOMAIN": "flask_security",
        "CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        "FRESHNESS": timedelta(minutes=30),
        "FRESHNESS_GRACE_PERIOD": timedelta(0),
        "FRESHNESS_ALLOW_AUTH_TOKEN": False,
        "API_ENABLED_METHODS": ["session"],
    }


def set_up(app: Flask, settings: Settings) -> None:
    """Configure sign-in: argon2, generic answers, TOTP with recovery codes, POST-only sign-out."""
    app.config.update({f"SECURITY_{name}": value for name, value in _settings(settings).items()})
    security = Security(
        app,
        Datastore(db.session, User, NoGlobalRole),
        login_form=SignInForm,
        verify_form=AgainForm,
        mail_util_cls=OutboxMail,
        totp_cls=OnceTotp,
        mf_recovery_codes_util_cls=OnceCodes,
    )
    security.i18n_domain = SpanishDomain(app)  # type: ignore[no-untyped-call]  # theirs has no types
    app.jinja_env.globals["_fsdomain"] = security.i18n_domain.gettext
    security.want_json(lambda _request: False)
    security.login_context_processor(_offer_demo)
    security.login_manager.user_loader(load_user)
    # A token in a header would outlive the session on the server.
    security.login_manager._request_callback = None
    security.login_manager.session_protection = None
    for signal, reaction in (
        (user_authenticated, _begin_session),
        (user_logged_out, _end_session),
        (password_changed, _password_changed),
        (password_reset, _password_changed),
        (tf_profile_changed, _factor_changed),
        (tf_disabled, _factor_changed),
        (reset_password_instructions_sent, _send_now),
    ):
        signal.connect(reaction, app)
    app.before_request(_refuse_odd_requests)
    app.after_request(_even_out)
