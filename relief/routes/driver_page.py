"""What a driver's page shows of each stop: the next one first, those that are done below."""

from dataclasses import dataclass
from urllib.parse import quote

from relief.deliveries.models import ON_THE_ROAD, RESERVING
from relief.hospitals.models import Hospital, HospitalContact
from relief.links.bearer import bearer_token
from relief.links.models import CapabilityLink
from relief.routes.models import Route, Stop


@dataclass(frozen=True)
class StopShown:
    """One stop. `token` lets the phone tell what happened there; '' once that is known."""

    stop: Stop
    token: str
    contact: HospitalContact | None
    way: str


def stops_shown(route: Route, link: CapabilityLink) -> list[StopShown]:
    """Return the stops in their order, those that wait first."""
    shown = [_shown(stop, link) for stop in route.stops]
    return sorted(shown, key=lambda each: not each.token)


def _shown(stop: Stop, link: CapabilityLink) -> StopShown:
    hospital = stop.delivery.hospital
    waits = stop.delivery.status in (*RESERVING, *ON_THE_ROAD)
    return StopShown(
        stop,
        bearer_token(link.id, stop.delivery_id) if waits else "",
        next((each for each in hospital.contacts if each.phone), None),
        _way_to(hospital),
    )


def _way_to(hospital: Hospital) -> str:
    """Return an address that opens the phone's maps."""
    there = ", ".join(filter(None, (hospital.name, hospital.address, hospital.city)))
    return f"https://www.google.com/maps/dir/?api=1&destination={quote(there, safe='')}"
