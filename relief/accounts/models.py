"""Staff, their roles in chapters, and their sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_security.core import UserMixin
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relief.accounts.permissions import Role
from relief.chapters.models import Chapter
from relief.core import clock
from relief.core.db import Base, new_id, status_type


class User(Base, UserMixin):
    """A member of staff. Passwords and codes are kept by Flask-Security, hashed or encrypted."""

    __tablename__ = "staff_user"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)  # type: ignore[assignment]  # theirs is an int
    email: Mapped[str] = mapped_column(sa.String(254))
    name: Mapped[str]
    language: Mapped[str] = mapped_column(sa.String(2), default="es")
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(sa.String(64))
    tf_totp_secret: Mapped[str | None]
    # The time step of the last code that was used: a code seen over a shoulder opens nothing.
    tf_last_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[Any] | None] = mapped_column(MutableList.as_mutable(sa.JSON()))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", order_by="Membership.created_at, Membership.id"
    )

    __table_args__ = (sa.UniqueConstraint("email", info={"field": "email"}),)

    @property
    def roles(self) -> list[Any]:  # type: ignore[override]  # theirs may be written
        """Return nothing: our roles belong to a chapter and live in `memberships`."""
        return []


class Membership(Base):
    """The role that a person holds in a chapter; one each."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_user.id"))
    chapter_id: Mapped[UUID] = mapped_column(sa.ForeignKey("chapter.id"))
    role: Mapped[Role] = mapped_column(status_type(Role))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    user: Mapped[User] = relationship(back_populates="memberships")
    chapter: Mapped[Chapter] = relationship()

    __table_args__ = (sa.UniqueConstraint("user_id", "chapter_id", info={"field": "email"}),)


class StaffSession(Base):
    """One sign-in on one device. Ended rows keep a stolen or old cookie from working again."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_user.id"), index=True)
    chapter_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("chapter.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
