"""Which requests wait for a second person, and who may decide them."""

from uuid import UUID

import sqlalchemy as sa

from relief.accounts.models import User
from relief.accounts.permissions import Permission, may
from relief.accounts.queries import members
from relief.approvals.acts import act_of
from relief.approvals.models import Approval, ApprovalStatus
from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of


def get_approval(approval_id: UUID) -> Approval:
    """Return a request of the chapter. Raise RowMissing."""
    return rows.get(Approval, approval_id)


def waiting_for(kind: str, subject_id: UUID) -> Approval | None:
    """Return the request of this kind that waits on a record, None if there is none."""
    return db.session.scalars(
        sa.select(Approval).where(
            Approval.kind == kind,
            Approval.subject_id == subject_id,
            Approval.status == ApprovalStatus.PENDING,
        )
    ).first()


def waiting(*, limit: int = 50) -> list[Approval]:
    """Return what waits to be decided, the oldest first."""
    return list(
        db.session.scalars(
            sa.select(Approval)
            .where(Approval.status == ApprovalStatus.PENDING)
            .order_by(Approval.asked_at, Approval.id)
            .limit(limit)
        )
    )


def count_waiting() -> int:
    """Return how many requests wait to be decided."""
    return rows.count(Approval, Approval.status == ApprovalStatus.PENDING)


def page_of_approvals(
    listing: Listing, *, status: ApprovalStatus | None = None, kind: str | None = None
) -> Page[Approval]:
    """Return one page of requests, of one state or kind if asked."""
    statement = sa.select(Approval)
    if status is not None:
        statement = statement.where(Approval.status == status)
    if kind is not None:
        statement = statement.where(Approval.kind == kind)
    return page_of(statement, listing, columns={"asked": Approval.asked_at}, row_id=Approval.id)


def deciders(approval: Approval) -> list[User]:
    """Return who may decide a request: both permissions, active, and not who asked; by name."""
    needed = (Permission.APPROVALS_DECIDE, act_of(approval.kind).permission)
    return [
        each.user
        for each in members()
        if each.user.active
        and each.user_id != approval.asked_by_id
        and all(may(each.role, permission) for permission in needed)
    ]


def asker(approval: Approval) -> User | None:
    """Return who asked, None if they are no longer among the active members of the chapter."""
    found = (each.user for each in members() if each.user_id == approval.asked_by_id)
    return next((user for user in found if user.active), None)
