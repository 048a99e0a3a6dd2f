"""requires(), anyone(): every view says who may open it, or the suite fails.

The guard runs before the view and before any row of a chapter is read. Denied tries are logged.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import structlog
from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from relief.accounts.models import Membership, User
from relief.accounts.permissions import Permission, Role, may
from relief.chapters.models import Chapter

log = structlog.get_logger(__name__)
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

ANYONE = "anyone"
SIGNED_IN = "signed_in"


def current_membership() -> Membership | None:
    """Return the role that the signed-in person holds in the chapter they work in."""
    return cast(Membership | None, g.get("membership"))


def current_user_row() -> User | None:
    """Return the signed-in member of staff, None for everybody else."""
    return cast(User | None, g.get("staff_user"))


def current_chapter() -> Chapter | None:
    """Return the chapter of this request: the staff's own, the address's, or the link's."""
    return cast(Chapter | None, g.get("chapter"))


def require_chapter() -> Chapter:
    """Return the chapter of this request; 404 when there is none."""
    chapter = current_chapter()
    if chapter is None:
        abort(404)
    return chapter


def can(permission: Permission | str) -> bool:
    """Say whether the signed-in person may; templates ask it before they offer a button."""
    membership = current_membership()
    return membership is not None and may(Role(membership.role), Permission(permission))


def anyone(view: View) -> View:
    """Open a view to everybody."""
    view.permission = ANYONE  # type: ignore[attr-defined]  # functions carry marks
    return view


def _to_sign_in() -> ResponseReturnValue:
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")), code=303)


SECOND_FACTOR_ROLES = {Role.ADMINISTRATOR, Role.TREASURER, Role.COORDINATOR}


def totp_missing(user: User) -> bool:
    """Say whether this person must set up their second factor before anything else."""
    return (
        bool(current_app.config["SETTINGS"].require_totp)
        and not user.tf_totp_secret
        and any(each.role in SECOND_FACTOR_ROLES for each in user.memberships)
    )


def signed_in(view: View) -> View:
    """Open a view to any signed-in member of staff."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
        user = current_user_row()
        if user is None:
            return _to_sign_in()
        if totp_missing(user):
            return redirect(url_for("security.two_factor_setup"), code=303)
        return view(*args, **values)

    guarded.permission = SIGNED_IN  # type: ignore[attr-defined]  # functions carry marks
    return cast(View, guarded)


def requires(permission: Permission) -> Callable[[View], View]:
    """Open a view to the roles that hold `permission` in the chapter they work in."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
            user = current_user_row()
            if user is None:
                return _to_sign_in()
            if totp_missing(user):
                return redirect(url_for("security.two_factor_setup"), code=303)
            if not can(permission):
                log.warning("denied", permission=permission.value, user=str(user.id))
                abort(403)
            return view(*args, **values)

        guarded.permission = permission  # type: ignore[attr-defined]  # functions carry marks
        return cast(View, guarded)

    return guard
