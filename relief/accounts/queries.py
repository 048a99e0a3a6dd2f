"""Who works here."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from relief.accounts.models import Membership, User
from relief.accounts.permissions import Role
from relief.chapters.models import Chapter
from relief.core import tenancy
from relief.core.db import db
from relief.core.rows import RowMissing


def user_by_email(email: str) -> User | None:
    """Return the account of an address, whatever its capitals; None if there is none."""
    return db.session.scalars(
        sa.select(User)
        .where(User.email == email.strip().lower())
        .execution_options(all_chapters=True)
    ).first()


def user_by_uniquifier(uniquifier: str) -> User | None:
    """Return the account that a half-finished sign-in or a reset link names, None if changed since."""
    return db.session.scalars(
        sa.select(User).where(User.fs_uniquifier == uniquifier).execution_options(all_chapters=True)
    ).first()


def all_users() -> list[User]:
    """Return every account of the installation with its roles, by address."""
    return list(
        db.session.scalars(
            sa.select(User)
            .order_by(User.email)
            .options(selectinload(User.memberships).joinedload(Membership.chapter))
            .execution_options(all_chapters=True)
        )
    )


def members() -> list[Membership]:
    """Return who holds a role in the chosen chapter, by name."""
    return list(
        db.session.scalars(
            sa.select(Membership)
            .join(Membership.user)
            .where(Membership.chapter_id == tenancy.chapter_id())
            .order_by(User.name, Membership.id)
            .options(joinedload(Membership.user))
        )
    )


def get_member(membership_id: UUID) -> Membership:
    """Return a membership of the chosen chapter. Raise RowMissing for any other."""
    found = db.session.scalars(
        sa.select(Membership)
        .where(Membership.id == membership_id, Membership.chapter_id == tenancy.chapter_id())
        .options(joinedload(Membership.user), joinedload(Membership.chapter))
    ).first()
    if found is None:
        raise RowMissing("Membership")
    return found


def membership_of(user_id: UUID) -> Membership:
    """Return the role of a person in the chosen chapter. Raise RowMissing."""
    found = db.session.scalars(
        sa.select(Membership)
        .where(Membership.user_id == user_id, Membership.chapter_id == tenancy.chapter_id())
        .options(joinedload(Membership.user), joinedload(Membership.chapter))
    ).first()
    if found is None:
        raise RowMissing("Membership")
    return found


def administrators() -> int:
    """Return how many active administrators the chosen chapter has."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Membership)
            .join(Membership.user)
            .where(
                Membership.chapter_id == tenancy.chapter_id(),
                Membership.role == Role.ADMINISTRATOR,
                User.active,
            )
        )
        or 0
    )


def demo_members() -> list[Membership]:
    """Return who works in the chapters of the demo, the default chapter first; at most twelve."""
    return list(
        db.session.scalars(
            sa.select(Membership)
            .join(Membership.chapter)
            .join(Membership.user)
            .where(Chapter.is_demo, User.active)
            .order_by(Chapter.is_default.desc(), Chapter.slug, User.created_at, User.email)
            .limit(12)
            .options(joinedload(Membership.user), joinedload(Membership.chapter))
            .execution_options(all_chapters=True)
        )
    )


def memberships_of(user_id: UUID) -> list[Membership]:
    """Return the roles of a person in every chapter, the oldest first."""
    return list(
        db.session.scalars(
            sa.select(Membership)
            .where(Membership.user_id == user_id)
            .order_by(Membership.created_at, Membership.id)
            .options(joinedload(Membership.chapter))
            .execution_options(all_chapters=True)
        )
    )
