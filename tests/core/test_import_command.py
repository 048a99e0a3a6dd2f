"""`flask import`: the rules of the screens, a file of what was refused, and twice is once."""

from pathlib import Path

import pytest

from relief.core.db import db
from relief.donors.models import Donor
from relief.hospitals.models import Hospital
from relief.stock.models import ExpiryRule, Item

ROLL = Path(__file__).parent.parent / "donors" / "rolls" / "nuevos.csv"
HOSPITALS = """nombre,ciudad,municipio,institucion,clues_ssa,clues_imb,latitud,longitud,fuente
Hospital Uno,Tijuana,Tijuana,IMSS,BCSSA000913,,32.5,-117.0,prensa
Hospital Dos,,,,,,,,sin ciudad
hospital úno,Tecate,,,,,,,otra vez
Hospital Tres,Mexicali,,,,,400,,lejos
Hospital Cuatro,Ensenada,,,,,,,
"""
CATALOGUE = """clave,nombre,name_en,categoria,unidad,clave_sat,unidad_sat,caduca,valor_referencia_mxn,nota
COM-01,Comida caliente,Hot meal,comida,ración,90101801,E48,mismo día,75.00,
EPP-03,Cubrebocas,Mask,epp,pieza,42131606,H87,sí,3.50,
XXX-01,Cosa,,cosas,pieza,,,no,1.00,
XXX-02,Cara,,otro,pieza,,,no,caro,
"""


@pytest.fixture
def bring(app, chapter, tmp_path):
    """Run the command over some bytes; gives its answer and the file of what was refused."""

    def run(kind, content, *options):
        file = tmp_path / "lista.csv"
        file.write_bytes(content)
        db.session.remove()
        done = app.test_cli_runner().invoke(args=["import", kind, str(file), *options])
        back = tmp_path / "lista.refused.csv"
        text = back.read_text(encoding="utf-8-sig") if back.exists() else ""
        return done, text

    return run


def test_members_come_in_once_and_faults_come_back(bring):
    looked, back = bring("members", ROLL.read_bytes(), "--dry-run")
    assert looked.output.startswith("members (dry run): 62 new, 0 changed, 0 same, 7 refused")
    assert "Motivo del rechazo" in back
    assert db.session.query(Donor).count() == 0
    done, _back = bring("members", ROLL.read_bytes())
    assert done.exit_code == 0, done.output
    assert db.session.query(Donor).count() == 62
    again, _back = bring("members", ROLL.read_bytes())
    assert "0 new, 0 changed, 62 same" in again.output


def test_hospitals_come_in_for_review(bring):
    done, back = bring("hospitals", HOSPITALS.encode())
    assert "2 new, 0 changed, 0 same, 3 refused" in done.output
    assert "ya está en el renglón 2" in back
    assert "400" in back
    kept = db.session.query(Hospital).order_by(Hospital.name).all()
    assert [(each.name, each.clues_ssa) for each in kept] == [
        ("Hospital Cuatro", None),
        ("Hospital Uno", "BCSSA000913"),
    ]
    moved = HOSPITALS.replace("Hospital Uno,Tijuana", "Hospital Primero,Tecate").encode()
    done, _back = bring("hospitals", moved)
    assert "0 new, 1 changed, 1 same, 3 refused" in done.output


def test_a_catalogue_comes_in_and_changes(bring):
    done, back = bring("catalogue", CATALOGUE.encode())
    assert "2 new, 0 changed, 0 same, 2 refused" in done.output
    assert "XXX-01" in back
    meal = db.session.query(Item).filter_by(sku="COM-01").one()
    assert (meal.expiry_rule, meal.reference_value.minor) == (ExpiryRule.SAME_DAY, 75_00)
    done, _back = bring("catalogue", CATALOGUE.replace("75.00", "80.00").encode())
    assert "0 new, 1 changed, 1 same" in done.output


def test_what_cannot_be_is_said_in_one_line(bring, factories, chapter):
    done, _back = bring("members", b"a,b\n")
    assert done.exit_code == 1
    assert "Faltan: Razón social, No. socio" in done.output
    done, _back = bring("members", ROLL.read_bytes(), "--chapter", "nadie")
    assert done.exit_code == 1
    done, _back = bring("bank-statement", b"nada")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
