"""An act that only tests know, and two people who may decide it."""

from relief.accounts.permissions import Permission, Role
from relief.approvals import actions
from relief.approvals.acts import register
from relief.approvals.models import Approval
from relief.core.context import Actor, ActorKind, acting_as
from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.money import Money

KIND = "payments:test_act"
done: list[Approval] = []


class TermsGone(ReliefError):
    """What was asked for can no longer be done."""

    message = "too late"


def perform(approval):
    if approval.payload.get("refuse"):
        raise TermsGone
    done.append(approval)


register(
    KIND,
    permission=Permission.PAYMENTS_REVERSE,
    perform=perform,
    title="Devolver un pago",
    endpoint="payments.show",
)


def person(factories, chapter, role=Role.TREASURER, **values):
    """A member of staff as the audit names them."""
    user = factories.staff(chapter=chapter, role=role, **values)
    return Actor(ActorKind.STAFF, user.name, user.id)


def asked(payment, by, **payload):
    """A request for the test act on a payment."""
    with acting_as(by), transaction():
        return actions.ask(
            KIND,
            payment,
            label=payment.reference,
            amount=Money(60_000_00, "MXN"),
            reason="El donante pagó dos veces.",
            payload=payload,
        )


def decide(verb, approval, by, **values):
    """Approve, reject or withdraw as somebody."""
    with acting_as(by), transaction():
        return getattr(actions, verb)(approval, **values)
