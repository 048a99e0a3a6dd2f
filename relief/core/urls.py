"""Addresses that came from outside and may be followed."""

import re

_OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""A path of this site: browsers read `//` and `/\\` as another host, and drop tabs and breaks."""

_LONGEST = 2000


def safe_next(path: str | None) -> str | None:
    """Give back a path on this site to go on to, or None for anything that may lead elsewhere."""
    if not path or len(path) > _LONGEST or not _OWN_PATH.fullmatch(path):
        return None
    return path
