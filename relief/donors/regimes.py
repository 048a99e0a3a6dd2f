"""SAT's catalogue c_RegimenFiscal (CFDI 4.0): the régimen a donor may have, by its official name."""

REGIMES: dict[str, str] = {
    "601": "601 · General de Ley Personas Morales",
    "603": "603 · Personas Morales con Fines no Lucrativos",
    "605": "605 · Sueldos y Salarios e Ingresos Asimilados a Salarios",
    "610": "610 · Residentes en el Extranjero sin Establecimiento Permanente en México",
    "612": "612 · Personas Físicas con Actividades Empresariales y Profesionales",
    "616": "616 · Sin obligaciones fiscales",
    "620": "620 · Sociedades Cooperativas de Producción que optan por diferir sus ingresos",
    "622": "622 · Actividades Agrícolas, Ganaderas, Silvícolas y Pesqueras",
    "623": "623 · Opcional para Grupos de Sociedades",
    "624": "624 · Coordinados",
    "626": "626 · Régimen Simplificado de Confianza",
}


def regime_label(code: str | None) -> str:
    """Return the official name of a régimen; the code alone for one that is not offered."""
    return REGIMES.get(code or "", code or "")
