"""The member roll on screen: look first, import once, get the refused rows back."""

import re
from pathlib import Path

import pytest

from relief.core.db import db
from relief.core.tables import LIST
from relief.donors.models import Donor, RollImport

ROLL = (Path(__file__).parent / "rolls" / "nuevos.csv").read_bytes()
HERE = "/staff/donors/import/"


def send(browser, content):
    # Written by hand: the test client leaves its temporary file open for large ones.
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="padron.csv"\r\n\r\n'
    body = head + content + b"\r\n--x--\r\n"
    return browser.post(HERE, data=body, content_type="multipart/form-data; boundary=x")


def donors():
    return db.session.query(Donor).count()


def agreed(page):
    return re.search(r'name="agreed" value="([0-9a-f]+)"', page)[1]


def test_a_roll_is_looked_at_then_imported_once(ana, chapter):
    there = send(ana, ROLL).location
    page = ana.get(there).get_data(as_text=True)
    assert "Importar 62 nuevos y 0 con cambios" in page
    assert "Fecha Imposible" in page
    assert "&lt;Baja&gt;" in page
    assert donors() == 0
    ana.post(there, data={"agreed": agreed(page)})
    assert donors() == 62
    page = ana.get(there).get_data(as_text=True)
    assert "Lo importó" in page
    assert "agreed" not in page
    again = ana.post(there, data={"agreed": "x"}, headers={"Referer": f"http://localhost{there}"})
    assert "ya importó este archivo" in ana.get(again.location).get_data(as_text=True)
    back = ana.get(f"{there}/refused.csv")
    assert back.mimetype == "text/csv"
    assert back.get_data().decode("utf-8-sig").count("IZC-BAD") == 5
    second = send(ana, ROLL).location
    assert "Nada que importar" in ana.get(second).get_data(as_text=True)


def test_what_changed_since_the_look_is_not_imported(ana, factories, chapter):
    there = send(ana, ROLL).location
    mark = agreed(ana.get(there).get_data(as_text=True))
    factories.donor(name="Aparece entretanto", rfc="WSB920922TP0")
    ana.post(there, data={"agreed": mark})
    ana.post(there, data={})
    assert donors() == 1
    assert db.session.query(RollImport).one().imported_at is None


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_is_no_roll_is_refused_kindly(ana, chapter):
    for content in (b"", b"\x00\x01", b"uno,dos\n1,2\n", b"PK\x03\x04 nada"):
        answer = send(ana, content)
        assert answer.status_code == 422
        assert "Hay un problema" in answer.get_data(as_text=True)
    assert send(ana, b"x" * (LIST.bytes + 1)).status_code == 422
    assert send(ana, b"x" * (LIST.bytes + 200_000)).status_code == 413
    assert db.session.query(RollImport).count() == 0


def test_a_member_leaves_and_comes_back(ana, factories, chapter):
    donor = factories.donor(name="Va y viene", is_member=True, member_no="S-7")
    there = f"/staff/donors/{donor.id}"
    ana.post(f"{there}/membership/end", data={"ended_on": "2020-03-01", "reason": "Cerró planta"})
    page = ana.get(there).get_data(as_text=True)
    assert "Cerró planta" in page
    assert "Va y viene" in ana.get("/staff/donors/?member=former").get_data(as_text=True)
    early = ana.post(f"{there}/membership/join", data={"joined_on": "2020-02-01"})
    assert early.status_code in {303, 409}
    ana.post(f"{there}/membership/join", data={"joined_on": "2020-06-01"})
    assert "socia vigente" in ana.get(there).get_data(as_text=True)
    assert "Va y viene" in ana.get("/staff/donors/?member=yes").get_data(as_text=True)
    wrong = ana.post(f"{there}/membership/end", data={"ended_on": "nunca", "reason": ""})
    assert wrong.status_code == 303
