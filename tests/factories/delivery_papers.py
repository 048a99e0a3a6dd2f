"""Invented facts of a delivery and its acuse."""

from datetime import date, datetime

from relief.deliveries.facts import (
    AcuseFacts,
    AcuseLineFacts,
    DeliveryFacts,
    DeliveryLineFacts,
    PlaceFacts,
)
from tests.factories.papers import TIJUANA, issuer

delivery = DeliveryFacts(
    language="es_MX",
    reference="ENT-2020-00123",
    delivered_on=date(2020, 4, 21),
    issuer=issuer,
    origin=PlaceFacts(name="Almacén Otay", address="Calle Siete Norte 1201, Tijuana"),
    hospital=PlaceFacts(
        name="Hospital General de Prueba",
        address="Av. Inventada 10, Tijuana",
        clues="BCSSA000913",
        contact_name="Enf. Laura Peña Ochoa",
        contact_phone="664 000 0000",
    ),
    lines=(
        DeliveryLineFacts(
            number=1,
            item="Cubrebocas N95",
            quantity="1200",
            unit="pieza",
            lot="N95-0420-A",
            expires_on=date(2023, 4, 1),
        ),
        DeliveryLineFacts(number=2, item="Careta protectora", quantity="350.5", unit="pieza"),
    ),
    confirm_url="https://relief.example/d/8Q2M7K4TPD9XWZ3RBN6H",
    confirm_code="8Q2M-7K4T",
    driver="Jorge Medina Ruiz",
    vehicle="Camioneta 3.5 t",
    plates="AN-12-345",
    notes="Entrar por urgencias.",
)
acuse = AcuseFacts(
    confirmed_at=datetime(2020, 4, 21, 13, 5, tzinfo=TIJUANA),
    receiver_name="Laura Peña Ochoa",
    receiver_role="Jefa de enfermería",
    remarks="Gracias a todas las empresas.",
    chain_head="7b" * 32,
    lines=(
        AcuseLineFacts(number=1, accepted="1150", short="30", damaged="20", reason="Caja mojada"),
        AcuseLineFacts(number=2, accepted="350.5"),
    ),
)
