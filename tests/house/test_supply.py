"""What is fetched is locked by hash, complete, licensed, and never committed."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from vendor import replace
from vendor_files import MADE_FILES, copied_files

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
PYTHON_LOCKS = ("requirements.txt", "requirements-dev.txt", "tools/requirements-node.txt")


def vendor(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the tool where neither npm nor a package index could be reached."""
    unreachable = {"PATH": "/nonexistent", "HTTPS_PROXY": "http://127.0.0.1:9"}
    command = [sys.executable, str(ROOT / "tools" / "vendor.py"), *arguments]
    environment = {**os.environ, **unreachable}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_a_python_lock_names_no_host_and_hashes_every_package(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)
    pins = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert pins
    for pin in pins:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==", pin), pin
        assert "--hash=sha256:" in pin, pin


def test_every_wanted_python_package_is_locked() -> None:
    for source in ("requirements", "requirements-dev", "tools/requirements-node"):
        locked = (ROOT / f"{source}.txt").read_text().lower().replace("_", "-")
        for line in (ROOT / f"{source}.in").read_text().splitlines():
            if line and not line.startswith(("#", "-")):
                name = re.split(r"[\[~=<>!]", line)[0].strip().lower()
                assert f"\n{name}==" in f"\n{locked}" or f"\n{name}[" in f"\n{locked}", name


def test_the_npm_lock_names_no_host_and_hashes_every_package() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, entry in packages.items():
        assert "resolved" not in entry, name
        assert not name or entry["integrity"].startswith("sha512-"), name
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert wanted == packages[""]["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert wanted["htmx.org"].startswith("2.0.")


def test_every_listed_file_is_there() -> None:
    lacking = [n for n in (*copied_files().values(), *MADE_FILES) if not (VENDOR / n).is_file()]
    assert not lacking
    assert (VENDOR / "tabler" / "tabler.min.css.gz").is_file()


def test_a_licence_lies_beside_everything_copied() -> None:
    for folder in {Path(name).parent for name in copied_files().values()}:
        licence = (VENDOR / folder / "LICENSE").read_text()
        assert re.search("permission|permitted", licence, re.IGNORECASE), folder


def test_the_font_sheet_points_at_files_that_exist() -> None:
    addresses = re.findall(r'url\("([^"]+)"\)', (VENDOR / "fonts.css").read_text())
    assert len(addresses) == len(set(addresses)) == 12
    assert all((VENDOR / address).is_file() for address in addresses)


def test_the_manifest_gives_the_version_of_each_package() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text())
    assert json.loads((ROOT / "package.json").read_text())["dependencies"].items() <= (
        manifest.items()
    )


def test_no_third_party_file_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git clone")
    foreign = r"\.min\.(js|css)$|\.(woff2?|ttf|otf|whl)$|^static/vendor|node_modules"
    assert not [name for name in listed.stdout.splitlines() if re.search(foreign, name)]


def test_a_second_fetch_asks_nobody_and_takes_no_time() -> None:
    before = {path: path.stat().st_mtime_ns for path in VENDOR.resolve().rglob("*")}
    took = []
    for _attempt in range(3):  # the best of three, because the machine may be busy
        started = time.perf_counter()
        done = vendor()
        took.append(time.perf_counter() - started)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert min(took) < 0.5
    assert {path: path.stat().st_mtime_ns for path in VENDOR.resolve().rglob("*")} == before


def test_a_stale_folder_is_told_apart_without_being_touched(tmp_path: Path) -> None:
    (tmp_path / ".lock").write_text("another lock")
    done = vendor("--only-check", "--target", str(tmp_path))
    assert done.returncode == 1
    assert "make setup" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_a_failed_fetch_leaves_the_old_folder_alone(tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    target.mkdir()
    (target / "kept.css").write_text("old")
    lone = tmp_path / "clone"  # a tree whose Node lock asks for nothing that exists
    (lone / "tools").mkdir(parents=True)
    for name in ("tools/vendor.py", "tools/vendor_files.py", "package.json", ".npmrc"):
        (lone / name).write_bytes((ROOT / name).read_bytes())
    (lone / "package-lock.json").write_text("{}")
    (lone / "tools" / "requirements-node.txt").write_text("broken ==\n")
    command = [sys.executable, str(lone / "tools" / "vendor.py"), "--target", str(target)]
    environment = {**os.environ, "PATH": "/nonexistent"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert [path.name for path in target.iterdir()] == ["kept.css"]
    assert not list(tmp_path.glob(".vendor-*"))


def test_the_new_folder_replaces_the_old_one_whole(tmp_path: Path) -> None:
    target, ready = tmp_path / "vendor", tmp_path / ".vendor-new"
    for folder, name in ((target, "old.css"), (ready, "new.css")):
        folder.mkdir()
        (folder / name).touch()
    replace(target, ready)
    assert [path.name for path in target.iterdir()] == ["new.css"]
    assert [path.name for path in tmp_path.iterdir()] == ["vendor"]


def test_make_help_lists_what_there_is() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    offered = set(re.findall(r"^  make ([a-z-]+) ", shown.stdout, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    assert offered == set(phony[1].split()) - {"front"}
    assert {"run", "test", "sure", "help"} <= offered


def test_an_old_or_absent_python_is_refused_in_words() -> None:
    finder = ["sh", str(ROOT / "tools" / "find_python.sh"), "no-such-python"]
    done = subprocess.run(finder, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
