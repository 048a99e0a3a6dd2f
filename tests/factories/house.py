"""Chapters and staff."""

import unicodedata
from typing import Any

from flask_security import hash_password

from relief.accounts.models import Membership, User
from relief.accounts.permissions import Role
from relief.chapters.models import Chapter
from relief.core import tenancy
from relief.core.db import db, transaction

PASSWORD = "una clave larga de prueba"
_hashed: dict[str, str] = {}


def chapter(f: Any, **values: Any) -> Chapter:
    """A chapter; the default one is Index Zona Costa."""
    slug = values.pop("slug", "zona-costa")
    made = Chapter(
        **{
            "slug": slug,
            "name": "Index Zona Costa",
            "is_default": slug == "zona-costa",
            "legal_name": "Asociación de Prueba Zona Costa, A.C.",
            "rfc": "APZ800101AB1",
            "address": "Av. de Prueba 100, Zona Río",
            "city": "Tijuana",
            "state": "Baja California",
            "email": "donativos@zonacosta.test",
            "signatory_name": "Ana Peñúñuri",
            "signatory_title": "Tesorera",
            "bank_name": "Banco de Prueba",
            "bank_holder": "Asociación de Prueba Zona Costa, A.C.",
            "clabe": "032180000118359719",
            **values,
        }
    )
    with tenancy.all_chapters(), transaction():
        db.session.add(made)
    return made


def staff(f: Any, *, chapter: Chapter, role: Role = Role.ADMINISTRATOR, **values: Any) -> User:
    """A member of staff with one role; everybody shares one password."""
    if PASSWORD not in _hashed:
        # As the sign-in form does before it compares.
        _hashed[PASSWORD] = hash_password(unicodedata.normalize("NFKD", PASSWORD))
    number = f.number()
    user = User(
        **{
            "email": f"persona{number}@relief.test",
            "name": f"Persona {number}",
            "password": _hashed[PASSWORD],
            "fs_uniquifier": f"{number:032x}",
            **values,
        }
    )
    with tenancy.all_chapters(), transaction():
        db.session.add(user)
        db.session.add(Membership(user=user, chapter_id=chapter.id, role=role))
    return user
