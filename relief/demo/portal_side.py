"""What the demo's donors do in their portal: a slip, a correction, and how they want to be written to."""

import io
from datetime import date
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont

from relief.core.context import Actor, ActorKind
from relief.core.money import Money, format_money
from relief.core.sent_files import keep_sent, read_sent
from relief.demo.stage import Stage
from relief.donors import consents, requests
from relief.donors.queries import with_contacts
from relief.donors.request_models import Purpose
from relief.payments import slips
from relief.pledges.models import Pledge
from relief.pledges.queries import get_pledge

PORTAL = Actor(ActorKind.DONOR, "Donante (portal)")


def visit(stage: Stage, pledge_id: UUID, day: date) -> None:
    """Let the contact of an accepted pledge of money upload a slip, and say the rest, on a local day."""
    pledge = get_pledge(pledge_id)
    line = pledge.cash_line
    if line is None or line.outstanding is None:
        return
    mailbox = pledge.contact_email.lower()
    _upload(pledge, line.outstanding, day)
    version = stage.chapter.privacy_version
    wishes = {Purpose.NOTICE: True, Purpose.NEWS: True}
    consents.say(mailbox, wishes=wishes, privacy_version=version)
    donor = with_contacts(pledge.donor_id)
    requests.ask_correction(
        donor,
        wanted={"address": "Blvd. Industrial 2050, Parque El Florido", "postal_code": "22244"},
        note="Nos cambiamos de nave en septiembre.",
        asked=requests.Asked(mailbox, pledge.language, stage.nonce()),
    )


def _upload(pledge: Pledge, amount: Money, day: date) -> None:
    words = [
        "DEMO: no es un comprobante",
        "Transferencia SPEI",
        format_money(amount),
        f"{day.isoformat()}   Concepto: {pledge.reference}",
    ]
    file = read_sent(drawn(words), name="comprobante-spei.png")
    slips.send_slip(
        pledge,
        file=file,
        file_hash=keep_sent(file),
        amount=amount,
        sent_on=day,
        uploaded_by=pledge.contact_email,
    )


def drawn(words: list[str]) -> bytes:
    """Draw a paper that nobody could take for a real one; return it as PNG."""
    picture = Image.new("RGB", (900, 560), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, 880, 540), outline="#0b7a75", width=4)
    for number, line in enumerate(words):
        pen.text((60, 70 + number * 110), line, fill="#12303b", font=ImageFont.load_default(36))
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
