"""Ask for a second person, and decide as one. What is approved is done in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from relief.approvals import emails, queries
from relief.approvals.acts import act_of
from relief.approvals.errors import (
    AlreadyAsked,
    AlreadyDecided,
    MayNotDecide,
    NoteMissing,
    NotYours,
    OwnRequest,
)
from relief.approvals.models import Approval, ApprovalStatus
from relief.audit.actions import Recorded, plain, record
from relief.chapters.queries import get_chapter
from relief.core import clock, context, rows, tenancy
from relief.core.db import db
from relief.core.money import Currency, Money
from relief.core.text import has_substance
from relief.core.words import word


@dataclass(frozen=True)
class _Subject:
    """The record that a request is about, named by its id alone."""

    id: UUID


def needs_second(amount: Money) -> bool:
    """Say whether an amount exceeds what one person may decide alone, in its own currency."""
    chapter = get_chapter(tenancy.chapter_id())
    limits = {Currency.MXN: chapter.second_person_mxn, Currency.USD: chapter.second_person_usd}
    return amount.minor > limits[Currency(amount.currency)]


def ask(
    kind: str,
    subject: Recorded,
    *,
    label: str,
    amount: Money,
    reason: str,
    payload: Mapping[str, Any],
) -> Approval:
    """Ask for a second person to allow an act that was registered under `kind`; they get a letter.

    `label` names the subject as people do (a reference, a folio). `payload` holds the terms that
    `perform` will read; money, days, ids and enums are kept as text. Raise AlreadyAsked, which
    names who was first, or ValueError when nobody of staff acts.
    """
    act = act_of(kind)
    asker = context.current_actor()
    if asker.kind is not context.ActorKind.STAFF or asker.id is None:
        raise ValueError("only a person of staff asks for a second one")
    known = queries.waiting_for(kind, subject.id)
    if known is not None:
        raise AlreadyAsked(who=known.asked_by)
    approval = Approval(
        kind=act.kind,
        subject_id=subject.id,
        label=label,
        amount=amount,
        reason=reason,
        payload={key: plain(value) for key, value in payload.items()},
        asked_by_id=asker.id,
        asked_by=asker.label,
    )
    _keep(approval)
    told = {"label": label, "amount": amount, "reason": reason}
    record("approvals:approval:asked", approval, about=subject, after=told)
    for reader in queries.deciders(approval):
        emails.asked(approval, reader)
    return approval


def approve(approval: Approval, *, note: str = "") -> Approval:
    """Allow the act and do it, in one transaction; what it refuses leaves the request waiting.

    Raise AlreadyDecided, which names who was first, OwnRequest, MayNotDecide, or whatever the act
    itself raises.
    """
    _lock_pending(approval)
    _refuse_unless_second(approval)
    _end(approval, ApprovalStatus.APPROVED, note=note)
    act_of(approval.kind).perform(approval)
    _tell_asker(approval)
    return approval


def reject(approval: Approval, *, note: str) -> Approval:
    """Refuse the act; nothing is done. Raise as `approve` does, or NoteMissing."""
    _lock_pending(approval)
    _refuse_unless_second(approval)
    if not has_substance(note):
        raise NoteMissing
    _end(approval, ApprovalStatus.REJECTED, note=note)
    _tell_asker(approval)
    return approval


def withdraw(approval: Approval) -> Approval:
    """Take one's own request back. Raise AlreadyDecided or NotYours."""
    _lock_pending(approval)
    if context.current_actor().id != approval.asked_by_id:
        raise NotYours(who=approval.asked_by)
    return _end(approval, ApprovalStatus.WITHDRAWN, note="")


def _keep(approval: Approval) -> None:
    """Write the request. Of two people who ask at one moment the database lets one through."""
    try:
        with db.session.begin_nested():
            db.session.add(approval)
    except IntegrityError as error:
        first = queries.waiting_for(approval.kind, approval.subject_id)
        if first is None:
            raise
        raise AlreadyAsked(who=first.asked_by) from error


def _lock_pending(approval: Approval) -> None:
    rows.lock(approval)
    if approval.status is not ApprovalStatus.PENDING:
        raise AlreadyDecided(who=approval.decided_by, state=word(approval.status))


def _refuse_unless_second(approval: Approval) -> None:
    actor = context.current_actor()
    if actor.id == approval.asked_by_id:
        raise OwnRequest
    if actor.id not in {user.id for user in queries.deciders(approval)}:
        raise MayNotDecide


def _tell_asker(approval: Approval) -> None:
    """Write to whoever asked; nobody who has left the chapter since."""
    asker = queries.asker(approval)
    if asker is not None:
        emails.decided(approval, asker)


def _end(approval: Approval, status: ApprovalStatus, *, note: str) -> Approval:
    actor = context.current_actor()
    approval.status = status
    approval.decided_by_id, approval.decided_by = actor.id, actor.label
    approval.decided_at = clock.now()
    approval.decision_note = note
    db.session.flush()
    record(
        f"approvals:approval:{status.value}",
        approval,
        about=_Subject(approval.subject_id),
        before={"status": ApprovalStatus.PENDING},
        after={"status": status, "label": approval.label, **({"note": note} if note else {})},
    )
    return approval
