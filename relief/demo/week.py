"""What hospitals of the demo asked for lately, and the trips around today."""

from relief.needs.models import Priority

ASKED = (
    # days ago, hospital, wanted, within days, priority, decided
    (9, 0, (("DES-01", 60), ("EPP-09", 40)), 1, Priority.URGENT, True),
    (8, 5, (("EPP-03", 2000),), 2, Priority.HIGH, True),
    (7, 6, (("EPP-01", 600), ("EPP-03", 1000)), 6, Priority.NORMAL, True),
    (4, 1, (("EPP-01", 2500),), 2, Priority.URGENT, True),
    (3, 3, (("EPP-01", 1800), ("EPP-09", 30)), 3, Priority.NORMAL, True),
    (2, 9, (("DES-01", 80),), 3, Priority.HIGH, False),
    (1, 2, (("EPP-05", 300), ("EPP-01", 500)), 1, Priority.URGENT, False),
)
TRIPS = (
    # trips of the day: planned so many days from today, hospital, of what, how many, how far it came
    (-6, 10, "DES-01", 30, "signed"),
    (-4, 1, "EPP-01", 300, "differs"),
    (0, 0, "DES-01", 40, "road"),
    (0, 5, "EPP-03", 1500, "closed"),
    (0, 6, "EPP-01", 400, "packed"),
    (0, 2, "EPP-09", 30, "picking"),
    (0, 9, "DES-01", 20, "planned"),
    (1, 8, "EPP-03", 800, "planned"),
)
