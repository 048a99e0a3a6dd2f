"""One row of a list by the rules of a form, and the cells that only lists write."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from relief.core.fields import DayField
from relief.core.forms import ChoiceField, ReliefForm
from relief.core.imports.listing import Listed, Row
from relief.core.tables import Unreadable, is_formula, read_day
from relief.core.text import search_key

Form = TypeVar("Form", bound=ReliefForm)


def read_row(kind: type[Form], row: Row, listed: Listed) -> tuple[Form, list[str]]:
    """Read a row by the rules of a form; return it with one sentence for each fault."""
    formulas = [
        _("%(column)s: this is a formula. Write the value itself.", column=listed.headings[each])
        for each, text in row.text.items()
        if is_formula(text)
    ]
    form = kind(MultiDict(row.text), meta={"csrf": False})
    if row.broken:
        return form, [_("A quotation mark is opened and never closed.")]
    if formulas or form.validate():
        return form, formulas
    return form, list(_faults(form, listed))


def _faults(form: ReliefForm, listed: Listed) -> Iterator[str]:
    for each in form:
        heading = listed.headings.get(each.name, str(each.label.text))
        yield from (f"{heading}: {error}" for error in each.errors)


class RollDayField(DayField):
    """A day as Mexican lists write it, 31/05/2020, or as a workbook gives it, 2020-05-31."""

    asks: Any = _l("Write a day that exists, as day/month/year, for example 31/05/2020.")

    def read(self, text: str) -> date:
        """Read the cell, then hold the day to its bounds. Raise ValueError with a sentence."""
        try:
            day = read_day(text)
        except Unreadable as error:
            raise ValueError(str(self.asks)) from error
        return super().read(day.isoformat())


class WordField(ChoiceField):
    """An answer that a list may write in either language, or short; `words` tells what they mean."""

    def __init__(self, label: Any = None, *, words: Mapping[str, Any], **options: Any) -> None:
        super().__init__(label, **options)
        self.words = words

    def read(self, text: str) -> Any:
        """Return the answer that a word means. Raise ValueError for another word."""
        plain = search_key(text)
        return super().read(str(self.words.get(plain, plain)))
