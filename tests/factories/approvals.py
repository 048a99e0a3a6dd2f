"""Requests that wait for a second person."""

from typing import Any

from relief.approvals.models import Approval
from relief.chapters.queries import get_chapter
from relief.core import tenancy
from tests.approvals.acts_for_tests import asked, person


def approval(f: Any, **values: Any) -> Approval:
    """A request of a treasurer of the chosen chapter on a payment; `by` names another asker."""
    by = values.pop("by", None) or person(f, get_chapter(tenancy.chapter_id()))
    payment = values.pop("payment", None) or f.payment()
    return asked(payment, by, **values)
