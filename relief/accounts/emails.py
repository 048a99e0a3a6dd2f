"""The letters about staff accounts."""

from typing import Any

from flask import current_app

from relief.accounts.models import Membership, User
from relief.config import Settings
from relief.core import mail
from relief.core.mail import Draft, Letter


def _address(endpoint: str, **values: Any) -> str:
    """Return a whole address under BASE_URL; what the browser calls the host is never believed."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url + current_app.url_map.bind("relief").build(endpoint, values)


def invitation(membership: Membership, *, token: str) -> Letter:
    """Invite a new member of staff to choose a password."""
    user = membership.user
    return mail.write(
        Draft(
            template="staff_invitation",
            to_address=user.email,
            language=user.language,
            context={
                "name": user.name,
                "chapter_name": membership.chapter.name,
                "role": membership.role,
                "link": _address("security.reset_password", token=token),
                "again": _address("security.forgot_password"),
            },
            subject_id=user.id,
        )
    )


def new_role(membership: Membership) -> Letter:
    """Tell somebody who has an account that another chapter gave them a role."""
    user = membership.user
    return mail.write(
        Draft(
            template="staff_new_role",
            to_address=user.email,
            language=user.language,
            context={
                "name": user.name,
                "chapter_name": membership.chapter.name,
                "role": membership.role,
                "link": _address("security.login"),
            },
            subject_id=user.id,
        )
    )


def reset_password(user: User, *, token: str) -> Letter:
    """Send the link that chooses a new password."""
    return mail.write(
        Draft(
            template="staff_password_reset",
            to_address=user.email,
            language=user.language,
            context={"name": user.name, "link": _address("security.reset_password", token=token)},
            subject_id=user.id,
        )
    )


def password_changed(user: User) -> Letter:
    """Tell a person that their password changed, in case it was somebody else."""
    return mail.write(
        Draft(
            template="staff_password_changed",
            to_address=user.email,
            language=user.language,
            context={"name": user.name, "link": _address("security.forgot_password")},
            subject_id=user.id,
        )
    )
