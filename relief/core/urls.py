"""What addresses may be: those from outside that may be followed, and the names of chapters."""

import re

_OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""A path of this site: browsers read `//` and `/\\` as another host, and drop tabs and breaks."""

_LONGEST = 2000

CHAPTER_SLUG = "[a-z0-9][a-z0-9-]{1,39}"

HOUSE_WORDS = frozenset(
    {
        "api",
        "c",
        "d",
        "dev",
        "favicon.ico",
        "healthz",
        "language",
        "portal",
        "privacy",
        "readyz",
        "robots.txt",
        "staff",
        "static",
        "stripe",
        "v",
    }
)
"""First parts of addresses that belong to the house itself, so that no chapter may take one."""


def safe_next(path: str | None) -> str | None:
    """Give back a path on this site to go on to, or None for anything that may lead elsewhere."""
    if not path or len(path) > _LONGEST or not _OWN_PATH.fullmatch(path):
        return None
    return path


def chapter_slug_ok(slug: str) -> bool:
    """Tell whether a chapter may be called so in addresses: its shape, and no word of the house."""
    return re.fullmatch(CHAPTER_SLUG, slug) is not None and slug not in HOUSE_WORDS
