"""The two chapters of the demo, and who works there."""

from dataclasses import dataclass
from typing import Any

from flask_security import hash_password

from relief.accounts.actions import add_member
from relief.accounts.demo_door import PASSWORD
from relief.accounts.permissions import Role
from relief.accounts.queries import all_users
from relief.chapters.models import Chapter
from relief.core import tenancy
from relief.core.context import Actor, ActorKind
from relief.core.db import db, transaction

FIRST, SECOND = "zona-costa", "juarez"
LEGEND = "Datos inventados para demostración. Este recibo no tiene efectos fiscales."


@dataclass(frozen=True)
class Person:
    """Somebody who signs in, with one role in each of their chapters."""

    email: str
    name: str
    roles: dict[str, Role]


PEOPLE = (
    Person("administracion@demo.test", "Alma Quiñones", {FIRST: Role.ADMINISTRATOR}),
    Person("tesoreria@demo.test", "Ana Peñúñuri", {FIRST: Role.TREASURER}),
    Person("logistica@demo.test", "Beto Güereña", {FIRST: Role.COORDINATOR}),
    Person("auditoria@demo.test", "Dora Ibáñez", {FIRST: Role.AUDITOR}),
    Person("administracion.juarez@demo.test", "Carla Ontiveros", {SECOND: Role.ADMINISTRATOR}),
    Person("tesoreria.juarez@demo.test", "Tomás Chuvíscar", {SECOND: Role.TREASURER}),
    Person("logistica.juarez@demo.test", "Lidia Chuvíscar", {SECOND: Role.COORDINATOR}),
    Person("auditoria.juarez@demo.test", "Abel Chuvíscar", {SECOND: Role.AUDITOR}),
    Person("enlace@demo.test", "Inés Yáñez", {FIRST: Role.TREASURER, SECOND: Role.AUDITOR}),
)
CHAPTERS: dict[str, dict[str, Any]] = {
    FIRST: {
        "name": "Index Zona Costa",
        "legal_name": "Asociación Demostrativa de la Industria Zona Costa, A.C.",
        "rfc": "ADI990412QX2",
        "address": "Blvd. Inventado 2020, Zona Río, C.P. 22010",
        "city": "Tijuana",
        "state": "Baja California",
        "zone": "America/Tijuana",
        "email": "donativos@zonacosta.example",
        "phone": "664 555 2020",
        "signatory_name": "Ana Peñúñuri",
        "signatory_title": "Tesorera",
        "legend": LEGEND,
        "bank_name": "Banco de Demostración",
        "bank_holder": "Asociación Demostrativa de la Industria Zona Costa, A.C.",
        "clabe": "002028020202020204",
        "usd_instructions": "Wire to Demonstration Bank, account 2020 (invented).",
        "is_default": True,
    },
    SECOND: {
        "name": "Index Juárez",
        "legal_name": "Asociación Demostrativa Chuvíscar de Juárez, A.C.",
        "rfc": "ADC990412JZ5",
        "address": "Av. Chuvíscar 100, C.P. 32310",
        "city": "Ciudad Juárez",
        "state": "Chihuahua",
        "zone": "America/Ciudad_Juarez",
        "email": "donativos@juarez.example",
        "signatory_name": "Tomás Chuvíscar",
        "signatory_title": "Tesorero",
        "legend": LEGEND,
        "bank_name": "Banco Chuvíscar",
        "bank_holder": "Asociación Demostrativa Chuvíscar de Juárez, A.C.",
        "clabe": "002164020202020207",
    },
}


def make_chapters() -> dict[str, Chapter]:
    """Write both chapters; every number in them is invented."""
    made = {slug: Chapter(slug=slug, is_demo=True, **told) for slug, told in CHAPTERS.items()}
    with tenancy.all_chapters(), transaction():
        db.session.add_all(made.values())
    return made


def make_people(chapters: dict[str, Chapter]) -> None:
    """Give everybody their roles; they share one password."""
    secret = hash_password(PASSWORD)
    for slug, chapter in chapters.items():
        with tenancy.in_chapter(chapter.id), transaction():
            for person in PEOPLE:
                if slug in person.roles:
                    add_member(
                        email=person.email,
                        name=person.name,
                        role=person.roles[slug],
                        chapter=chapter,
                        password_hash=secret,
                    )


def actors(slug: str, users: dict[str, Actor]) -> dict[Role, Actor]:
    """Return who acts in a chapter in each role, by the addresses of `users`."""
    found: dict[Role, Actor] = {}
    for person in PEOPLE:
        if slug in person.roles:
            found.setdefault(person.roles[slug], users[person.email])
    return found


def staff_actors() -> dict[str, Actor]:
    """Return everybody as the audit names them, by address."""
    return {user.email: Actor(ActorKind.STAFF, user.name, user.id) for user in all_users()}
