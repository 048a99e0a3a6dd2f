"""RFC, EIN, CLABE and postal codes are judged by their own digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.core.rfc import (
    RfcKind,
    check,
    clabe_ok,
    ein_ok,
    normalise_clabe,
    normalise_ein,
    normalise_rfc,
    postal_code_ok,
)


@pytest.mark.parametrize(
    ("rfc", "kind"),
    [
        ("GODE561231GR8", RfcKind.PERSON),
        ("gode-561231-gr8", RfcKind.PERSON),
        ("SAT970701NN3", RfcKind.COMPANY),
        ("sat 970701 nn3", RfcKind.COMPANY),
        ("XAXX010101000", RfcKind.GENERIC_NATIONAL),
        ("XEXX010101000", RfcKind.GENERIC_FOREIGN),
    ],
)
def test_good_rfcs(rfc, kind):
    found = check(rfc)
    assert (found.valid_shape, found.check_digit_ok, found.kind) == (True, True, kind)


def test_a_wrong_check_digit_is_only_noted():
    found = check("SAT970701NN4")
    assert (found.valid_shape, found.check_digit_ok) == (True, False)
    assert found.kind is RfcKind.COMPANY


@pytest.mark.parametrize(
    "rfc",
    [None, "", "SAT970701", "SAT971301NN3", "SAT970732NN3", "SAT97070١NN3", "A" * 100_000, "ß"],
)
def test_wrong_shapes(rfc):
    found = check(rfc)
    assert (found.valid_shape, found.check_digit_ok, found.kind) == (False, False, None)


def test_letters_of_names_survive():
    assert normalise_rfc(" ñam-970701 nn3 ") == "ÑAM970701NN3"
    assert check("Ñ&M970701NN3").valid_shape


def test_ein():
    assert normalise_ein("123456789") == normalise_ein(" 12-3456789 ") == "12-3456789"
    assert normalise_ein("abc") == "abc"
    assert ein_ok("12-3456789")
    assert not any(ein_ok(text) for text in (None, "", "1-23456789", "12-345678", "12-345678٣"))


def test_clabe():
    assert clabe_ok("032180000118359719")
    assert clabe_ok("032 180 00011835971-9")
    assert normalise_clabe("032 180-0") == "0321800"
    wrong = (None, "", "032180000118359718", "03218000011835971", "٣32180000118359719", "9" * 10**5)
    assert not any(clabe_ok(text) for text in wrong)


@given(st.from_regex(r"\A[0-9]{17}\Z"))
def test_one_last_digit_in_ten_completes_a_clabe(start):
    assert sum(clabe_ok(f"{start}{last}") for last in range(10)) == 1


def test_postal_code():
    assert postal_code_ok(" 22000 ")
    assert not any(
        postal_code_ok(text) for text in (None, "", "2200", "220000", "2200a", "２２０００")
    )


@given(st.text(st.characters(codec=None)))
def test_any_text_gets_an_answer(text):
    check(text)
    ein_ok(text)
    clabe_ok(text)
    postal_code_ok(text)
