"""backup and restore: one archive, whole or refused, also while others write."""

import tarfile
import threading
import time

import pytest
import sqlalchemy as sa

from relief.core import files, tenancy
from relief.core.db import db, transaction
from relief.donors import actions as donors
from relief.reports.canonical import canonical_lines
from relief.reports.verify import violations


@pytest.fixture
def world(chapter, factories):
    return factories.world()


def run(app, *args):
    db.session.remove()
    return app.test_cli_runner().invoke(args=[str(arg) for arg in args])


def content() -> bytes:
    return "\n".join(canonical_lines()).encode()


def papers() -> list[tuple[str, bytes]]:
    with db.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT sha256, content FROM receipt_paper ORDER BY 1"))
        return [(row.sha256, bytes(row.content)) for row in rows]


def test_what_is_restored_is_what_was_there(app, world, store, tmp_path):
    kept = files.store(b"a photograph")
    before, bytes_before = content(), papers()
    file = tmp_path / "relief.tar"
    assert run(app, "backup", file).output == ""
    assert file.stat().st_mode & 0o777 == 0o600
    store.empty()
    (app.config["SETTINGS"].files_folder / kept[:2] / kept[2:]).unlink()
    result = run(app, "restore", file)
    assert result.exit_code == 0, result.output
    assert content() == before
    assert papers() == bytes_before
    assert files.fetch(kept) == b"a photograph"
    assert violations() == []


def test_a_database_with_rows_is_kept_unless_forced(app, world, factories, tmp_path):
    file = tmp_path / "relief.tar"
    run(app, "backup", file)
    before = content()
    factories.donor()
    refused = run(app, "restore", file)
    assert refused.exit_code == 1
    assert "not empty" in refused.output
    assert content() != before
    forced = run(app, "restore", file, "--force")
    assert forced.exit_code == 0, forced.output
    assert content() == before


def test_the_walls_stand_after_a_restore(app, world, tmp_path):
    file = tmp_path / "relief.tar"
    run(app, "backup", file)
    assert run(app, "restore", file, "--force").exit_code == 0
    with pytest.raises(sa.exc.DBAPIError), db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM receipt_paper"))


def test_a_damaged_archive_is_refused_before_anything_changes(app, world, factories, tmp_path):
    file = tmp_path / "relief.tar"
    run(app, "backup", file)
    whole = file.read_bytes()
    factories.donor()
    now = content()
    middle = whole.find(b"Almac")
    for damaged in (
        whole[:middle] + b"X" + whole[middle + 1 :],
        whole[: len(whole) // 2],
        b"not a tar at all",
        b"",
    ):
        file.write_bytes(damaged)
        refused = run(app, "restore", file, "--force")
        assert refused.exit_code == 1, refused.output
        assert "Error" in refused.output
        assert content() == now


def test_names_that_leave_the_folder_are_refused(app, world, tmp_path):
    file, outside = tmp_path / "evil.tar", tmp_path / "outside"
    outside.write_bytes(b"gotcha")
    with tarfile.open(file, "w") as tar:
        tar.add(outside, arcname="files/../../escaped")
    refused = run(app, "restore", file, "--force")
    assert refused.exit_code == 1
    assert not (tmp_path.parent / "escaped").exists()


def test_another_engines_copy_is_refused(stores, factories, tmp_path):
    file = tmp_path / "relief.tar"
    for name, arguments in (("sqlite", ["backup"]), ("postgresql", ["restore", "--force"])):
        app = stores[name].app
        stores[name].empty()
        with app.app_context():
            result = run(app, *arguments, file)
    assert result.exit_code == 1
    assert "copy of sqlite" in result.output


def test_a_copy_under_load_holds_whole_deeds_only(app, chapter, tmp_path):
    """Each deed writes a donor and its contact; a copy that tore one apart would show."""
    file, ended = tmp_path / "relief.tar", threading.Event()

    def write() -> None:
        with app.app_context(), tenancy.in_chapter(chapter.id):
            number = 0
            while not ended.is_set():
                number += 1
                with transaction():
                    donor = donors.create_donor(name=f"Empresa {number}, S.A.", email="a@b.test")
                    donors.add_contact(donor, name=f"Contacto {number}", email="c@b.test")
                db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.4)
        assert run(app, "backup", file).exit_code == 0
        time.sleep(0.2)
    finally:
        ended.set()
        writer.join()
    total = _count("donor")
    assert run(app, "restore", file, "--force").exit_code == 0
    restored = content()
    assert 0 < _count("donor") < total
    assert _count("donor") == _count("contact")
    assert violations() == []
    assert run(app, "restore", file, "--force").exit_code == 0
    assert content() == restored


def _count(table: str) -> int:
    with db.engine.connect() as connection:
        return int(connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)
