"""Fields for the numbers and addresses that identify a donor: tax, bank, post, mail, telephone."""

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.widgets import EmailInput, TelInput

from relief.core import rfc as numbers
from relief.core.fields import TypedField


class RfcField(TypedField):
    """An RFC as SAT writes it; a wrong check digit only warns, through `doubtful`."""

    asks: Any = _l("Write the RFC with its 12 or 13 letters and digits, for example ABC010203AB1.")

    def read(self, text: str) -> str:
        if not numbers.check(text).valid_shape:
            raise ValueError(str(self.asks))
        return numbers.normalise_rfc(text)

    @property
    def doubtful(self) -> str | None:
        """A sentence when the check digit does not agree: show it, never block."""
        found = numbers.check(self.data)
        if not found.valid_shape or found.check_digit_ok:
            return None
        return str(_("The last character of this RFC does not agree with the rest. Check it."))


class EinField(TypedField):
    """A US employer identification number, NN-NNNNNNN."""

    asks: Any = _l("Write the EIN with its nine digits, for example 12-3456789.")
    keyboard = "numeric"

    def read(self, text: str) -> str:
        if not numbers.ein_ok(text):
            raise ValueError(str(self.asks))
        return numbers.normalise_ein(text)


class ClabeField(TypedField):
    """A Mexican bank account of 18 digits whose control digit checks."""

    asks: Any = _l("Write the 18 digits of the CLABE just as the bank gives them.")
    keyboard = "numeric"

    def read(self, text: str) -> str:
        if not numbers.clabe_ok(text):
            raise ValueError(str(self.asks))
        return numbers.normalise_clabe(text)


class PostalCodeField(TypedField):
    """A postal code of five digits."""

    asks: Any = _l("Write the postal code with five digits, for example 22000.")
    keyboard = "numeric"

    def read(self, text: str) -> str:
        if not numbers.postal_code_ok(text):
            raise ValueError(str(self.asks))
        return text


class EmailLineField(TypedField):
    """A mailbox, checked without asking the network; its domain in lower case."""

    asks: Any = _l("Write an email address, for example name@company.com.")
    widget = EmailInput()

    def read(self, text: str) -> str:
        try:
            # Mailboxes under .test pass, because demonstrations and tests write to them.
            found = validate_email(
                text, check_deliverability=False, allow_smtputf8=False, test_environment=True
            )
        except EmailNotValidError as error:
            raise ValueError(str(self.asks)) from error
        return found.ascii_email or found.normalized


class PhoneField(TypedField):
    """A telephone number as people write it, with seven to fifteen digits."""

    asks: Any = _l("Write the phone number with its area code, for example 664 123 4567.")
    widget = TelInput()
    _NUMBER = re.compile(r"\+?[0-9() ./\-]{7,25}(?: ?(?:ext|x)\.? ?[0-9]{1,6})?", re.IGNORECASE)

    def read(self, text: str) -> str:
        number = re.split(r"[ex]", text, maxsplit=1, flags=re.IGNORECASE)[0]
        if not self._NUMBER.fullmatch(text) or not 7 <= len(re.findall("[0-9]", number)) <= 15:
            raise ValueError(str(self.asks))
        return text
