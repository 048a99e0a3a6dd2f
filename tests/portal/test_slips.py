"""Slips: judged by their bytes, drawn anew, kept apart, and read by the treasurer once."""

import io
import struct
import zlib

import pytest
import sqlalchemy as sa
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from relief.core import clock, files
from relief.core.db import db, transaction
from relief.core.errors import ReliefError
from relief.core.mail import Letter
from relief.core.money import Money
from relief.core.sent_files import (
    MOST_BYTES,
    NotAPaper,
    PictureTooLarge,
    SentTooLarge,
    SentUnreadable,
    keep_sent,
    read_sent,
)
from relief.payments import slips
from relief.payments.models import Payment, PaymentSlip, SlipStatus
from relief.payments.slip_errors import SlipDecided
from tests.factories.payments import ZONE

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SCRIPT = b"<script>alert(1)</script>"


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims a wall of pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def photo(**more) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (80, 40), "teal").save(kept, "JPEG", **more)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (SCRIPT, NotAPaper),
        (b"", NotAPaper),
        (b"MZ" + PDF, NotAPaper),
        (b"GIF89a" + PDF, NotAPaper),
        (b"PK\x03\x04" + PDF, NotAPaper),
        (PDF.replace(b"%%EOF", b""), SentUnreadable),
        (b"\xff\xd8\xff\xe0 not a picture", SentUnreadable),
        (b"\x89PNG\r\n\x1a\n", SentUnreadable),
        (photo()[:-200], SentUnreadable),
        (png_claiming(60_000, 60_000), PictureTooLarge),
        (png_claiming(9_000, 9_000), PictureTooLarge),
        (png_claiming(50_000, 10), PictureTooLarge),
        (PDF + b" " * MOST_BYTES, SentTooLarge),
    ],
    ids=lambda each: each.__name__ if isinstance(each, type) else "",
)
def test_what_is_no_slip_is_refused_in_words(content, refusal):
    with pytest.raises(refusal):
        read_sent(content, name="slip.pdf")


def test_a_picture_is_drawn_anew_without_what_hid_in_it():
    exif = Image.Exif()
    exif[0x010E] = "donde vivo"
    kept = read_sent(photo(exif=exif, comment=b"secreto") + SCRIPT, name="../../f.php;.jpg")
    assert kept.media_type == "image/jpeg"
    assert kept.name == "f.php.jpg"
    for hidden in (b"donde vivo", b"secreto", SCRIPT):
        assert hidden not in kept.content
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert not picture.getexif()


def test_a_sideways_see_through_picture_stands_upright_on_white(factories):
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(read_sent(photo(exif=exif), name="a").content)) as picture:
        assert picture.size == (40, 80)
    glass = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(glass, "PNG")
    with Image.open(io.BytesIO(read_sent(glass.getvalue(), name="a").content)) as picture:
        assert picture.getpixel((1, 1)) == (255, 255, 255)


def upload(browser, company, content: bytes, **typed):
    data = {"amount": "600.00", "sent_on": clock.today(ZONE).isoformat(), **typed}
    data["file"] = FileStorage(io.BytesIO(content), filename="mi recibo.pdf")
    path = f"/portal/{company.donor.id}/pledges/{company.own.id}/slip"
    # Encoded here: the client would leave its temporary file of a large body open.
    boundary, body = encode_multipart(data)
    kind = f'multipart/form-data; boundary="{boundary}"'
    return browser.post(path, data=body, content_type=kind)


def kept_slips() -> list[PaymentSlip]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(PaymentSlip)))


def test_a_donor_uploads_a_slip_once_however_often_it_is_sent(laura, company):
    assert laura.get(f"/portal/{company.donor.id}/pledges/{company.own.id}/slip").status_code == 200
    for _time in range(2):
        assert upload(laura, company, PDF).status_code == 303
    (slip,) = kept_slips()
    assert (slip.amount, slip.uploaded_by) == (Money(600_00, "MXN"), "paty@ensambles.test")
    assert files.fetch(slip.file_hash) == PDF
    page = laura.get(f"/portal/{company.donor.id}/pledges/{company.own.id}")
    assert "por revisar" in page.get_data(as_text=True)


def test_what_is_refused_leaves_no_slip_and_says_why(laura, company):
    answer = upload(laura, company, SCRIPT)
    assert answer.status_code == 422
    assert "no es PDF, JPG ni PNG" in answer.get_data(as_text=True)
    assert upload(laura, company, PDF, amount="sNaN").status_code == 422
    assert upload(laura, company, PDF, sent_on="2099-01-01").status_code == 422
    assert kept_slips() == []


def test_ten_megabytes_are_taken_here_and_nowhere_else(laura, client, company):
    heavy = PDF.replace(b"endobj", b"endobj" + b" " * (2 * 1024 * 1024))
    assert upload(laura, company, heavy).status_code == 303
    assert upload(laura, company, b" " * (12 * 1024 * 1024)).status_code == 413
    path = f"/portal/{company.donor.id}/me"
    assert laura.post(path, data={"language": "x" * 2 * 1024 * 1024}).status_code == 413


def test_the_treasurer_records_the_payment_from_the_slip(ana, company, factories):
    slip = factories.slip(pledge=company.own)
    assert company.own.reference in ana.get("/staff/payments/slips/").get_data(as_text=True)
    page = ana.get(f"/staff/payments/slips/{slip.id}").get_data(as_text=True)
    assert 'value="1,000.00"' in page
    typed = {
        "nonce": "0192c1a8-0000-7000-8000-000000000001",
        "amount": "1,000.00",
        "currency": "MXN",
        "method": "transfer",
        "received_on": clock.today(ZONE).isoformat(),
    }
    first = ana.post(f"/staff/payments/slips/{slip.id}/record", data=typed)
    again = ana.post(f"/staff/payments/slips/{slip.id}/record", data=typed)
    assert first.location == again.location
    assert "/staff/payments/" in first.location
    (kept,) = kept_slips()
    payment = db.session.scalars(sa.select(Payment)).one()
    assert (kept.status, kept.payment_id) == (SlipStatus.USED, payment.id)
    other = {**typed, "nonce": "0192c1a8-0000-7000-8000-000000000002"}
    assert ana.post(f"/staff/payments/slips/{slip.id}/record", data=other).status_code == 422
    assert len(db.session.scalars(sa.select(Payment)).all()) == 1


def test_the_answer_to_a_dismissed_slip_reaches_who_sent_it(ana, company, factories):
    slip = factories.slip(pledge=company.own)
    path = f"/staff/payments/slips/{slip.id}/dismiss"
    assert ana.post(path, data={"answer": " "}).status_code == 422
    assert ana.post(path, data={"answer": "Es de otra cuenta."}).status_code == 303
    letter = db.session.scalars(sa.select(Letter).where(Letter.kind == "slip_dismissed")).one()
    assert letter.to_address == "paty@ensambles.test"
    assert "Es de otra cuenta." in letter.text
    with pytest.raises(SlipDecided), transaction():
        slips.dismiss_slip(slips.get_slip(slip.id), answer="Otra vez")


def test_a_file_leaves_only_as_what_we_made_of_it(ana, company, factories):
    picture = factories.slip(pledge=company.own)
    answer = ana.get(f"/staff/payments/slips/{picture.id}/file")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "image/jpeg"
    file = read_sent(PDF + SCRIPT + b"\n%%EOF", name="x.html")
    kept = keep_sent(file)
    paper = factories.slip(pledge=company.own, file=file, file_hash=kept)
    answer = ana.get(f"/staff/payments/slips/{paper.id}/file")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_pledge_is_not_flooded_and_a_closed_one_takes_none(company, factories):
    for _number in range(slips.UNREAD_AT_MOST):
        factories.slip(pledge=company.own)
    with pytest.raises(ReliefError):
        factories.slip(pledge=company.own)
    paid = factories.paid_pledge()
    with pytest.raises(ReliefError):
        factories.slip(pledge=paid)
