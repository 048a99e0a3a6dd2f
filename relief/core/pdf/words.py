"""Figures and dates as papers print them, in Spanish and English, without a request."""

from datetime import date, datetime

_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
}


def language_of(locale: str) -> str:
    """`en` for English locales, else `es`, the language of the house."""
    return "en" if locale.lower().startswith("en") else "es"


def figure(minor: int) -> str:
    """Cents or centavos as `$1,234.50`: written alike in Mexico and the United States."""
    whole, cents = divmod(abs(minor), 100)
    return f"{'−' if minor < 0 else ''}${whole:,}.{cents:02d}"


def amount(minor: int, currency: str) -> str:
    """Cents or centavos with their currency: `$1,234.50 MXN`."""
    return f"{figure(minor)} {currency}"


def quantity(number: str) -> str:
    """A decimal number, given as text, with its thousands parted: `1,200` or `12.5`."""
    whole, dot, rest = number.partition(".")
    rest = rest.rstrip("0")
    return f"{int(whole):,}{dot if rest else ''}{rest}"


def day(value: date, language: str) -> str:
    """`4 de abril de 2020` or `April 4, 2020`."""
    month = _MONTHS[language].split()[value.month - 1]
    if language == "en":
        return f"{month} {value.day}, {value.year}"
    return f"{value.day} de {month} de {value.year}"


def short_day(value: date, language: str) -> str:
    """`04-abr-2020` or `Apr 4, 2020`: no reader takes the month for the day."""
    month = _MONTHS[language].split()[value.month - 1][:3]
    if language == "en":
        return f"{month} {value.day}, {value.year}"
    return f"{value.day:02d}-{month}-{value.year}"


def moment(value: datetime, language: str) -> str:
    """Day, time and distance from UTC as the value carries them: it is printed, not converted."""
    offset = value.strftime("%z")
    zone = f" (UTC{offset[:3].replace('-', '−')}:{offset[3:5]})" if offset else ""
    return f"{day(value, language)}, {value:%H:%M}{zone}"
