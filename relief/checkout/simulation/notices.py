"""The simulated provider's notices: signed as the real ones are, and sent until somebody answers."""

import hashlib
import hmac
import json
import queue
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any

import structlog

from relief.checkout.simulation.books import Thing, new_ref, now

log = structlog.get_logger(__name__)
TRIES = 6


@dataclass
class Sender:
    """Keeps every notice and, with an address to send to, sends each from a thread of its own."""

    secret: str
    address: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    _waiting: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)

    def start(self) -> None:
        """Begin to send."""
        threading.Thread(target=self._send_all, daemon=True).start()

    def tell(self, kind: str, thing: Thing) -> None:
        """Write one notice: a copy of the thing as it is now."""
        shown = {name: value for name, value in thing.items() if not name.startswith("_")}
        notice = {
            "id": new_ref("evt"),
            "object": "event",
            "api_version": "2026-10-28.endive",
            "created": now(),
            "livemode": False,
            "type": kind,
            "data": {"object": json.loads(json.dumps(shown))},
        }
        self.sent.append(notice)
        if self.address:
            self._waiting.put(notice)

    def signed(self, body: bytes, *, at: int | None = None) -> str:
        """Return the header for a body: a moment, and an HMAC over both."""
        moment = now() if at is None else at
        digest = hmac.new(
            self.secret.encode(), f"{moment}.".encode() + body, hashlib.sha256
        ).hexdigest()
        return f"t={moment},v1={digest}"

    def _send_all(self) -> None:
        while True:
            self._send(self._waiting.get())

    def _send(self, notice: dict[str, Any]) -> None:
        body = json.dumps(notice).encode()
        for attempt in range(TRIES):
            try:
                headers = {
                    "Content-Type": "application/json",
                    "Stripe-Signature": self.signed(body),
                }
                # The address is given when it starts, and only ever this machine's.
                request = urllib.request.Request(self.address, body, headers)  # noqa: S310  # ours
                with urllib.request.urlopen(request, timeout=10):  # noqa: S310  # ours
                    return
            except OSError as error:
                log.warning("notice not taken", kind=notice["type"], error=str(error))
                time.sleep(2**attempt / 2)
