"""Every column that could hold something about a person is placed in the data inventory."""

import re

import sqlalchemy as sa

from relief.config import ROOT
from relief.core.db import Base


def test_the_inventory_names_every_column(stores):
    stores["sqlite"]
    text = (ROOT / "docs" / "data_inventory.md").read_text(encoding="utf-8")
    written = re.findall(r"`([a-z_]+\.[a-z0-9_]+)`", text)
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.String | sa.JSON | sa.LargeBinary | sa.Float)
        and not isinstance(column.type, sa.Enum)
    }
    placed = {each for each in written if each.split(".")[0] in Base.metadata.tables}
    assert placed == columns
    assert len(written) == len(set(written)), "a column is placed twice"
