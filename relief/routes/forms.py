"""What a person may type about a route, a driver and a vehicle."""

from typing import Any

from flask_babel import lazy_gettext as _l

from relief.core.forms import (
    ChoiceField,
    DayField,
    EmailLineField,
    FromAddress,
    LineField,
    NotesField,
    PhoneField,
    PickField,
    PickManyField,
    QtyField,
    ReliefForm,
    TokenField,
    YesNoField,
)
from relief.core.words import choices
from relief.routes import (
    queries,
    words,  # noqa: F401 - registers the words
)
from relief.routes.models import Route, RouteStatus
from relief.routes.queries import EVERY
from relief.stock import queries as stock


class FilterForm(FromAddress):
    """What the list may be narrowed by; read from the address."""

    q = LineField(_l("Reference or driver"), max=80, required=False)
    status = ChoiceField(
        _l("State"),
        labels={**choices(RouteStatus), EVERY: _l("all of them")},
        required=False,
        blank=_l("planned or on the road"),
    )
    since = DayField(_l("From the day"), required=False)
    until = DayField(_l("To the day"), required=False)


class CrewForm(ReliefForm):
    """When a route leaves, and who drives what."""

    day = DayField(_l("Day of the route"))
    driver = PickField(_l("Driver"), required=False, blank=_l("nobody yet"))
    vehicle = PickField(_l("Vehicle"), required=False, blank=_l("none yet"))
    notes = NotesField(_l("Instructions for the driver"), max=500, required=False)

    def offer(self, route: Route | None = None) -> "CrewForm":
        """Give the form its drivers and vehicles, those of the route among them though out of use."""
        drivers = {each.id: each.name for each in queries.drivers(active=True)}
        vehicles = {
            each.id: f"{each.name} · {each.plates}" for each in queries.vehicles(active=True)
        }
        if route is not None and route.driver is not None:
            drivers.setdefault(route.driver.id, route.driver.name)
        if route is not None and route.vehicle is not None:
            vehicles.setdefault(route.vehicle.id, f"{route.vehicle.name} · {route.vehicle.plates}")
        self.driver.options = list(drivers.items())
        self.vehicle.options = list(vehicles.items())
        return self

    def crew(self) -> dict[str, Any]:
        """Return what was typed, with the rows of driver and vehicle."""
        driver, vehicle = self.driver.data, self.vehicle.data
        return {
            "day": self.day.data,
            "driver": queries.get_driver(driver) if driver else None,
            "vehicle": queries.get_vehicle(vehicle) if vehicle else None,
            "notes": self.notes.data or "",
        }


class RouteForm(CrewForm):
    """A new route."""

    place = PickField(_l("Leaves from"))
    nonce = TokenField(required=False)

    def offer(self, route: Route | None = None) -> "RouteForm":
        super().offer(route)
        self.place.options = stock.place_choices()
        return self


class StopsForm(ReliefForm):
    """Which deliveries are put on a route."""

    deliveries = PickManyField(_l("Deliveries that wait"))


class DriverForm(ReliefForm):
    """Somebody who drives."""

    name = LineField(_l("Name"), max=120)
    phone = PhoneField(_l("Telephone"), required=False)
    email = EmailLineField(_l("E-mail"), required=False)
    active = YesNoField(_l("In use"), default=True)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column; an empty box is no address and no number."""
        typed = {f.name: f.data for f in self if f.name != "csrf_token"}
        return {**typed, "email": typed["email"] or "", "phone": typed["phone"] or ""}


class VehicleForm(ReliefForm):
    """What is driven."""

    name = LineField(_l("Name"), max=80)
    plates = LineField(_l("Plates"), max=20)
    capacity_boxes = QtyField(_l("Takes so many packs"), max=1_000_000, required=False)
    capacity_kg = QtyField(_l("Takes so many kilograms"), max=1_000_000, required=False)
    active = YesNoField(_l("In use"), default=True)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by column."""
        return {f.name: f.data for f in self if f.name != "csrf_token"}
