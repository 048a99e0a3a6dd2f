"""Invented facts for papers, and eyes to read what was drawn."""

import re
from datetime import date, datetime, timedelta, timezone

import pypdfium2
import zxingcpp

from relief.chapters.facts import IssuerFacts
from relief.receipts.facts import (
    IN_KIND,
    LineFacts,
    PartyFacts,
    PaymentFacts,
    ReceiptFacts,
    VoidFacts,
)

TIJUANA = timezone(timedelta(hours=-7))
LONG_NAME = (
    "Compañía Ñandú & Hijos <Índigo> \"Ávila\" 'Öü' Manufacturas Eléctricas y Cerámicas "
    "del Noroeste Á É Í Ó Ú Ü, S.A.P.I. de C.V."
)[:120]
LEGEND = "Este recibo ampara un donativo que la asociación destinará al personal de los hospitales."

issuer = IssuerFacts(
    legal_name="Asociación de Prueba de la Industria de la Zona Costa, A.C.",
    rfc="APZ850101AB1",
    address="Blvd. Inventado 100, 22014 Tijuana, Baja California",
    contact="donativos@relief.example",
    website="relief.example",
    signatory_name="Lic. Mariana Ibáñez Núñez",
    signatory_title="Directora general",
)
cash_receipt = ReceiptFacts(
    kind="cash",
    language="es_MX",
    folio="DON-2020-00042",
    issued_on=date(2020, 4, 14),
    issued_at=datetime(2020, 4, 14, 10, 15, tzinfo=TIJUANA),
    issuer=issuer,
    donor=PartyFacts(
        name="Ensambles Electrónicos del Pacífico, S. de R.L. de C.V.",
        rfc="EEP0303038K2",
        tax_regime="601 · General de Ley Personas Morales",
        postal_code="22444",
        address="Calle Maquiladoras 1500",
        city="Tijuana",
        country="México",
    ),
    lines=(LineFacts(description="Donativo en efectivo", amount_minor=15_000_000),),
    total_minor=15_000_000,
    currency="MXN",
    amount_in_words="(Ciento cincuenta mil pesos 00/100 M.N.)",
    check_url="https://relief.example/v/8Q2M7K4TPD9XWZ3RBN6H",
    check_code="8Q2M-7K4T-PD9X-WZ3R-BN6H",
    chain_head="9f" * 32,
    campaign="Juntos por los hospitales",
    payment=PaymentFacts(
        method="03 Transferencia electrónica de fondos",
        paid_on=date(2020, 4, 13),
        reference="SPEI-998877",
    ),
    pledge_reference="PRO-2020-00042",
    legend=LEGEND,
)
goods_lines = (
    LineFacts(
        description="Cubrebocas N95",
        quantity="5000",
        unit="pieza",
        unit_value_minor=6_500,
        amount_minor=32_500_000,
        lot="N95-0420-A",
        expires_on=date(2023, 4, 1),
    ),
    LineFacts(description="Bata", quantity="12.50", unit="caja", amount_minor=16_000_000),
)
void = VoidFacts(
    voided_on=date(2020, 4, 20),
    voided_at=datetime(2020, 4, 20, 16, 40, tzinfo=TIJUANA),
    reason="El banco devolvió la transferencia.",
    voided_by="Tesorería · Carmen Ruelas Peña",
    check_url="https://relief.example/v/5H8K2M4TPD9XWZ3RBN6Q",
    check_code="5H8K-2M4T-PD9X-WZ3R-BN6Q",
    replaced_by="DON-2020-00051",
)
IN_KIND_CHANGES = {
    "kind": IN_KIND,
    "payment": None,
    "lines": goods_lines,
    "total_minor": 48_500_000,
    "amount_in_words": "(Cuatrocientos ochenta y cinco mil pesos 00/100 M.N.)",
}


def read_pages(paper: bytes) -> list[str]:
    """The words of each page, white space folded."""
    pages = pypdfium2.PdfDocument(paper)
    return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in pages]


def read_qr(paper: bytes) -> list[str]:
    """What a camera reads on the last page, printed in black and white."""
    pages = pypdfium2.PdfDocument(paper)
    picture = pages[len(pages) - 1].render(scale=2, grayscale=True).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def unembedded_fonts(paper: bytes) -> list[bytes]:
    """Names of fonts without a font file in the PDF."""
    objects = re.findall(rb"\d+ 0 obj\n(.*?)endobj", paper, re.DOTALL)
    fonts = [one for one in objects if b"/Type /Font\n" in one or b"/Type /Font " in one]
    return [font for font in fonts if b"/FontDescriptor" not in font]
