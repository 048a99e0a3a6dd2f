"""Fields that read one typed value, or keep it as typed and say in a sentence what to do."""

import re
from abc import abstractmethod
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import DateInput, TextArea, TextInput

from relief.core.money import (
    LARGEST_MINOR,
    Currency,
    Money,
    NotAnAmount,
    grouped,
    parse_money,
)
from relief.core.text import clean_line, clean_text, has_substance


class TypedField(Field):
    """The base: clean what was typed, `read` it once, keep it for showing again.

    `data` is the value once the form is valid; None when left empty and not `required` (the
    fields of text say ''). `read` raises ValueError with a sentence for the person. Anything
    that is not text, such as an uploaded file under this name, counts as empty.
    """

    asks: Any = _l("Fill in this field.")
    widget: Any = TextInput()
    empty: ClassVar[Any] = None
    keyboard: ClassVar[str] = ""
    flags: Any

    def __init__(self, label: Any = None, *, required: bool = True, **options: Any) -> None:
        if self.keyboard:
            options["render_kw"] = {"inputmode": self.keyboard, **(options.get("render_kw") or {})}
        super().__init__(label, **options)
        self.required = required
        self.typed: str | None = None
        if required:
            self.flags.required = True

    def clean(self, text: str) -> str:
        """Take out what cannot be seen; one line unless a field says otherwise."""
        return clean_line(text)

    @abstractmethod
    def read(self, text: str) -> Any:
        """Turn clean, non-empty text into a value, or raise ValueError with a sentence."""

    def show(self, value: Any) -> str:
        """Write a value as a person would type it."""
        return str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the first value sent under this name; the form reports what cannot be read."""
        first = valuelist[0] if valuelist else ""
        self.typed = self.clean(first) if isinstance(first, str) else ""
        self.data = self.empty
        if self.typed:
            self.data = self.read(self.typed)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  # WTForms passes it
        """Stop at what could not be read, and at an empty field, which may be an error."""
        if self.process_errors:
            raise StopValidation
        if self.data is None or self.data == "":
            raise StopValidation(str(self.asks)) if self.required else StopValidation

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.show(self.data)


class LineField(TypedField):
    """One line of text; '' when left empty."""

    empty = ""

    def __init__(self, label: Any = None, *, max: int = 200, **options: Any) -> None:
        super().__init__(label, **options)
        self.longest = max
        self.flags.maxlength = max

    def read(self, text: str) -> str:
        if not has_substance(text):
            raise ValueError(_("Write at least one letter or digit."))
        if len(text) > self.longest:
            raise ValueError(_("Shorten this to %(max)s characters at most.", max=self.longest))
        return text


class NotesField(LineField):
    """Several lines of text; '' when left empty."""

    widget: Any = TextArea()

    def __init__(self, label: Any = None, *, max: int = 2000, **options: Any) -> None:
        super().__init__(label, max=max, **options)

    def clean(self, text: str) -> str:
        return clean_text(text)


class MoneyField(TypedField):
    """An amount of Money, above zero unless `least` (in centavos) says otherwise.

    The currency is fixed, or is what the field named `currency_field` of the same form chose.
    """

    asks: Any = NotAnAmount.message
    keyboard = "decimal"

    def __init__(
        self,
        label: Any = None,
        *,
        currency: str = Currency.MXN,
        currency_field: str | None = None,
        least: int = 1,
        most: int = LARGEST_MINOR,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.currency, self.currency_field = currency, currency_field
        self.least, self.most = least, most

    def read(self, text: str) -> Money:
        try:
            amount = parse_money(text, self.currency)
        except NotAnAmount as error:
            raise ValueError(str(self.asks)) from error
        if amount.minor < self.least:
            raise ValueError(self._too_small())
        if amount.minor > self.most:
            most = grouped(Money(self.most, self.currency))
            raise ValueError(_("Write an amount of at most %(most)s.", most=most))
        return amount

    def show(self, value: Money) -> str:
        return grouped(value)

    def pre_validate(self, form: BaseForm) -> None:
        super().pre_validate(form)
        if self.currency_field:
            chosen = form[self.currency_field].data
            if chosen not in set(Currency):
                raise StopValidation(_("Choose the currency of this amount."))
            self.data = Money(self.data.minor, chosen)

    def _too_small(self) -> str:
        if self.least <= 1:
            return str(_("Write an amount greater than zero."))
        least = grouped(Money(self.least, self.currency))
        return str(_("Write an amount of at least %(least)s.", least=least))


class DegreesField(TypedField):
    """Degrees of the globe."""

    asks: Any = _l("Write degrees as a number, for example 32.5256.")

    def read(self, text: str) -> float:
        """Return degrees. Raise ValueError beyond the globe."""
        if not -180 <= (degrees := float(text)) <= 180:
            raise ValueError(str(self.asks))
        return degrees


class QtyField(TypedField):
    """A whole number of things, in ASCII digits."""

    keyboard = "numeric"
    _DIGITS = re.compile(r"[0-9]{1,9}")

    def __init__(
        self, label: Any = None, *, min: int = 1, max: int = 999_999_999, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.least, self.most = min, max
        self.asks = _l(
            "Write a whole number from %(least)s to %(most)s, without commas or decimals.",
            least=min,
            most=max,
        )

    def read(self, text: str) -> int:
        if not self._DIGITS.fullmatch(text) or not self.least <= int(text) <= self.most:
            raise ValueError(str(self.asks))
        return int(text)


class DayField(TypedField):
    """A calendar day between two bounds, both included; each a date or a function giving one."""

    asks: Any = _l("Choose a day that exists, written year-month-day, for example 2020-05-31.")
    widget = DateInput()
    _ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

    def __init__(
        self,
        label: Any = None,
        *,
        earliest: date | Callable[[], date] = date(2000, 1, 1),
        latest: date | Callable[[], date] = date(2099, 12, 31),
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.earliest = earliest() if callable(earliest) else earliest
        self.latest = latest() if callable(latest) else latest
        self.flags.min, self.flags.max = self.earliest.isoformat(), self.latest.isoformat()

    def read(self, text: str) -> date:
        try:
            day = date.fromisoformat(text) if self._ISO.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            raise ValueError(str(self.asks))
        if not self.earliest <= day <= self.latest:
            raise ValueError(
                _(
                    "Choose a day from %(earliest)s to %(latest)s.",
                    earliest=format_date(self.earliest, "long"),
                    latest=format_date(self.latest, "long"),
                )
            )
        return day

    def show(self, value: date) -> str:
        return value.isoformat()
