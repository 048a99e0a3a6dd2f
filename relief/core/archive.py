"""One tar file with checksums: written once, read only when every byte is as it was written."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
PIECE = 1024 * 1024


class DamagedArchive(ValueError):
    """The file is not an archive of ours, or not all of it is as it was written."""


class Writer:
    """Adds files to an archive and remembers their checksums for the manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self._sums = tar, dict[str, str]()

    def add(self, name: str, path: Path) -> None:
        """Add the file at `path` under `name`, with its SHA-256."""
        with path.open("rb") as file:
            self._sums[name] = hashlib.file_digest(file, "sha256").hexdigest()
        self._tar.add(path, arcname=name, recursive=False, filter=_nameless)

    def finish(self, about: dict[str, Any]) -> None:
        """Write the manifest, last: an archive without one was never finished."""
        text = json.dumps({**about, "sha256": self._sums}, indent=1, sort_keys=True).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self._tar.addfile(entry, io.BytesIO(text))


def _nameless(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Write an archive beside its final name, readable by its owner only, and rename it when whole."""
    unfinished = target.with_name(target.name + ".unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Copy every file of an archive into `folder` and return its manifest.

    Raise DamagedArchive before anything is used when a file is missing, altered, or not listed.
    """
    found: dict[str, str] = {}
    about: dict[str, Any] = {}
    try:
        with tarfile.open(source, mode="r:") as tar:
            for entry in tar:
                if entry.name == MANIFEST:
                    about = json.loads(_content(tar, entry).read())
                else:
                    found[entry.name] = _copy(tar, entry, folder)
    except (tarfile.TarError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DamagedArchive(f"{source.name} is not a whole archive") from error
    if not about or found != about.get("sha256"):
        raise DamagedArchive(f"the checksums of {source.name} do not match its files")
    return about


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> Any:
    content = tar.extractfile(entry) if entry.isfile() else None
    if content is None:
        raise DamagedArchive(f"{entry.name} is not a file")
    return content


def _copy(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> str:
    parts = entry.name.split("/")
    if any(not part or part.startswith(".") or "\\" in part for part in parts):
        raise DamagedArchive(f"{entry.name} is no name for a file")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    seen, content = hashlib.sha256(), _content(tar, entry)
    with target.open("wb") as file:
        while piece := content.read(PIECE):
            seen.update(piece)
            file.write(piece)
    return seen.hexdigest()
