"""What the portal needs: slips, requests, and a browser that a donor signed in with."""

import io
from typing import Any
from uuid import uuid4

from PIL import Image

from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.core.sent_files import keep_sent, read_sent
from relief.donors import requests
from relief.donors.queries import with_contacts
from relief.donors.request_models import DataRequest
from relief.links.models import DonorSession
from relief.links.sign_in import hashed
from relief.payments import slips
from relief.payments.models import PaymentSlip
from relief.pledges.queries import get_pledge
from tests.factories.payments import ZONE, cash_pledge

MAIL = "paty@ensambles.test"


def picture(f: Any, *, size: tuple[int, int] = (60, 40), kind: str = "PNG", **more: Any) -> bytes:
    """The bytes of a small picture, of a colour of its own."""
    kept = io.BytesIO()
    colour = (f.number() * 37 % 256, f.number() % 256, 90)
    Image.new("RGB", size, colour).save(kept, kind, **more)
    return kept.getvalue()


def slip(f: Any, *, pledge: Any = None, **values: Any) -> PaymentSlip:
    """A slip that nobody has read."""
    pledge = pledge or cash_pledge(f)
    file = read_sent(picture(f), name="transferencia.png")
    file_hash = keep_sent(file)
    with transaction():
        return slips.send_slip(
            get_pledge(pledge.id),
            **{
                "file": file,
                "file_hash": file_hash,
                "amount": Money(1_000_00, "MXN"),
                "sent_on": clock.today(ZONE),
                "uploaded_by": MAIL,
                **values,
            },
        )


def data_request(f: Any, *, donor: Any = None, **wanted: Any) -> DataRequest:
    """A correction that waits; of the postal code unless said otherwise."""
    donor = donor or f.donor()
    with transaction():
        return requests.ask_correction(
            with_contacts(donor.id),
            wanted=wanted or {"postal_code": "22010"},
            note="",
            asked=requests.Asked(MAIL, "es", uuid4()),
        )


def donor_browser(f: Any, *, app: Any, email: str = MAIL) -> Any:
    """A browser in which this mailbox has come into the portal."""
    token = f"token {f.number()}"
    with transaction():
        db.session.add(DonorSession(email=email, token_hash=hashed(token)))
    browser = app.test_client()
    browser.set_cookie("relief_portal", token, path="/portal")
    return browser
