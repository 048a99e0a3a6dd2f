"""Numbers that tax offices, banks and post offices give: RFC, EIN, CLABE, postal code."""

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum.exceptions import ValidationError
from stdnum.mx import rfc as stdnum_rfc

from relief.core.text import clean_line


class RfcKind(StrEnum):
    """Whose RFC it is, as its length and the two generic ones tell."""

    COMPANY = "company"
    PERSON = "person"
    GENERIC_NATIONAL = "generic_national"
    GENERIC_FOREIGN = "generic_foreign"


GENERIC_RFCS = {
    "XAXX010101000": RfcKind.GENERIC_NATIONAL,
    "XEXX010101000": RfcKind.GENERIC_FOREIGN,
}
"""SAT's stand-ins for the general public and for residents abroad; their digit does not check."""


@dataclass(frozen=True)
class RfcCheck:
    """What can be told from an RFC alone.

    A wrong check digit is a warning for a person to weigh, never a refusal: SAT has issued some
    that do not check. `kind` is None when the shape is wrong.
    """

    valid_shape: bool
    check_digit_ok: bool
    kind: RfcKind | None


# [0-9] and not \d, which also means the digits of other scripts.
_RFC = re.compile(r"[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{2}[0-9A]")
_EIN = re.compile(r"([0-9]{2})-?([0-9]{7})")
_CLABE = re.compile(r"[0-9]{18}")
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_CLABE_WEIGHTS = (3, 7, 1) * 6


def normalise_rfc(text: str | None) -> str:
    """Write an RFC as SAT does: capitals, no spaces, hyphens or points."""
    return re.sub(r"[ .\-]", "", clean_line(text).upper())


def check(rfc: str | None) -> RfcCheck:
    """Judge an RFC: twelve characters for a company, thirteen for a person, a real date."""
    number = normalise_rfc(rfc)
    if number in GENERIC_RFCS:
        return RfcCheck(valid_shape=True, check_digit_ok=True, kind=GENERIC_RFCS[number])
    if not _RFC.fullmatch(number) or not _accepted(number):
        return RfcCheck(valid_shape=False, check_digit_ok=False, kind=None)
    kind = RfcKind.COMPANY if len(number) == 12 else RfcKind.PERSON
    # Only the digit: stdnum's own validation also refuses homoclaves for how they begin.
    agrees = number[-1] == stdnum_rfc.calc_check_digit(number[:-1])
    return RfcCheck(valid_shape=True, check_digit_ok=agrees, kind=kind)


def _accepted(number: str) -> bool:
    try:
        stdnum_rfc.validate(number)
    except ValidationError:
        return False
    return True


def normalise_ein(text: str | None) -> str:
    """Write a US employer number as the IRS does, NN-NNNNNNN; other text is only cleaned."""
    line = clean_line(text).replace(" ", "")
    match = _EIN.fullmatch(line)
    return f"{match[1]}-{match[2]}" if match else line


def ein_ok(ein: str | None) -> bool:
    """Tell whether it has the nine digits of an EIN."""
    return _EIN.fullmatch(normalise_ein(ein)) is not None


def normalise_clabe(text: str | None) -> str:
    """Take out the spaces and hyphens that people group a CLABE with."""
    return re.sub(r"[ \-]", "", clean_line(text))


def clabe_ok(clabe: str | None) -> bool:
    """Tell whether it has 18 digits and the last one checks (Banco de México: weights 3, 7, 1)."""
    digits = normalise_clabe(clabe)
    if not _CLABE.fullmatch(digits):
        return False
    pairs = zip(digits[:17], _CLABE_WEIGHTS, strict=False)
    total = sum(int(digit) * weight % 10 for digit, weight in pairs)
    return int(digits[17]) == -total % 10


def postal_code_ok(code: str | None) -> bool:
    """Tell whether it has the five digits that Mexico and the United States use."""
    return _POSTAL_CODE.fullmatch(clean_line(code)) is not None
