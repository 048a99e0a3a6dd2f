"""What a donor types in the portal."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from relief.core.fields import TypedField
from relief.core.forms import EmailLineField, ReliefForm


class CodeField(TypedField):
    """The six digits of the letter, with or without the space between them."""

    asks: Any = _l("Write the six digits of the letter.")
    keyboard = "numeric"

    def read(self, text: str) -> str:
        digits = re.sub(r"[ -]", "", text)
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValueError(str(self.asks))
        return digits


class AskForm(ReliefForm):
    """Which mailbox wants to come in."""

    email = EmailLineField(_l("E-mail"))


class EnterForm(ReliefForm):
    """The button that uses a link up: nothing to type in the browser that asked."""


class CodeForm(EnterForm):
    """The code of the letter, in any other browser."""

    code = CodeField(_l("Code of the letter"))
