"""Checks the Spanish of every room and compiles it into the one file the product reads.

Sources are written by hand, one a room: relief/translations/es_MX/<room>.po. English needs none: it
is what the code says. `compile` merges the rooms into LC_MESSAGES/messages.mo (git-ignored);
`check` prints what is missing, empty, contradictory, broken or no longer used.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

LOCALE = "es_MX"
KEYWORDS = {
    "_": None,
    "_l": None,
    "_lp": ((1, "c"), 2),
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
PO_LINE = re.compile(r'(#.*|(msg(ctxt|id|id_plural|str(\[\d\])?) )?".*")?')
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")

Key = tuple[str, str]  # context ("" where there is none), msgid


@dataclass(frozen=True)
class Entry:
    """One msgid of one .po file, as a person wrote it."""

    file: str
    message: Message

    @property
    def line(self) -> str:
        return f"{self.file}:{self.message.lineno}"

    @property
    def texts(self) -> tuple[str, ...]:
        string = self.message.string
        return (string,) if isinstance(string, str) else tuple(string or ())


def key_of(message: Message) -> Key:
    return message.context or "", ids_of(message)[0]


def ids_of(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def sources(root: Path) -> list[Path]:
    return sorted((root / "relief" / "translations" / LOCALE).glob("*.po"))


def compiled(root: Path) -> Path:
    return root / "relief" / "translations" / LOCALE / "LC_MESSAGES" / "messages.mo"


def read_entries(root: Path) -> list[Entry]:
    """Every entry of every room, repeated ones too; SystemExit when a file cannot be read."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import PoFileError, PoFileParser

    entries: list[Entry] = []

    class Recorder(Catalog):
        """Keeps what a plain catalogue would silently merge."""

        def __setitem__(self, key: str | tuple[str, ...] | list[str], message: Message) -> None:
            if message.id:
                entries.append(Entry(file, message))
            super().__setitem__(key, message)

    for path in sources(root):
        file = str(path.relative_to(root))
        parser = PoFileParser(Recorder(locale=LOCALE), ignore_obsolete=True, abort_invalid=True)
        try:
            parser.parse(io.StringIO(path.read_text(encoding="utf-8")))
        except PoFileError as error:
            raise SystemExit(f"{file} cannot be read: {error}") from error
    return entries


def used_messages(root: Path) -> Catalog:
    """What the code and the templates ask to have translated, with the places that ask."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    used = Catalog(locale=LOCALE, fuzzy=False)
    for folder, methods in (
        ("relief", [("**.py", "python")]),
        ("templates", [("**", "jinja2.ext:babel_extract")]),
    ):
        found = extract_from_dir(
            root / folder,
            method_map=methods,
            options_map={"**": {"silent": "false"}},
            keywords=KEYWORDS,
        )
        for name, line, msgid, _comments, context in found:
            used.add(msgid, locations=[(f"{folder}/{name}", line)], context=context)
    return used


def malformed(root: Path) -> Iterator[str]:
    """Lines that are no part of a .po file; Babel passes over some of them without a word."""
    for path in sources(root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not PO_LINE.fullmatch(line.strip()):
                yield f"{path.relative_to(root)}:{number}: not a line of a .po file: {line}"


def missing(used: Catalog, entries: list[Entry]) -> Iterator[str]:
    """Messages without an entry, as entries ready to be filled in."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    known = {key_of(entry.message) for entry in entries}
    lacking = Catalog(locale=LOCALE, fuzzy=False)
    for message in used:
        if message.id and key_of(message) not in known:
            lacking.add(message.id, locations=message.locations, context=message.context)
    text = io.BytesIO()
    write_po(text, lacking, omit_header=True, sort_by_file=True)
    for entry in text.getvalue().decode().strip().split("\n\n"):
        if entry:
            yield f"{entry}\n"


def unfinished(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.message.fuzzy:
            yield f"{entry.line}: fuzzy: {key_of(entry.message)[1]!r}"
        elif not all(text.strip() for text in entry.texts):
            yield f"{entry.line}: empty: {key_of(entry.message)[1]!r}"


def contradictions(entries: list[Entry]) -> Iterator[str]:
    first: dict[Key, Entry] = {}
    for entry in entries:
        other = first.setdefault(key_of(entry.message), entry)
        if other.texts != entry.texts:
            yield f"{entry.line}: {key_of(entry.message)[1]!r} says another thing in {other.line}"


def stale(used: Catalog, entries: list[Entry]) -> Iterator[str]:
    """Entries that nothing asks for, or that are plural on one side only."""
    asked = {key_of(message): message for message in used if message.id}
    for entry in entries:
        message = asked.get(key_of(entry.message))
        if message is None:
            yield f"{entry.line}: nothing uses {key_of(entry.message)[1]!r}"
        elif ids_of(message) != ids_of(entry.message) and entry.message.pluralizable:
            yield f"{entry.line}: the code has another plural of {key_of(entry.message)[1]!r}"
        elif message.pluralizable and not entry.message.pluralizable:
            yield f"{entry.line}: the plural is missing: {key_of(entry.message)[1]!r}"


def formats(text: str) -> bool:
    """Whether `%` accepts the text, given every name it mentions."""
    try:
        text % dict.fromkeys(PLACEHOLDER.findall(text), 1)
    except (ValueError, TypeError, KeyError):
        return False
    return True


def broken_placeholders(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        ids = ids_of(entry.message)
        named = [set(PLACEHOLDER.findall(text)) for text in ids]
        for number, text in enumerate(entry.texts):
            if not text.strip():
                continue  # reported as empty
            wanted, given = named[min(number, len(named) - 1)], set(PLACEHOLDER.findall(text))
            # One thing may be spelled out («un pago») or counted («%(num)d pago»).
            same = given <= set.union(*named) if (number, len(ids)) == (0, 2) else given == wanted
            sound = formats(text) or not formats(ids[-1])
            if not same or not sound or ("%" in text) > any("%" in msgid for msgid in ids):
                yield f"{entry.line}: placeholders differ: {ids[0]!r} → {text!r}"


def faults(root: Path) -> Iterator[str]:
    """Everything wrong with the translations of the tree, one finding each."""
    unreadable = list(malformed(root))
    if unreadable:
        yield from unreadable
        return
    entries = read_entries(root)
    used = used_messages(root)
    yield from unfinished(entries)
    yield from contradictions(entries)
    yield from broken_placeholders(entries)
    yield from stale(used, entries)
    yield from missing(used, entries)


def is_current(root: Path) -> bool:
    """Whether no room was changed, added or removed since the last compilation."""
    target = compiled(root)
    if not target.exists():
        return False
    made = target.stat().st_mtime_ns
    watched = [*sources(root), target.parent.parent, Path(__file__)]
    return all(path.stat().st_mtime_ns <= made for path in watched)


def compile_catalogue(root: Path) -> None:
    """Merges the rooms into one .mo, swapped in whole; fuzzy and empty entries stay English."""
    if is_current(root):
        return
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    merged = Catalog(locale=LOCALE, fuzzy=False)
    for entry in read_entries(root):
        if (
            not entry.message.fuzzy
            and merged.get(key_of(entry.message)[1], entry.message.context) is None
        ):
            merged.add(entry.message.id, entry.message.string, context=entry.message.context)
    target = compiled(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".mo")
    with os.fdopen(handle, "wb") as file:
        write_mo(file, merged)
    Path(name).chmod(0o644)
    Path(name).replace(target)


def check(root: Path) -> int:
    found = list(faults(root))
    for fault in found:
        print(fault)
    if found:
        print(f"translations: {len(found)} to put right.", file=sys.stderr)
    return 1 if found else 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("order", choices=["compile", "check"])
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    options = parser.parse_args(arguments)
    if options.order == "check":
        return check(options.root)
    compile_catalogue(options.root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
