"""What the rooms above show on a hospital's page: each hangs a panel of its own here.

The hospitals know nothing of needs or deliveries; a panel is a function that draws its own rows.
"""

from collections.abc import Callable

from markupsafe import Markup

from relief.accounts.access import can
from relief.accounts.permissions import Permission
from relief.hospitals.models import Hospital

Panel = Callable[[Hospital], str]
_panels: list[tuple[int, Permission, Panel]] = []


def hospital_panel(order: int, permission: Permission) -> Callable[[Panel], Panel]:
    """Hang a panel on the page of every hospital, for whoever holds `permission`."""

    def hang(draw: Panel) -> Panel:
        _panels.append((order, permission, draw))
        return draw

    return hang


def panels_of(hospital: Hospital) -> list[Markup]:
    """Return the drawn panels that the reader may see, in their order."""
    hung = sorted(_panels, key=lambda each: each[0])
    drawn = [draw(hospital) for _order, permission, draw in hung if can(permission)]
    return [Markup(panel) for panel in drawn]  # noqa: S704 - templates of ours, escaped there
