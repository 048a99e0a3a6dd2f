"""ReliefError: a rule said no, in words a person may read."""

from typing import Any

from flask_babel import LazyString

from relief.core.numbers import in_groups


class ReliefError(Exception):
    """The root of every refusal that a person should read.

    Subclasses set `message` to a lazily translated sentence, with `%(name)s` for what the
    raiser passes by keyword; whole numbers are grouped as the reader does. `field` names the form field that the refusal belongs to, so that
    the page can show it beside what was typed.
    """

    message: LazyString | str = ""
    field: str | None = None

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(type(self).__name__)

    def __str__(self) -> str:
        if not self.values:
            return str(self.message)
        return str(self.message) % {name: _told(value) for name, value in self.values.items()}


def _told(value: Any) -> Any:
    return in_groups(value) if type(value) is int else value
