"""Two people save the same thing at once: the second hears it as a refusal, beside its field.

Actions look before they write, and say who was first. This is for the moment between the look and
the write: a unique constraint whose `info` names a form field refuses in words, any other is a fault.
"""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from relief.core.errors import ReliefError


class SavedMeanwhile(ReliefError):
    """Somebody was quicker by a moment."""

    message = _l("Somebody else saved the same just now. Look at the list before you save again.")

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


def refusal_of(error: BaseException, metadata: sa.MetaData) -> SavedMeanwhile | None:
    """Return what to tell the second of two people, None when `error` is something else."""
    if not isinstance(error, IntegrityError):
        return None
    # PostgreSQL names the constraint, SQLite its columns.
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    told = str(error.orig)
    for table in metadata.tables.values():
        for each in table.constraints:
            if not isinstance(each, sa.UniqueConstraint) or "field" not in each.info:
                continue
            columns = ", ".join(f"{table.name}.{column.name}" for column in each.columns)
            if each.name == named or told == f"UNIQUE constraint failed: {columns}":
                return SavedMeanwhile(each.info["field"])
    return None
