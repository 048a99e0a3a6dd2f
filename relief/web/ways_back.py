"""Where to go on after an answer that has no page of its own."""

from urllib.parse import unquote

from flask import request
from flask.globals import request_ctx


def openable(path: str) -> str:
    """Return an own path as it is, or the nearest one above it when it only takes forms.

    A refused form is answered under the address that it was sent to, which nobody can open again.
    """
    root, adapter = request.script_root, request_ctx.url_adapter
    here = path.partition("?")[0]
    if adapter is None or not adapter.allowed_methods(_inside(here, root)):
        return path
    if adapter.test(_inside(here, root), method="GET"):
        return path
    while here.startswith(f"{root}/") and here != f"{root}/":
        here = here.rpartition("/")[0]
        if adapter.test(_inside(here, root), method="GET"):
            return here
    return f"{root}/"


def _inside(path: str, root: str) -> str:
    return unquote(path.removeprefix(root)) or "/"
