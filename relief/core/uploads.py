"""Files that people send: a field for a form, and the one way to let a view take more bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from relief.core.text import clean_line

View = TypeVar("View", bound=Callable[..., Any])


def takes_upload(most: int) -> Callable[[View], View]:
    """Let one view take a request of up to `most` bytes; every other keeps the house's limit."""

    def mark(view: View) -> View:
        view.upload_limit = most  # type: ignore[attr-defined]  # functions carry marks
        return view

    return mark


def limit_of(view: Callable[..., Any] | None) -> int | None:
    """Return how many bytes a view may take, None for the limit of the house."""
    return getattr(view, "upload_limit", None)


@dataclass(frozen=True)
class Upload:
    """A file as it came; `name` is what the sender calls it, and is never used as a path."""

    name: str
    content: bytes


class UploadField(Field):
    """One file, in `data` as an Upload; None while nothing was chosen."""

    asks: Any = _l("Choose a file.")
    flags: Any

    def __init__(self, label: Any = None, *, accept: str = "", **options: Any) -> None:
        super().__init__(label, widget=FileInput(), **options)
        self.required = True
        self.flags.required = True
        self.render_kw = {"accept": accept} if accept else {}

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first file; text under this name counts as nothing chosen."""
        first = valuelist[0] if valuelist else None
        self.data = None
        if isinstance(first, FileStorage) and first.filename:
            self.data = Upload(clean_line(first.filename)[:120], first.read())

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002  # WTForms passes it
        """Stop at a file that is not there or holds nothing."""
        if self.data is None or not self.data.content:
            raise StopValidation(str(self.asks))

    def _value(self) -> bool:
        """Say that a file box never shows what was chosen before."""
        return False
