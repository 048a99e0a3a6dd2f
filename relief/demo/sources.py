"""The project's own data for the demo: hospitals, catalogue and sixty new members."""

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"

Row = dict[str, str]


def read(name: str) -> list[Row]:
    """Return the rows of relief/demo/data/<name>.csv, in the order of the file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
