"""The laws that hold in every room."""

import ast
import importlib
import pkgutil
import re
from enum import StrEnum
from pathlib import Path

import pytest
import sqlalchemy as sa

import relief
from relief.audit.tags import SENTENCES
from relief.config import ROOT
from relief.core.db import Base
from relief.core.events import Event, reactions
from relief.core.tenancy import ChapterOwned
from relief.core.words import registered

# Rows that belong to no single chapter, each with its reason.
SHARED = {
    "AuditHead": "its key is the chapter",
    "Chapter": "it is the chapter",
    "DailyRun": "its key holds the chapter",
    "DonorSession": "donors sign in before they choose a chapter",
    "Job": "the worker claims across chapters; each carries its own",
    "Membership": "says which chapters a person works in",
    "ReferenceCounter": "its key begins with the chapter",
    "SignInLink": "donors ask for it before they choose a chapter",
    "StaffSession": "people sign in before they choose a chapter",
    "ThrottleCount": "counts tries, names nobody",
    "User": "a person may work in two chapters",
}
# Enums that no page shows.
SILENT = {"LinkKind"}
LIMITS = {("relief", "*.py"): 300, ("templates", "*.html"): 150, ("tests", "*.py"): 400}


def every_module():
    """Import the whole house and return its modules."""
    return [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(relief.__path__, "relief.")
    ]


def test_rows_belong_to_a_chapter():
    every_module()
    rows = {mapper.class_ for mapper in Base.registry.mappers}
    loose = {row.__name__ for row in rows if not issubclass(row, ChapterOwned)}
    assert loose == set(SHARED)


def test_references_between_rows_of_chapters_carry_the_chapter():
    every_module()
    owned = {
        mapper.local_table.name: mapper.local_table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, ChapterOwned)
    }
    weak = [
        f"{table.name}.{key.column_keys}"
        for table in owned.values()
        for key in table.foreign_key_constraints
        if key.referred_table.name in owned and "chapter_id" not in key.column_keys
    ]
    assert not weak


def test_every_fact_announced_has_a_reaction():
    every_module()
    facts = set(Event.__subclasses__())
    assert facts, "no room announces anything"
    assert facts - set(reactions()) == set()


def test_every_tag_recorded_has_a_sentence():
    used = set()
    for path in (ROOT / "relief").rglob("*.py"):
        if path.name == "tags.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"[a-z]+:[a-z_]+:[a-z_]+", text):
                used.add(text)
    assert used - set(SENTENCES) == set()


def test_every_state_that_a_row_can_have_has_a_word():
    every_module()
    kinds = {
        column.type.enum_class
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.Enum) and column.type.enum_class is not None
    }
    silent = {k.__name__ for k in kinds if issubclass(k, StrEnum) and k not in registered()}
    assert silent - SILENT == set()


def test_letters_have_three_parts():
    folder = ROOT / "templates" / "emails"
    names = {path.name.partition(".")[0] for path in folder.glob("[a-z]*")}
    assert names
    for name in names:
        for part in ("subject.txt", "txt", "html"):
            assert (folder / f"{name}.{part}").is_file(), f"{name}.{part}"


@pytest.mark.parametrize(("folder", "pattern"), list(LIMITS))
def test_files_are_short_enough_to_be_read(folder, pattern):
    limit = LIMITS[folder, pattern]
    long: list[tuple[Path, int]] = []
    for path in (ROOT / folder).rglob(pattern):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > limit:
            long.append((path.relative_to(ROOT), lines))
    assert not long
