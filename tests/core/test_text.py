"""Typed text is cleaned without losing what a person meant."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.core.errors import ReliefError
from relief.core.text import (
    clean_line,
    clean_text,
    company_key,
    has_substance,
    mask_email,
    search_key,
    slugify,
)

any_text = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("", ""),
        ("  Hospital\u00a0 General\t\n de   Tijuana ", "Hospital General de Tijuana"),
        ("a\x00b\u200bc\u202ed\ufeff", "abcd"),
        ("A\u0301", "Á"),
        ("A\u200b\u0301", "Á"),
        ("\ud800x", "x"),
        ("\u3164\u2800", ""),
        ("<b>{{ 7*7 }}</b> 🎁 漢", "<b>{{ 7*7 }}</b> 🎁 漢"),
    ],
)
def test_a_line_is_cleaned(typed, kept):
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("\r\n uno  dos \r\n\r\n\r\n\r\ntres\x00\u2028cuatro\n", "uno dos\n\ntres\ncuatro"),
    ],
)
def test_a_text_keeps_its_lines(typed, kept):
    assert clean_text(typed) == kept


@given(any_text)
def test_cleaning_is_final_and_leaves_nothing_unseen(typed):
    line, text = clean_line(typed), clean_text(typed)
    assert clean_line(line) == line
    assert clean_text(text) == text
    text.encode()
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not unseen & {unicodedata.category(letter) for letter in line + text.replace("\n", "")}


@pytest.mark.parametrize("typed", [None, "", "   ", "\u200b\u200b", "\u3164", "\x00", "--", "🎁"])
def test_no_substance(typed):
    assert not has_substance(typed)


@pytest.mark.parametrize("typed", ["a", " 7 ", "Ñ", "漢", "-x-"])
def test_substance(typed):
    assert has_substance(typed)


def test_search_ignores_case_and_accents():
    assert search_key("  MUÑOZ   López ") == "munoz lopez"
    assert search_key("Straße ﬁn Ⅳ") == "strasse fin iv"
    assert search_key(None) == ""


@given(any_text)
def test_keys_of_keys_are_themselves(typed):
    assert search_key(search_key(typed)) == search_key(typed)
    assert company_key(company_key(typed)) == company_key(typed)
    assert slugify(slugify(typed)) == slugify(typed)


@pytest.mark.parametrize(
    "name",
    [
        "Ensambles Ñandú, S.A. de C.V.",
        "ENSAMBLES NANDU SA DE CV",
        "Ensambles  Ñandú S. A. de C. V.",
        "Ensambles Ñandú, S. de R.L. de C.V.",
        "Ensambles Ñandú S.A.P.I. de C.V.",
        "Ensambles Ñandú S.A.B. de C.V.",
        "Ensambles Ñandú, A.C.",
        "Ensambles Ñandú, Inc.",
        "Ensambles-Ñandú Co., Ltd.",
        "Ensambles Ñandú LLC",
        "Ensambles Ñandú",
    ],
)
def test_one_company_under_many_names(name):
    assert company_key(name) == "ensambles nandu"


def test_different_companies_stay_apart():
    assert company_key("Acme de México") != company_key("Acme de Tijuana")
    assert company_key("S.A. de C.V.") == "sa de cv"
    assert company_key("A&B Industrial") == company_key("A & B Industrial, S.C.")
    assert company_key(None) == company_key("—") == ""


def test_slugs():
    assert slugify("¡Máscaras & Guantes, Año 2020!") == "mascaras-guantes-ano-2020"
    assert slugify("uno dos", longest=4) == "uno"
    assert slugify("漢字") == ""


@given(any_text)
def test_a_slug_is_plain(typed):
    assert set(slugify(typed)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("ana.lopez@example.com", "a***@example.com"),
        ("@example.com", "***"),
        ("ana", "***"),
        ("ana@", "***"),
        (None, "***"),
    ],
)
def test_addresses_are_masked(address, masked):
    assert mask_email(address) == masked


class TooFew(ReliefError):
    message = "Only %(left)s of lot %(lot)s are left."


def test_a_refusal_groups_its_numbers_and_leaves_codes_alone():
    assert str(TooFew(left=12500, lot="20200531")) == "Only 12,500 of lot 20200531 are left."
