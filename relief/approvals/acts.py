"""The acts that may wait for a second person; each upper room registers its own when it opens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import LazyString

from relief.accounts.permissions import Permission
from relief.approvals.models import Approval

Perform = Callable[[Approval], object]
Figures = Callable[[Approval], Sequence[tuple[str, str]]]


def _no_figures(_approval: Approval) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class Act:
    """What an approval sets going: who may do it, how it is done, and where its subject is shown."""

    kind: str
    permission: Permission
    perform: Perform
    title: LazyString
    endpoint: str
    figures: Figures


_acts: dict[str, Act] = {}


def register(
    kind: str,
    *,
    permission: Permission,
    perform: Perform,
    title: LazyString,
    endpoint: str,
    figures: Figures = _no_figures,
) -> None:
    """Say what happens when a request of this kind (`room:verb`) is approved.

    `perform` runs in the transaction of the approval, as the person who approves, and may refuse;
    it must not ask for a second person again. `permission` is the act's own: who decides holds it
    too. `endpoint` is the page of the subject, with its id as the one part of its address.
    `figures` may add pairs of label and text to what the page of the request says will happen.
    """
    _acts[kind] = Act(kind, permission, perform, title, endpoint, figures)


def act_of(kind: str) -> Act:
    """Return what was registered. Raise KeyError for a kind that nobody knows: a defect."""
    return _acts[kind]


def kinds() -> dict[str, LazyString]:
    """Return every kind with its title, for filters."""
    return {kind: act.title for kind, act in sorted(_acts.items())}
