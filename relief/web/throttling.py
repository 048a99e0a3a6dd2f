"""How often each public door may be tried, in one table. Shared by all workers."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Request, session

QUARTER_HOUR = 900
HOUR = 3600


@dataclass(frozen=True)
class Rule:
    """So many tries a window for one address.

    Also for one named field of the form, and for the person whose password was right already.
    """

    per_address: int
    seconds: int
    methods: tuple[str, ...] = ("POST",)
    field: str = ""
    per_field: int = 0
    per_person: int = 0

    def limits(self, request: Request) -> Iterable[tuple[str, int]]:
        """Yield who tries and how often they may."""
        yield f"address:{request.remote_addr}", self.per_address
        if self.field:
            value = request.form.get(self.field, "")[:254].casefold()
            yield f"{self.field}:{value}", self.per_field
        if self.per_person:
            yield f"person:{session.get('tf_user_id') or session.get('_user_id')}", self.per_person


RULES: dict[str, Rule] = {
    "security.login": Rule(60, QUARTER_HOUR, field="email", per_field=10),
    "security.forgot_password": Rule(20, HOUR, field="email", per_field=5),
    "security.two_factor_token_validation": Rule(30, QUARTER_HOUR, per_person=10),
    "security.two_factor_setup_validate": Rule(30, QUARTER_HOUR, per_person=10),
    "security.mf_recovery": Rule(20, QUARTER_HOUR, per_person=10),
    "security.verify": Rule(30, QUARTER_HOUR, per_person=10),
    "security.change_password": Rule(30, QUARTER_HOUR, per_person=10),
    "security.reset_password": Rule(30, QUARTER_HOUR),
    "checkout_public.give": Rule(60, HOUR),
    "checkout_public.pay_new": Rule(60, HOUR),
    "checkout_public.pay_pledge": Rule(60, HOUR),
    "campaigns_public.poster": Rule(60, QUARTER_HOUR, methods=("GET",)),
    "pledges_public.send": Rule(60, HOUR),
    "deliveries_public.confirm": Rule(60, HOUR),
    "holds_public.confirm": Rule(60, HOUR),
    "holds_public.give_back": Rule(60, HOUR),
    "holds_public.hold": Rule(30, HOUR, field="email", per_field=10),
    "intake_public.keep": Rule(30, HOUR),
    "intake_public.sheet": Rule(120, QUARTER_HOUR, methods=("GET",)),
    "instalments_public.stop": Rule(60, HOUR),
    "routes_public.calendar.subscribe": Rule(120, QUARTER_HOUR, methods=("GET",)),
    "doors.enter": Rule(240, QUARTER_HOUR, methods=("GET",)),
    "meals_public.choose": Rule(120, QUARTER_HOUR),
    "meals_public.link.leave": Rule(60, HOUR),
    "meals_public.link.sign": Rule(120, HOUR),
    "meals_public.show": Rule(240, QUARTER_HOUR, methods=("GET",)),
    "meals_public.take": Rule(30, HOUR),
    "needs_public.ask": Rule(60, HOUR),
    "portal.arrivals.keep": Rule(30, HOUR),
    "portal.arrivals.sheet": Rule(120, QUARTER_HOUR, methods=("GET",)),
    "portal.ask": Rule(30, HOUR, field="email", per_field=5),
    "portal.by_code": Rule(30, QUARTER_HOUR),
    "portal.come_in": Rule(30, QUARTER_HOUR),
    "portal.gifts.pay": Rule(60, HOUR),
    "portal.link": Rule(120, QUARTER_HOUR, methods=("GET",)),
    "portal.company.add_contact": Rule(30, HOUR),
    "portal.company.correct": Rule(30, HOUR),
    "portal.slips.send": Rule(30, HOUR),
    "receipts_public.check": Rule(240, QUARTER_HOUR, methods=("GET",)),
    "receipts_public.find": Rule(60, QUARTER_HOUR),
    "routes_sync.keep": Rule(600, HOUR),
}
