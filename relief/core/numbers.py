"""Whole and broken numbers as readers group them."""

from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import get_locale


def in_groups(value: int | float | Decimal) -> str:
    """Return a number grouped in thousands, in the reader's way: `1,500`; Spanish if unsaid."""
    return format_decimal(value, locale=str(get_locale() or "es_MX"))
