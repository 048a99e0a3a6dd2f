"""`/<chapter-slug>/…` is another chapter's public side; `/…` is the default one's.

The prefix is moved to SCRIPT_NAME before routing, so that every address the page builds keeps it.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from relief.core.urls import CHAPTER_SLUG, HOUSE_WORDS

PREFIX = re.compile(rf"^/({CHAPTER_SLUG})(/.*)?$")
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class ChapterPrefix:
    """WSGI middleware: names the chapter of an address in `relief.chapter`."""

    def __init__(self, app: Wsgi) -> None:
        self.app = app

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Move a chapter's prefix out of the path; addresses of the house itself stay."""
        found = PREFIX.match(environ.get("PATH_INFO", ""))
        if found and found[1] not in HOUSE_WORDS:
            rest = found[2] or "/"
            if rest.split("/")[1] not in HOUSE_WORDS - {"c", "language", "privacy"}:
                environ["relief.chapter"] = found[1]
                environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + found[1]
                environ["PATH_INFO"] = rest
        return self.app(environ, start_response)
