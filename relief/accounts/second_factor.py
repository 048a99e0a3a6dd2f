"""The second factor: a code works once, its secrets survive a change of key, a rescue code too."""

import base64
import hashlib
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_security.core import UserMixin
from flask_security.recovery_codes import MfRecoveryCodesUtil
from flask_security.totp import Totp
from passlib.exc import InvalidTokenError
from passlib.totp import TOTP, AppWallet, TotpMatch

from relief.accounts.models import User
from relief.config import Settings
from relief.core import tenancy
from relief.core.db import db


def _keys(settings: Settings) -> list[str]:
    return [settings.secret_key, *settings.secret_key_fallbacks]


def totp_secrets(settings: Settings) -> dict[str, str]:
    """Return the keys that encrypt second factors, each under a name made from itself."""
    return {hashlib.sha256(key.encode()).hexdigest()[:12]: key for key in _keys(settings)}


def recovery_keys(settings: Settings) -> list[bytes]:
    """Return the keys that encrypt recovery codes, the present one first."""
    return [
        base64.urlsafe_b64encode(hashlib.sha256(b"recovery codes\0" + key.encode()).digest())
        for key in _keys(settings)
    ]


class OnceTotp(Totp):
    """Codes of six digits that open the door once, even when two workers hear the same one."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        super().__init__(secrets, issuer)
        wallet = AppWallet(secrets=secrets, default_tag=next(iter(secrets)))
        self._totp = TOTP.using(issuer=issuer, wallet=wallet)

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Return the time step of the last code that this person used."""
        return user.tf_last_counter if isinstance(user, User) else None

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Claim a time step. Raise InvalidTokenError if another request claimed it first."""
        claimed = db.session.scalars(
            sa.update(User)
            .where(
                User.id == user.id,
                sa.or_(User.tf_last_counter.is_(None), User.tf_last_counter < tmatch.counter),
            )
            .values(tf_last_counter=tmatch.counter)
            .returning(User.id)
            .execution_options(all_chapters=True, synchronize_session=False)
        ).first()
        if claimed is None:
            raise InvalidTokenError


class OnceCodes(MfRecoveryCodesUtil):
    """Recovery codes that are checked under the lock of their owner, so that none works twice."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.setup_cryptor(recovery_keys(app.config["SETTINGS"]))

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Say whether the code is one of the unused ones."""
        with tenancy.all_chapters():
            db.session.refresh(user, with_for_update=True)
        return bool(super().check_recovery_code(user, code))
