"""How often each public door may be tried, in one table. Shared by all workers."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Request

QUARTER_HOUR = 900
HOUR = 3600


@dataclass(frozen=True)
class Rule:
    """So many tries a window for one address, and for one named field of the form if any."""

    per_address: int
    seconds: int
    methods: tuple[str, ...] = ("POST",)
    field: str = ""
    per_field: int = 0

    def limits(self, request: Request) -> Iterable[tuple[str, int]]:
        """Yield who tries and how often they may."""
        yield f"address:{request.remote_addr}", self.per_address
        if self.field:
            value = request.form.get(self.field, "")[:254].casefold()
            yield f"{self.field}:{value}", self.per_field


RULES: dict[str, Rule] = {
    "security.login": Rule(60, QUARTER_HOUR, field="email", per_field=10),
    "security.forgot_password": Rule(20, HOUR, field="email", per_field=5),
    "security.two_factor_token_validation": Rule(30, QUARTER_HOUR),
    "security.mf_recovery": Rule(20, QUARTER_HOUR),
    "pledges_public.send": Rule(60, HOUR),
    "doors.enter": Rule(240, QUARTER_HOUR, methods=("GET",)),
    "receipts_public.check": Rule(240, QUARTER_HOUR, methods=("GET",)),
    "receipts_public.find": Rule(60, QUARTER_HOUR),
}
