"""Uploads are kept once by their hash, read back unaltered, and leave nothing half-written."""

import hashlib
import os
from pathlib import Path

import pytest

from relief.core import files
from relief.core.files import FileMissing


@pytest.fixture
def folder(app) -> Path:
    """Where this test's uploads are kept."""
    return app.config["SETTINGS"].files_folder


def everything(folder):
    """Every file below, by its path."""
    return {path for path in folder.rglob("*") if path.is_file()}


def test_the_same_bytes_are_kept_once(folder):
    before = everything(folder)
    first = files.store(b"acuse firmado")
    (kept,) = everything(folder) - before
    begun = kept.stat().st_ino
    assert files.store(b"acuse firmado") == first == hashlib.sha256(b"acuse firmado").hexdigest()
    assert everything(folder) - before == {kept}
    assert kept.stat().st_ino == begun
    assert files.fetch(first) == b"acuse firmado"


def test_an_altered_file_is_not_handed_out(folder):
    before = everything(folder)
    name = files.store(b"monto: 100")
    (kept,) = everything(folder) - before
    kept.chmod(0o600)
    kept.write_bytes(b"monto: 900")
    with pytest.raises(FileMissing):
        files.fetch(name)


@pytest.mark.parametrize(
    "name",
    [
        "", "..", "../../etc/passwd", "a" * 63, "a" * 65, "A" * 64, "\x00" * 64, "/" * 64,
        "../" + "a" * 61, "ａ" * 64, "f" * 64,
    ],
)  # fmt: skip
def test_a_name_that_is_no_hash_of_ours_is_missing(folder, name):
    with pytest.raises(FileMissing):
        files.fetch(name)


def test_nothing_is_left_behind_when_the_disk_refuses(folder, monkeypatch):
    content = b"no cabe"
    before = everything(folder)

    def full(_handle):
        raise OSError(28, "No space left on device")

    # The one call that a full disk is sure to fail; the disk is the machine's, not ours.
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.store(content)
    monkeypatch.undo()
    assert everything(folder) == before
    with pytest.raises(FileMissing):
        files.fetch(hashlib.sha256(content).hexdigest())
    assert files.fetch(files.store(content)) == content


def test_a_folder_that_cannot_be_made_is_an_error_of_the_system(folder):
    content = b"sin carpeta"
    sha256 = hashlib.sha256(content).hexdigest()
    # A file stands where the folder should: it stops even root, whom no mode bits stop.
    folder.mkdir(parents=True, exist_ok=True)
    block = folder / sha256[:2]
    block.write_bytes(b"")
    before = everything(folder)
    with pytest.raises(OSError, match=r"."):
        files.store(content)
    assert everything(folder) == before
    block.unlink()
