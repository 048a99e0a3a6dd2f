"""Amounts in words agree with speakers written a second time, here, by another method."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relief.core.money import LARGEST_MINOR, Money, amount_in_words


def listed(words: str) -> list[str]:
    return words.split()


UNITS = listed(
    "CERO UN DOS TRES CUATRO CINCO SEIS SIETE OCHO NUEVE DIEZ ONCE DOCE TRECE CATORCE QUINCE "
    "DIECISÉIS DIECISIETE DIECIOCHO DIECINUEVE VEINTE VEINTIÚN VEINTIDÓS VEINTITRÉS "
    "VEINTICUATRO VEINTICINCO VEINTISÉIS VEINTISIETE VEINTIOCHO VEINTINUEVE"
)
TENS = listed("_ _ _ TREINTA CUARENTA CINCUENTA SESENTA SETENTA OCHENTA NOVENTA")
HUNDREDS = listed(
    "_ CIENTO DOSCIENTOS TRESCIENTOS CUATROCIENTOS QUINIENTOS SEISCIENTOS SETECIENTOS "
    "OCHOCIENTOS NOVECIENTOS"
)
ENGLISH = listed(
    "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN "
    "FIFTEEN SIXTEEN SEVENTEEN EIGHTEEN NINETEEN"
)
ENGLISH_TENS = listed("_ _ TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY")
SCALES = [(10**9, "BILLION"), (10**6, "MILLION"), (1000, "THOUSAND"), (100, "HUNDRED")]


def spanish(number: int) -> str:
    if number < 30:
        return UNITS[number]
    if number < 100:
        ten, unit = divmod(number, 10)
        return TENS[ten] + (f" Y {UNITS[unit]}" if unit else "")
    if number == 100:
        return "CIEN"
    if number < 1000:
        return joined(HUNDREDS[number // 100], number % 100)
    if number < 10**6:
        thousands = number // 1000
        return joined("MIL" if thousands == 1 else f"{spanish(thousands)} MIL", number % 1000)
    millions = number // 10**6
    head = "UN MILLÓN" if millions == 1 else f"{spanish(millions)} MILLONES"
    return joined(head, number % 10**6)


def joined(head: str, rest: int) -> str:
    return f"{head} {spanish(rest)}" if rest else head


def english(number: int) -> str:
    if number < 20:
        return ENGLISH[number]
    if number < 100:
        ten, unit = divmod(number, 10)
        return ENGLISH_TENS[ten] + (f"-{ENGLISH[unit]}" if unit else "")
    size, name = next((size, name) for size, name in SCALES if number >= size)
    head, rest = divmod(number, size)
    return f"{english(head)} {name}" + (f" {english(rest)}" if rest else "")


minors = st.one_of(
    st.integers(0, LARGEST_MINOR),
    st.integers(0, 10**7),
    st.builds(lambda figure, zeros: figure * 10**zeros, st.integers(0, 9999), st.integers(0, 10)),
)


@given(minors)
@example(21_000_00)
@example(1_000_000_00)
@example(1_000_001_00)
@settings(max_examples=1500, deadline=None)
def test_spanish_words_agree_with_the_oracle(minor):
    whole, cents = divmod(minor, 100)
    de = " DE" if whole and whole % 10**6 == 0 else ""
    peso, dollar = ("PESO", "DÓLAR") if whole == 1 else ("PESOS", "DÓLARES")
    start, tail = f"({spanish(whole)}{de} ", f" {cents:02d}/100 "
    assert amount_in_words(Money(minor, "MXN"), "es_MX") == f"{start}{peso}{tail}M.N.)"
    assert amount_in_words(Money(minor, "USD"), "es") == f"{start}{dollar}{tail}USD)"


@given(minors)
@settings(max_examples=1500, deadline=None)
def test_english_words_agree_with_the_oracle(minor):
    whole, cents = divmod(minor, 100)
    peso, dollar = ("PESO", "DOLLAR") if whole == 1 else ("PESOS", "DOLLARS")
    start, tail = f"({english(whole)} ", f" {cents:02d}/100 "
    assert amount_in_words(Money(minor, "MXN"), "en") == f"{start}{peso}{tail}MXN)"
    assert amount_in_words(Money(minor, "USD"), "en_US") == f"{start}{dollar}{tail}USD)"


@pytest.mark.parametrize(
    ("money", "language", "words"),
    [
        (Money(22_000_000_00, "MXN"), "es", "(VEINTIDÓS MILLONES DE PESOS 00/100 M.N.)"),
        (Money(1_00, "MXN"), "es", "(UN PESO 00/100 M.N.)"),
        (Money(50, "MXN"), "es", "(CERO PESOS 50/100 M.N.)"),
        (Money(21_031_07, "MXN"), "es", "(VEINTIÚN MIL TREINTA Y UN PESOS 07/100 M.N.)"),
        (Money(1_234_50, "USD"), "es", "(MIL DOSCIENTOS TREINTA Y CUATRO DÓLARES 50/100 USD)"),
        (Money(1_234_50, "USD"), "en", "(ONE THOUSAND TWO HUNDRED THIRTY-FOUR DOLLARS 50/100 USD)"),
    ],
)
def test_words_as_papers_print_them(money, language, words):
    assert amount_in_words(money, language) == words


def test_a_negative_amount_is_not_spelled():
    with pytest.raises(ValueError, match="negative"):
        amount_in_words(Money(-1, "MXN"), "es")
