"""Makes .venv and installs the locked packages; a stamp of the locks makes the next start free."""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def version_of(python: Path) -> str:
    """Return `3.11` for that interpreter, or nothing where it does not run."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        asked = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout.strip()


def make_venv() -> None:
    """Leave a venv that fits alone; replace one that is broken or of another Python."""
    version = "{}.{}".format(*sys.version_info[:2])
    if version_of(PYTHON) == version:
        return
    print(f"Making .venv with Python {version} …", flush=True)
    try:
        venv.create(VENV, clear=not VENV.is_symlink(), with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, ImportError):
        sys.exit(
            f"Python {version} here cannot make a virtual environment (ensurepip is missing).\n"
            f"  Debian, Ubuntu: sudo apt-get install python{version}-venv"
        )


def install(lock: Path) -> None:
    """Install one lock, every file checked against its hash, unless its stamp says it is done."""
    stamp = VENV / f".{lock.stem}-installed"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return
    print(f"Installing {lock.name} (a minute or so, once) …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=False)
    if done.returncode:
        sys.exit(f"{lock.name} could not be installed; is the network reachable?")
    stamp.write_text(digest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    options = parser.parse_args()
    handle = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)  # a second start waits, then finds everything done
    make_venv()
    install(ROOT / "requirements.txt")
    if options.dev:
        install(ROOT / "requirements-dev.txt")


if __name__ == "__main__":
    main()
