"""Close a record and say why: one form for each way in which its page offers it."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from relief.core.db import transaction
from relief.core.errors import ReliefError
from relief.core.forms import LineField, ReliefForm


class ReasonForm(ReliefForm):
    """Why something is turned down, called off or taken back. `way` tells the forms of a page apart."""

    reason = LineField(_l("Reason"), max=300)

    def __init__(self, way: str, **options: Any) -> None:
        super().__init__(prefix=way, **options)
        self.way = way


def endings(*ways: str, refused: ReasonForm | None = None) -> dict[str, ReasonForm]:
    """Return an empty form for each way to close a record, and `refused` in its own place."""
    return {
        way: refused if refused and refused.way == way else ReasonForm(way, formdata=None)
        for way in ways
    }


def refused_closing(
    way: str, act: Callable[..., None], *, form: ReasonForm | None = None
) -> ReasonForm | None:
    """Read why, call `act(reason=…)` and return None; or the form, with what stopped it.

    `form` is one that asks for more than the reason; it reads the rest itself.
    """
    form = form if form is not None else ReasonForm(way)
    if form.validate_on_submit():
        try:
            with transaction():
                act(reason=form.reason.data)
        except ReliefError as refusal:
            form.refuse(refusal)
        else:
            return None
    return form
