"""Whatever stands where an address has words: a kind answer, on both engines."""

import pytest

ODD = [
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF%FE",
    "a" * 5000,
    "%F0%9F%92%A9",
    "..%2f..",
    "%27%20OR%201=1--",
]
DOORS = ["/v/{}", "/d/{}", "/c/{}", "/{}/c/x", "/c/{}/pledge", "/language/{}", "/dev/mail/{}"]


@pytest.mark.parametrize("door", DOORS)
def test_a_public_door_takes_any_word(client, chapter, door):
    wrong = {}
    for odd in ODD:
        answer = client.get(door.format(odd))
        if answer.status_code not in {303, 308, 404}:
            wrong[odd[:20]] = answer.status_code
    assert not wrong


def test_a_code_is_typed_with_anything(client, chapter):
    for odd in ("\x00", "a\x00b", "\ud800", "a" * 5000, "💩", "' OR 1=1 --"):
        data = {"code": odd.encode("utf-8", "surrogatepass")}
        assert client.post("/v/", data=data).status_code in {303, 422}


def test_a_staff_door_takes_any_word(admin, factories):
    hospital = factories.hospital()
    for odd in ODD:
        answer = admin.post(f"/staff/hospitals/{hospital.id}/state/{odd}")
        assert answer.status_code in {303, 404}, odd[:20]
        answer = admin.get(f"/staff/?q={odd}&after={odd}&since={odd}&sort={odd}")
        assert answer.status_code == 200, odd[:20]


def test_a_cookie_of_a_link_holds_anything(client, chapter):
    for odd in ("%00", "\\000", "a" * 3000, "ñ"):
        answer = client.get(
            "/follow/0190a000-0000-7000-8000-000000000000",
            headers={"Cookie": f"relief_link={odd}; relief={odd}"},
        )
        assert answer.status_code == 404
