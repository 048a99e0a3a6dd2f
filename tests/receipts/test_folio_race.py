"""Eight processes, kill -9 and failing renders: folios without gap or repeat, on both engines.

Seconds by default; RELIEF_SCALE=1 makes it minutes.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from uuid import uuid4

import pytest

from relief.audit.models import AuditEntry
from relief.config import ROOT
from relief.core import clock
from relief.core.db import db, transaction
from relief.core.money import Money
from relief.payments import actions as payments
from relief.payments.models import Method
from relief.receipts.models import FolioSeries, Receipt, ReceiptLine

pytestmark = pytest.mark.race
SCALE = os.environ.get("RELIEF_SCALE") == "1"
SECONDS, PAYMENTS, FEWEST = (90, 6000, 500) if SCALE else (4, 120, 20)


@pytest.fixture
def paid(factories, chapter):
    """Confirmed payments, three in a hundred of donors whose name no font can draw."""
    campaign = factories.appeal()
    donors = [factories.giver(), factories.giver(name="慈善 S.A.")]

    def make(count):
        day = clock.today(chapter.zone)
        with transaction():
            made = [
                payments.record_payment(
                    donor=donors[number % 33 == 32],
                    campaign=campaign,
                    pledge=None,
                    amount=Money(100_00 + number, "MXN"),
                    nonce=uuid4(),
                    method=Method.TRANSFER,
                    received_on=day,
                )
                for number in range(count)
            ]
            for payment in made:
                payments.confirm_payment(payment)
        return [str(payment.id) for payment in made]

    return make


@pytest.fixture
def issue(store, chapter, tmp_path):
    """Run the issuers; gives how many were killed and what each payment was told."""

    def run(ids, **orders):
        db.session.remove()
        told = {
            "url": store.url,
            "folder": str(tmp_path),
            "chapter": str(chapter.id),
            "payments": ids,
            "seconds": SECONDS,
            "fewest": FEWEST,
            **orders,
        }
        ran = subprocess.run(
            [sys.executable, "-m", "tests.receipts.issuers"], input=json.dumps(told),
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=11 * SECONDS + 120,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr[-2000:]
        acks = defaultdict(set)
        for path in tmp_path.glob("acks-*"):
            # A process may be killed in the middle of a line.
            for line in path.read_text().splitlines():
                if len(line) == len(f"{ids[0]} DON-2026-00001"):
                    acks[line.split()[0]].add(line.split()[1])
        return int(ran.stdout), acks

    return run


def numbers():
    found = db.session.execute(
        db.select(Receipt.number, Receipt.issued_at).order_by(Receipt.number)
    ).all()
    return [row.number for row in found], [row.issued_at for row in found]


def test_folios_have_no_gap_and_no_repeat_under_kill_9(paid, issue):
    kills, acks = issue(paid(PAYMENTS))
    issued, moments = numbers()
    assert kills >= 5, "the processes were not harassed"
    assert len(issued) >= FEWEST
    assert issued == list(range(1, len(issued) + 1))
    assert moments == sorted(moments)
    assert db.session.scalar(db.select(FolioSeries.last)) == len(issued)
    in_order_of_commit = db.session.scalars(
        db.select(Receipt.number)
        .join(AuditEntry, AuditEntry.subject_id == Receipt.id)
        .where(AuditEntry.tag == "receipts:receipt:issued")
        .order_by(AuditEntry.seq)
    ).all()
    assert in_order_of_commit == issued
    kept = {
        str(payment_id): {folio}
        for payment_id, folio in db.session.execute(
            db.select(ReceiptLine.payment_id, Receipt.folio).join(
                Receipt, Receipt.id == ReceiptLine.receipt_id
            )
        )
    }
    assert len(kept) == len(issued), "a payment has more than one receipt"
    assert acks
    assert all(kept[payment_id] == folios for payment_id, folios in acks.items())


def test_control_a_folio_taken_in_a_transaction_of_its_own_leaves_gaps(paid, issue):
    issue(paid(PAYMENTS), apart=True)
    issued, _moments = numbers()
    last = db.session.scalar(db.select(FolioSeries.last))
    assert last > len(issued), "the control must show the gaps that the lock prevents"


def test_twenty_at_once_for_one_payment_make_one_receipt(paid, issue):
    (payment_id,) = paid(1)
    _kills, acks = issue([payment_id], processes=20, once=True)
    issued, _moments = numbers()
    # All but the unlucky ones whose transaction failed were told the same folio.
    assert len(acks[payment_id]) == 1
    assert issued == [1]
