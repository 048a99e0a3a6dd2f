"""The ways the accounting room refuses."""

from flask_babel import lazy_gettext as _l

from relief.core.errors import ReliefError


class CodeUsedTwice(ReliefError):
    """Two accounts under one code could not be told apart."""

    message = _l("Code %(code)s stands for two accounts.")
