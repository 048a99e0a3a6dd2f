"""How the SAT's catalogues name means of payment, tax regimes and donors without an RFC."""

METHODS = {
    "es": {
        "01": "01 Efectivo",
        "02": "02 Cheque nominativo",
        "03": "03 Transferencia electrónica de fondos",
        "04": "04 Tarjeta de crédito",
    },
    "en": {
        "01": "01 Cash",
        "02": "02 Cheque",
        "03": "03 Electronic funds transfer",
        "04": "04 Credit card",
    },
}

# c_RegimenFiscal of CFDI 4.0; the names are official and stay in Spanish.
REGIMES = {
    "601": "General de Ley Personas Morales",
    "603": "Personas Morales con Fines no Lucrativos",
    "605": "Sueldos y Salarios e Ingresos Asimilados a Salarios",
    "606": "Arrendamiento",
    "610": "Residentes en el Extranjero sin Establecimiento Permanente en México",
    "612": "Personas Físicas con Actividades Empresariales y Profesionales",
    "616": "Sin obligaciones fiscales",
    "620": "Sociedades Cooperativas de Producción que optan por diferir sus ingresos",
    "621": "Incorporación Fiscal",
    "622": "Actividades Agrícolas, Ganaderas, Silvícolas y Pesqueras",
    "623": "Opcional para Grupos de Sociedades",
    "624": "Coordinados",
    "625": "Actividades Empresariales con ingresos a través de Plataformas Tecnológicas",
    "626": "Régimen Simplificado de Confianza",
}

# Generic RFCs of the CFDI guide: residents without one, and residents abroad.
GENERIC = {
    "es": ("XAXX010101000 (genérico nacional)", "XEXX010101000 (genérico extranjero)"),
    "en": ("XAXX010101000 (generic, Mexico)", "XEXX010101000 (generic, abroad)"),
}

CASH_GIFT = {"es": "Donativo en efectivo", "en": "Cash donation"}
EARMARKED = {"es": "{}. Destino específico: {}", "en": "{}. Earmarked for: {}"}
AUTHORISED = {
    "es": "Donataria autorizada por el SAT, oficio {number} del {date}.",
    "en": "Authorised donee (donataria autorizada) by Mexico's SAT, official letter {number} of {date}.",
}


def method_text(code: str, language: str) -> str:
    """Return a means of payment as c_FormaPago names it."""
    return METHODS[language][code]


def regime_text(code: str | None) -> str:
    """Return code and name of a régimen fiscal; '' for none, the bare code for an unknown one."""
    if not code:
        return ""
    return f"{code} · {REGIMES[code]}" if code in REGIMES else code


def generic_rfc(country: str, language: str) -> str:
    """Return the RFC that stands for a donor who has none."""
    return GENERIC[language][0 if country == "MX" else 1]
