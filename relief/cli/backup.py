"""flask backup and flask restore: database and files in one archive."""

import shutil
import tempfile
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from relief.core import archive, clock, dump

FORMAT = "relief-backup-1"
Target = click.Path(dir_okay=False, path_type=Path)


def _files() -> Path:
    folder: Path = current_app.config["SETTINGS"].files_folder
    return folder


@click.command("backup")
@click.argument("file", type=Target)
@with_appcontext
def backup(file: Path) -> None:
    """Write database and files into FILE, as they stood at one moment, while people work.

    It holds personal data, and is readable by its owner only. Keys are not in it.
    """
    with (
        tempfile.TemporaryDirectory(dir=file.absolute().parent) as name,
        archive.writing(file) as writer,
    ):
        folder = Path(name)
        about = dump.dump(folder)
        for path in sorted(folder.iterdir()):
            writer.add(f"database/{path.name}", path)
        # After the database: whatever its rows name was stored before they were committed.
        for path in sorted(_files().glob("??/*")):
            if len(path.parent.name + path.name) == 64:
                writer.add(f"files/{path.parent.name}/{path.name}", path)
        writer.finish({**about, "format": FORMAT, "made_at": clock.now().isoformat()})


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what the database holds.")
@with_appcontext
def restore(file: Path, force: bool) -> None:
    """Put FILE in the place of an empty database (and its files beside those already kept).

    Nothing is touched unless every checksum is right. Stop web and worker first.
    """
    if not force and not dump.is_empty():
        raise click.ClickException("the database is not empty; --force replaces what it holds")
    with tempfile.TemporaryDirectory(dir=file.absolute().parent) as name:
        folder = Path(name)
        try:
            about = archive.unpack(file, folder)
            if about.get("format") != FORMAT:
                raise dump.CannotRestore(f"{file.name} is not a backup of Relief")
            dump.load(folder / "database", about)
        except (archive.DamagedArchive, dump.CannotRestore) as refusal:
            raise click.ClickException(str(refusal)) from None
        for path in sorted((folder / "files").glob("??/*")):
            target = _files() / path.parent.name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)


commands = (backup, restore)
