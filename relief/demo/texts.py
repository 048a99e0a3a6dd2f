"""What the demo's campaigns say of themselves."""

from typing import Any

HOSPITALS_2020: dict[str, Any] = {
    "slug": "hospitales-2020",
    "name": "Protejamos a quienes nos cuidan",
    "name_en": "Protect those who care for us",
    "summary": "Equipo de protección y alimentos para el personal médico de los hospitales de "
    "Tijuana, Ensenada y Mexicali.",
    "summary_en": "Protective equipment and food for the medical staff of hospitals in Tijuana, "
    "Ensenada and Mexicali.",
    "story": "En marzo de 2020 los hospitales de la región pidieron cubrebocas, batas y comida "
    "caliente para turnos dobles. Las empresas de la industria respondieron con dinero, con "
    "material y con sus propias líneas de producción.\n\n"
    "Las empresas, las personas y las cantidades que ves aquí son inventadas para mostrar el "
    "sistema; la forma general sigue lo que publicó la prensa.",
    "story_en": "In March 2020 the region's hospitals asked for respirators, gowns and hot meals "
    "for double shifts. Companies answered with money, with goods and with their own production "
    "lines.\n\nThe companies, people and amounts shown here are invented to show the system; "
    "their general shape follows what the press published.",
    "unit_label": "piezas de protección",
    "unit_label_en": "pieces of protective equipment",
}
ONGOING: dict[str, Any] = {
    "slug": "sigamos-juntos",
    "name": "Sigamos juntos",
    "name_en": "Still together",
    "summary": "Reposición de equipo de protección y despensas para los hospitales que atienden "
    "a las familias de la industria.",
    "summary_en": "Restocking protective equipment and pantry kits for the hospitals that care "
    "for the industry's families.",
    "story": "Los almacenes de los hospitales se vacían cada temporada. Esta campaña está "
    "abierta: puedes probar aquí un compromiso de donativo.\n\nDatos inventados.",
    "story_en": "Hospital stores run low every season. This campaign is open: try a pledge "
    "here.\n\nInvented data.",
    "unit_label": "piezas",
    "unit_label_en": "pieces",
}
CHUVISCAR: dict[str, Any] = {
    "slug": "chuviscar",
    "name": "Campaña Chuvíscar",
    "name_en": "Chuvíscar campaign",
    "summary": "Apoyo Chuvíscar a hospitales de Ciudad Juárez. Datos inventados.",
    "summary_en": "Chuvíscar support for hospitals in Ciudad Juárez. Invented data.",
}
Amounts = tuple[tuple[int, str, str], ...]
ONGOING_AMOUNTS: Amounts = (
    (500, "20 cubrebocas N95", "20 N95 respirators"),
    (1_000, "3 despensas", "3 pantry kits"),
    (5_000, "120 comidas", "120 meals"),
    (25_000, "equipo de protección para un turno", "protective equipment for one shift"),
)
HOSPITALS_AMOUNTS: Amounts = (
    (1_000, "40 cubrebocas N95", "40 N95 respirators"),
    (5_000, "120 comidas", "120 meals"),
    (20_000, "400 batas", "400 gowns"),
    (100_000, "un mes de comidas de un piso", "a month of meals for one ward"),
)
EARMARKS = (
    ("city", "Tijuana", ""),
    ("city", "Mexicali", ""),
    ("city", "Ensenada", ""),
    ("category", "Comidas", "Meals"),
    ("category", "Equipo de protección", "Protective equipment"),
)
