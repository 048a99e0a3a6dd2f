"""The form that every room's forms inherit, and the fields they are made of."""

from collections.abc import Iterator
from typing import Any, Self

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import FieldList, PasswordField, StringField, TextAreaField
from wtforms.validators import ValidationError

from relief.core.choices import ChoiceField, PickField, PickManyField, TokenField, YesNoField
from relief.core.errors import ReliefError
from relief.core.fields import (
    DayField,
    DegreesField,
    LineField,
    MoneyField,
    NotesField,
    QtyField,
    TypedField,
)
from relief.core.identity_fields import (
    ClabeField,
    EinField,
    EmailLineField,
    PhoneField,
    PostalCodeField,
    RfcField,
)
from relief.core.pdf.fonts import CannotBeDrawn, ensure_drawable
from relief.core.text import clean_line, clean_text

__all__ = [
    "ChoiceField",
    "ClabeField",
    "DayField",
    "DegreesField",
    "EinField",
    "EmailLineField",
    "FromAddress",
    "LineField",
    "MoneyField",
    "NotesField",
    "PhoneField",
    "PickField",
    "PickManyField",
    "PostalCodeField",
    "QtyField",
    "QueueForm",
    "ReliefForm",
    "RfcField",
    "RowForm",
    "RowsField",
    "TokenField",
    "TypedField",
    "YesNoField",
    "drawable",
]


def drawable(_form: Any, field: Any) -> None:
    """Refuse what a paper could not print, naming the characters, while its writer is still here."""
    try:
        ensure_drawable(field.data)
    except CannotBeDrawn as refusal:
        raise ValidationError(str(refusal)) from refusal


class ReliefForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form whose every text arrives clean; WTForms' own string fields included."""

    def refuse(self, refusal: ReliefError) -> None:
        """Show a broken rule beside the field it names, else above the form."""
        name = refusal.field
        if name is not None and name in self:
            self[name].errors = [*self[name].errors, str(refusal)]
        else:
            self.form_errors.append(str(refusal))

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF has no types
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Put the cleaning filter first on plain string fields; passwords stay as typed."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                clean = _clean_notes if issubclass(kind, TextAreaField) else _clean_line
                options["filters"] = [clean, *unbound_field.kwargs.get("filters", ())]
            return super().bind_field(form, unbound_field, options)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read forms only: Flask-WTF would also take JSON, and fail on a list or a number."""
            if formdata is _Auto and request.is_json:
                return None
            return super().wrap_formdata(form, formdata)


class FromAddress(ReliefForm):
    """What the address of a page says, as a list's filters do; it changes nothing, so no token."""

    class Meta(ReliefForm.Meta):
        csrf = False


class QueueForm(FromAddress):
    """Which rows of a queue are listed: those in the state `waiting`, unless another is named."""

    waiting: Any

    @classmethod
    def read(cls, args: Any) -> Self:
        """Return the form as an address fills it; without a state in it, as those that wait."""
        if "status" not in args:
            return cls(None, status=cls.waiting)
        form = cls(args)
        form.validate()
        return form


class RowForm(ReliefForm):
    """One row of a `RowsField`; the form around it carries the CSRF token."""

    class Meta(ReliefForm.Meta):
        csrf = False


class RowsField(FieldList):  # type: ignore[type-arg]  # cannot be subscripted when run
    """A list of rows, `RowsField(FormField(MyRow))`, that survives invented row numbers.

    WTForms takes `²` for a row number and then fails to read it. It also keeps the errors of its
    rows as they were when it checked them; here they are those that the rows have now, so that
    what a rule refuses afterwards stands in the summary too.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self._own: list[Any] = []
        super().__init__(*args, **options)

    @property  # type: ignore[override]  # WTForms has an attribute there
    def errors(self) -> list[Any]:
        """Return the errors of every row, if one has any, then those of the list itself."""
        rows = [entry.errors for entry in self.entries]
        return [*rows, *filter(None, self._own)] if any(rows) else self._own

    @errors.setter
    def errors(self, errors: list[Any]) -> None:
        self._own = errors

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        start = f"{prefix}-"
        for key in formdata:
            row = key.removeprefix(start).partition("-")[0]
            if key.startswith(start) and row.isascii() and row.isdigit() and len(row) <= 4:
                yield int(row)


def _clean_line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _clean_notes(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value
