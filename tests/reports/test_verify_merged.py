"""`flask verify` on merged donors: silent when well, one exact line when tampered with."""

import sqlalchemy as sa

from relief.core import outbox
from relief.core.db import db, transaction
from relief.donors import merging, queries
from relief.reports.verify import violations
from tests.reports.test_verify import said_after

BACK = "UPDATE pledge SET donor_id = (SELECT donor_id FROM donor_merge)"
AROUND = """INSERT INTO donor_merge (id, chapter_id, donor_id, into_id, merged_by, merged_at)
SELECT chapter_id, chapter_id, into_id, donor_id, merged_by, merged_at FROM donor_merge"""


def test_nothing_goes_on_under_a_merged_donor(chapter, factories):
    kept, other = factories.giver(name="Arneses"), factories.giver(name="ARNESES DEL MAR", rfc=None)
    factories.cash_pledge(donor=other)
    with transaction():
        merging.merge_donors(queries.get_donor(kept.id), queries.get_donor(other.id), values={})
    assert said_after(BACK) == [], "the sweep will still move it"
    with transaction():
        db.session.execute(sa.update(outbox.Job).values(status=outbox.JobStatus.DONE))
    assert violations() == []
    line = "donors: zona-costa: ARNESES DEL MAR: merged, and 1 rows of pledge refer to it"
    assert said_after(BACK) == [line]
    around = "donors: zona-costa: ARNESES DEL MAR: merged into Arneses, which is merged itself"
    assert around in said_after(AROUND)
