"""Store and fetch uploads by the hash of their content."""

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app


class FileMissing(LookupError):
    """No file of that hash is kept."""


def _path(sha256: str) -> Path:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise FileMissing(sha256)
    folder: Path = current_app.config["SETTINGS"].files_folder
    return folder / sha256[:2] / sha256[2:]


def store(content: bytes) -> str:
    """Keep the bytes once and return their SHA-256 in hex. Raise OSError when the disk refuses."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = _path(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return sha256


def fetch(sha256: str) -> bytes:
    """Return the bytes of that hash. Raise FileMissing when they are not kept or were altered."""
    try:
        content = _path(sha256).read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileMissing(sha256)
    return content
