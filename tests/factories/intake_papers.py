"""Invented facts of an arrival's papers."""

from datetime import date, datetime

from relief.intake.facts import LabelFacts, LabelSheetFacts, NoteFacts, NoteLineFacts
from tests.factories.papers import TIJUANA, issuer

note = NoteFacts(
    language="es_MX",
    reference="REC-2020-00012",
    arrived_on=date(2020, 5, 4),
    received_at=datetime(2020, 5, 4, 16, 20, tzinfo=TIJUANA),
    received_by="Beto Núñez",
    issuer=issuer,
    donor="Ensambles Electrónicos del Pacífico, S. de R.L. de C.V.",
    donor_rfc="EEP0303038K2",
    campaign="Juntos por los hospitales",
    pledge="PRO-2020-00042",
    place="Almacén Otay",
    place_address="Calle Siete Norte 1201, Tijuana",
    delivered_by="Transportes del Norte, placas AN-12-345",
    page_url="https://relief.example/staff/intake/0190c6d2-7f1e-7c3a-9d55-2b8f0a4c1e77",
    lines=(
        NoteLineFacts(
            number=1,
            item="Cubrebocas N95",
            unit="pieza",
            declared=1200,
            received=1180,
            reason="dañado al llegar: Dos cajas mojadas",
            lot="N95-0420-A",
            expires_on=date(2023, 4, 1),
            value="$76,700.00",
        ),
        NoteLineFacts(
            number=2, item="Careta", unit="pieza", declared=350, received=350, value="$14,000.00"
        ),
    ),
    value="$90,700.00 MXN",
    chain_head="7b" * 32,
)
label = LabelFacts(
    item="Cubrebocas N95",
    lot="N95-0420-A",
    donor="Ensambles Electrónicos del Pacífico, S. de R.L. de C.V.",
    lot_url="https://relief.example/staff/stock/lots/0190c6d2-7f1e-7c3a-9d55-2b8f0a4c1e78",
    copies=3,
    expires_on=date(2023, 4, 1),
)
sheet = LabelSheetFacts(
    language="es_MX", reference="REC-2020-00012", chapter=issuer.legal_name, labels=(label,)
)
