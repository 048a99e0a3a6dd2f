"""flask import: bring in a list from the terminal, by the rules of the screens."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from tqdm import tqdm

from relief.bank.importing import import_statement
from relief.bank.refused import refused_file
from relief.chapters.queries import chapter_by_slug, default_chapter
from relief.core import files, tenancy
from relief.core.context import SYSTEM, acting_as
from relief.core.db import db, transaction
from relief.core.errors import ReliefError
from relief.core.imports import Outcome, Plan
from relief.core.rows import RowMissing
from relief.donors import roll, rolls
from relief.hospitals import hospital_list
from relief.stock import item_list


@dataclass(frozen=True)
class Kind:
    """How a list is looked at, and how what it says is written."""

    plan: Callable[..., Plan]
    carry_out: Callable[..., None]


KINDS = {
    "members": Kind(roll.plan_roll, roll.carry_out),
    "hospitals": Kind(hospital_list.plan_hospitals, hospital_list.carry_out),
    "catalogue": Kind(item_list.plan_items, item_list.carry_out),
}
STATEMENT = "bank-statement"


@click.command("import")
@click.argument("kind", type=click.Choice([*KINDS, STATEMENT]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@click.option("--chapter", "slug", help="The default one unless named.")
@click.option("--refused", type=click.Path(path_type=Path), help="Where refused rows are written.")
@with_appcontext
def command(
    *, kind: str, file: Path, dry_run: bool, slug: str | None, refused: Path | None
) -> None:
    """Bring in FILE (CSV or XLSX); what is refused goes to a file beside it, with the reasons."""
    content = file.read_bytes()
    try:
        chapter = chapter_by_slug(slug) if slug else default_chapter()
        if chapter is None:
            raise click.ClickException("there is no chapter yet")
        with tenancy.in_chapter(chapter.id), acting_as(SYSTEM), force_locale("es_MX"):
            bring = _statement if kind == STATEMENT else _list
            back = bring(kind, content, file.name, dry_run=dry_run)
    except RowMissing:
        raise click.ClickException(f"there is no chapter {slug}") from None
    except ReliefError as refusal:
        raise click.ClickException(str(refusal)) from None
    if back is not None:
        there = refused or file.with_name(f"{file.stem}.refused.csv")
        there.write_bytes(back)
        click.echo(f"refused rows: {there}")


def _list(kind: str, content: bytes, name: str, *, dry_run: bool) -> bytes | None:
    how = KINDS[kind]
    if dry_run:
        with _bar("reading") as bar:
            plan = how.plan(content, bar.update)
        db.session.rollback()
    else:
        sha256 = files.store(content) if kind == "members" else ""
        with transaction(), _bar("importing") as bar:
            if kind == "members":
                kept = rolls.keep_roll(name=name, sha256=sha256)
                plan = rolls.import_roll(kept, content, step=bar.update)
            else:
                rolls.one_list_at_a_time()
                plan = how.plan(content)
                how.carry_out(plan, bar.update)
    told = ", ".join(f"{len(plan.of(each))} {each}" for each in Outcome)
    click.echo(f"{kind}{' (dry run)' if dry_run else ''}: {told}, {plan.listed.empty} empty")
    return plan.refused_file() if plan.of(Outcome.REFUSED) else None


def _statement(kind: str, content: bytes, name: str, *, dry_run: bool) -> bytes | None:
    with transaction():
        done = import_statement(content, name=name, dry_run=dry_run)
    told = f"{done.new} new, {done.repeated} repeated, {len(done.refused)} refused"
    click.echo(f"{kind}{' (dry run)' if dry_run else ''}: {told}")
    return refused_file(done.refused) if done.refused else None


def _bar(words: str) -> Any:
    """Return a bar for people at a terminal; scripts see nothing of it."""
    return tqdm(desc=words, unit=" rows", disable=not sys.stderr.isatty(), leave=False)
