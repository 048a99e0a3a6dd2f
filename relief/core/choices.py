"""Fields that offer answers to choose from, and the nonce that makes a form count once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.fields import SelectFieldBase
from wtforms.fields.choices import Choice  # type: ignore[attr-defined]  # newer than its types
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, RadioInput, Select

from relief.core.fields import TypedField


class _OfferField(TypedField, SelectFieldBase):
    """One answer out of `options`, pairs of value and label; anything else is refused."""

    asks: Any = _l("Choose one of the options.")
    widget: Any = Select()
    options: Sequence[tuple[Any, Any]] = ()

    def __init__(self, label: Any = None, *, blank: Any = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.blank = blank

    def read(self, text: str) -> Any:
        for value, _label in self.options:
            if str(value) == text:
                return value
        raise ValueError(str(self.asks))

    def iter_choices(self) -> Iterator[Any]:
        """Yield what the widget draws: the blank answer, if there is one, and the offers."""
        chosen = self._value()
        if self.blank is not None:
            yield Choice("", self.blank, not chosen, {})
        for value, label in self.options:
            yield Choice(str(value), label, str(value) == chosen, {})


class ChoiceField(_OfferField):
    """One member of a StrEnum; `labels` gives the members offered and their words.

    `blank` is the label of the empty answer. `radio=True` draws buttons instead of a list.
    """

    def __init__(
        self, label: Any = None, *, labels: Mapping[Any, Any], radio: bool = False, **options: Any
    ) -> None:
        if radio:
            options.setdefault("widget", ListWidget(prefix_label=False))
            options.setdefault("option_widget", RadioInput())
        super().__init__(label, **options)
        self.options = list(labels.items())


class PickField(_OfferField):
    """One row by its UUID; the view sets `options` to pairs of id and label before validating."""

    options: Sequence[tuple[UUID, Any]] = ()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what came: the options are not known yet."""
        first = valuelist[0] if valuelist else ""
        self.typed = self.clean(first).lower() if isinstance(first, str) else ""
        self.data = None

    def pre_validate(self, form: BaseForm) -> None:
        if self.typed:
            try:
                self.data = self.read(self.typed)
            except ValueError as error:
                raise StopValidation(str(error)) from error
        super().pre_validate(form)


class PickManyField(_OfferField):
    """Rows by their UUIDs, as boxes to tick: `data` is a list of ids in the order of `options`.

    The view sets `options` to pairs of id and label before validating.
    """

    asks: Any = _l("Tick at least one.")
    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = CheckboxInput()
    options: Sequence[tuple[UUID, Any]] = ()
    ticked: frozenset[str] = frozenset()

    def process_data(self, value: Any) -> None:
        """Begin with these ids ticked."""
        self.data = list(value or ())
        self.ticked = frozenset(str(each) for each in self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what came: the options are not known yet. What is not on offer is not ticked."""
        self.ticked = frozenset(each.lower() for each in valuelist if isinstance(each, str))
        self.data = []

    def pre_validate(self, form: BaseForm) -> None:
        self.data = [value for value, _label in self.options if str(value) in self.ticked]
        super().pre_validate(form)
        if self.required and not self.data:
            raise StopValidation(str(self.asks))

    def iter_choices(self) -> Iterator[Any]:
        """Yield a box for each row on offer."""
        for value, label in self.options:
            yield Choice(str(value), label, str(value) in self.ticked, {})


class YesNoField(BooleanField):
    """A box to tick: always True or False; `required` means that it must be ticked."""

    flags: Any

    def __init__(self, label: Any = None, *, required: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.required = required
        if required:
            self.flags.required = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Ticked when the first value is one that browsers and people send for yes."""
        first = valuelist[0] if valuelist else ""
        self.data = isinstance(first, str) and first.lower() in {"y", "yes", "1", "on", "true"}

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  # WTForms passes it
        """Stop at a box that had to be ticked."""
        if self.required and not self.data:
            raise StopValidation(str(_l("Tick this box to go on.")))


class TokenField(TypedField):
    """A hidden nonce, a UUID: the action stores it, so that a form sent twice counts once."""

    asks: Any = _l("Send the form again: this page had lost its mark.")
    widget = HiddenInput()
    _UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")

    def __init__(self, label: Any = "", **options: Any) -> None:
        super().__init__(label, **{"default": uuid4, **options})

    def read(self, text: str) -> UUID:
        if not self._UUID.fullmatch(text):
            self.typed = str(uuid4())  # so that sending the page again works
            raise ValueError(str(self.asks))
        return UUID(text)
