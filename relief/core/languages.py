"""Which of the two languages whoever reads this reads."""

from flask_babel import get_locale


def reader_language() -> str:
    """Return `es` or `en`, as the running page, letter or paper is written; Spanish if unsaid."""
    return "en" if str(get_locale()).startswith("en") else "es"
