"""The ways a file is refused as a whole."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError
from relief.core.tables.row import MEGABYTE, MOST_COLUMNS, Limits


class FileRefused(ReliefError):
    """A file that somebody chose in a form."""

    field = "file"


class FileEmpty(FileRefused):
    """Nothing in it, or nothing but separators."""

    message = _l("The file is empty.")


class FileUnreadable(FileRefused):
    """A picture, a PDF, a page: no table that we can read."""

    message = _l("This file cannot be read. Save it as CSV or as an Excel workbook (.xlsx).")


class OldWorkbook(FileRefused):
    """The format of Excel before 2007."""

    message = _l("This is an old Excel file (.xls). Open it and save it as .xlsx or CSV.")


class WorkbookRefused(FileRefused):
    """A workbook that hides more than it shows, or that is broken."""

    message = _l(
        "This workbook cannot be opened safely: it is damaged, protected, or unpacks to far more "
        "than it should. Save its sheet alone as CSV and try again."
    )


class FileTooLarge(FileRefused):
    """More than anybody looks through in one sitting."""

    message = _l(
        "The file is too large: at most %(rows)s rows, %(columns)s columns and %(megabytes)s MB."
    )

    def __init__(self, limits: Limits) -> None:
        super().__init__(rows=limits.rows, columns=MOST_COLUMNS, megabytes=limits.bytes // MEGABYTE)
