"""A new installation begins at the terminal: a chapter, then somebody who works in it."""

import pytest

from relief.audit.models import AuditEntry
from relief.chapters.queries import all_of_them, chapter_by_slug
from relief.core import tenancy
from relief.core.db import db

IDENTITY = {
    "--name": "Index Laguna",
    "--legal-name": "Asociación de la Laguna, A.C.",
    "--rfc": "apz800101ab1",
    "--city": "Torreón",
    "--state": "Coahuila",
    "--email": "donativos@laguna.test",
    "--signatory": "Íñigo Ñandú",
    "--title": "Tesorero",
}


def add(app, slug, *flags, **changes):
    options = {
        **IDENTITY,
        **{f"--{key.replace('_', '-')}": value for key, value in changes.items()},
    }
    words = [word for option in options.items() for word in option]
    return app.test_cli_runner().invoke(args=["chapter", "add", slug, *words, *flags])


def told(slug):
    """Return the tags and data that the chapter's own chain holds."""
    chapter = chapter_by_slug(slug)
    with tenancy.in_chapter(chapter.id):
        rows = (
            db.session.query(AuditEntry).filter_by(subject_id=chapter.id).order_by(AuditEntry.seq)
        )
        return [(row.tag, row.data) for row in rows]


def test_an_empty_house_begins_with_a_chapter_and_a_person(app, client):
    result = add(app, "laguna", zone="America/Monterrey")
    assert (result.exit_code, result.output) == (0, "laguna /\n")
    chapter = chapter_by_slug("laguna")
    assert (chapter.is_default, chapter.is_demo, chapter.rfc) == (True, False, "APZ800101AB1")
    assert (chapter.zone, chapter.signatory_name) == ("America/Monterrey", "Íñigo Ñandú")
    [(tag, data)] = told("laguna")
    assert tag == "chapters:chapter:created"
    assert data["after"]["legal_name"] == IDENTITY["--legal-name"]
    person = [
        "admin@laguna.test",
        "--name",
        "Ñata",
        "--role",
        "administrator",
        "--chapter",
        "laguna",
    ]
    result = app.test_cli_runner().invoke(args=["user", "add", *person])
    assert result.exit_code == 0, result.output
    assert client.get("/").status_code == 200
    assert app.test_cli_runner().invoke(args=["verify"]).exit_code == 0


def test_the_second_is_beside_the_first_unless_it_takes_its_place(app):
    add(app, "laguna")
    assert add(app, "saltillo").output == "saltillo /saltillo/\n"
    assert add(app, "centro", "--default").output == "centro /\n"
    assert [(each.slug, each.is_default) for each in all_of_them()] == [
        ("centro", True),
        ("laguna", False),
        ("saltillo", False),
    ]
    moved = {"before": {"is_default": True}, "after": {"is_default": False}}
    assert told("laguna")[1] == ("chapters:chapter:edited", moved)


@pytest.mark.parametrize(
    ("slug", "changes", "why"),
    [
        ("La Laguna", {}, "La Laguna no puede ser"),
        ("staff", {}, "staff no puede ser"),
        ("laguna", {"zone": "America/Torreon"}, "America/Torreon"),
        ("laguna", {"rfc": "nada"}, "RFC: "),
        ("laguna", {"email": "nada", "city": " "}, "; Correo"),
        ("laguna", {"address": " "}, "Domicilio: "),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(app, slug, changes, why):
    result = add(app, slug, **changes)
    assert result.exit_code == 1
    assert why in result.output
    assert result.output.count("\n") == 1
    assert all_of_them() == []


def test_a_slug_is_taken_once(app):
    add(app, "laguna")
    result = add(app, "laguna")
    assert (result.exit_code, result.output) == (1, "Error: Ya existe el capítulo laguna.\n")
