"""Letters to the hospital: when its goods leave, and when it has signed."""

from uuid import UUID

from relief.core.events import on
from relief.core.mail import letters_about
from relief.deliveries import emails, queries
from relief.deliveries.events import DeliveryDispatched, DeliveryReceived
from relief.deliveries.models import ON_THE_ROAD


@on(DeliveryDispatched)
def announce_to_hospital(delivery_id: str) -> None:
    """Write to the hospital that goods are on the way, once, unless they already came back."""
    delivery = queries.whole_delivery(UUID(delivery_id))
    if delivery.status in ON_THE_ROAD and not _written(delivery.id, "delivery_dispatched"):
        emails.dispatched(delivery)


@on(DeliveryReceived)
def send_acuse(delivery_id: str) -> None:
    """Send the hospital its acuse, once."""
    delivery = queries.whole_delivery(UUID(delivery_id))
    if not _written(delivery.id, "delivery_received"):
        emails.received(delivery)


def _written(delivery_id: UUID, kind: str) -> bool:
    return any(letter.kind == kind for letter in letters_about(delivery_id))
