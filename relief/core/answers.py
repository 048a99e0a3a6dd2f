"""Answers that are files, to be saved or to be looked at."""

from collections.abc import Iterator

from flask import Response

PDF, CSV = "application/pdf", "text/csv"


def as_file(
    content: bytes | str | Iterator[bytes], name: str, kind: str, *, shown: bool = False
) -> Response:
    """Return a file of a media type under a name of ours, in ASCII; `shown` opens it in the browser."""
    how = "inline" if shown else "attachment"
    named = {"Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content, mimetype=kind, headers=named)
