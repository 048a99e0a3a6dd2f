"""Invented names from a seeded source: no company and no person here exists."""

from dataclasses import dataclass
from random import Random

from stdnum.mx import rfc as stdnum_rfc

FIRST = (
    "María Fernanda",
    "José Ángel",
    "Lucía",
    "Héctor",
    "Begoña",
    "Iñaki",
    "Ximena",
    "Raúl",
    "Itzel",
    "Germán",
    "Nuria",
    "Óscar",
    "Paulina",
    "Efraín",
    "Verónica",
    "Ulises",
    "Concepción",
    "Ramón",
    "Sofía",
    "Joaquín",
)
LAST = (
    "Peñúñuri",
    "Ibáñez",
    "Güereña",
    "Núñez",
    "Ocaña",
    "Zazueta",
    "Félix",
    "Angüis",
    "Castañeda",
    "Beltrán",
    "Yáñez",
    "Ontiveros",
    "Mejía",
    "Covarrubias",
    "Lizárraga",
    "Quiñones",
    "Espinoza",
    "Valdés",
)
TRADES = (
    "Arneses Automotrices",
    "Cartón y Empaque",
    "Cerámica Avanzada",
    "Circuitos Flexibles",
    "Componentes Aeroespaciales",
    "Dispositivos Médicos",
    "Electrónica de Potencia",
    "Inyección de Plásticos",
    "Laminados y Troquelados",
    "Maquinados de Precisión",
    "Mobiliario de Exportación",
    "Óptica Industrial",
    "Recubrimientos Técnicos",
    "Sellos y Empaques",
    "Textiles Funcionales",
)
NAMED_AFTER = (
    "Ñandú",
    "Bahía Azul",
    "Cañón del Sol",
    "Cataviña",
    "Cerro Colorado",
    "Cucapá",
    "Dos Peñas",
    "El Vallecito",
    "La Misión",
    "Punta Baños",
    "Río Hardy",
    "San Telmo",
    "Valle Niño",
)
FORMS = ("S.A. de C.V.", "S. de R.L. de C.V.", "S.A.P.I. de C.V.", "de México, S. de R.L. de C.V.")
PARENTS = (
    "Harbor Mesa Components",
    "Coyote Ridge Devices",
    "Blue Agave Holdings",
    "Three Rivers Molding",
    "Lantern Bay Industries",
    "Old Pier Manufacturing",
)
LONGEST = (
    "Manufacturas, Ensambles y Servicios Ñúñez-Güereña del Pacífico Norte, "
    "Antes «Peñúñuri Hermanos», S.A.P.I. de C.V."
)
CITIES = (("Tijuana", "22"), ("Tijuana", "22"), ("Mexicali", "21"), ("Ensenada", "22"))


@dataclass(frozen=True)
class Company:
    """An invented company as its constancia fiscal would name it."""

    name: str
    rfc: str
    city: str
    postal_code: str
    email: str
    phone: str
    ein: str = ""
    parent_name: str = ""


def person(random: Random) -> str:
    """Return a name with two surnames."""
    return f"{random.choice(FIRST)} {' '.join(random.sample(LAST, 2))}"


def telephone(random: Random) -> str:
    """Return a number of the region; 555 is nobody's."""
    return f"664 555 {random.randrange(10000):04d}"


def companies(random: Random, count: int) -> list[Company]:
    """Return so many companies, all different; the first has the longest name of all."""
    names = [f"{trade} {place}" for trade in TRADES for place in NAMED_AFTER]
    chosen = [f"{name}, {random.choice(FORMS)}" for name in random.sample(names, count - 1)]
    return [_company(random, name, number) for number, name in enumerate([LONGEST, *chosen])]


def _company(random: Random, name: str, number: int) -> Company:
    city, zone = random.choice(CITIES)
    parent = random.choice(PARENTS) if number % 3 == 0 else ""
    return Company(
        name=name,
        rfc=invented_rfc(random),
        city=city,
        postal_code=f"{zone}{random.randrange(1000):03d}",
        email=f"donativos{number:02d}@invented.example",
        phone=telephone(random),
        ein=f"{random.randrange(10, 99)}-{random.randrange(10**7):07d}" if parent else "",
        parent_name=f"{parent}, {random.choice(('Inc.', 'LLC', 'Corp.'))}" if parent else "",
    )


def invented_rfc(random: Random) -> str:
    """Return an RFC of a company that was never registered, with a check digit that checks."""
    letters = "".join(random.choices("BCDFGHJKLMNPQRSTVWXYZ", k=3))
    founded = (
        f"{random.randrange(70, 100)}{random.randrange(1, 13):02d}{random.randrange(1, 29):02d}"
    )
    body = letters + founded + "".join(random.choices("ABCDEFGHJKLMN123456789", k=2))
    return body + str(stdnum_rfc.calc_check_digit(body))
