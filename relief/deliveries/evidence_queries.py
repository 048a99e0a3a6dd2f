"""What speaks for a hand-over, and which reports wait for a person."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from relief.core import rows
from relief.core.db import db
from relief.core.paging import Listing, Page, page_of
from relief.deliveries.evidence import DriverReport, Evidence, ReportStatus
from relief.deliveries.models import Delivery

EVERY = "every"
"""The state of the list that is not narrowed: without it only what waits is shown."""


def count_open_reports() -> int:
    """Return how many reports of drivers wait for a person."""
    return rows.count(DriverReport, DriverReport.status == ReportStatus.OPEN)


def page_of_reports(listing: Listing, *, status: str = "") -> Page[DriverReport]:
    """Return one page of drivers' reports, those that wait unless `status` says otherwise."""
    statement = (
        sa.select(DriverReport)
        .join(DriverReport.delivery)
        .options(contains_eager(DriverReport.delivery).joinedload(Delivery.hospital))
    )
    if not status:
        statement = statement.where(DriverReport.status == ReportStatus.OPEN)
    elif status != EVERY:
        statement = statement.where(DriverReport.status == ReportStatus(status))
    columns = {"received": DriverReport.received_at, "happened": DriverReport.happened_at}
    return page_of(statement, listing, columns=columns, row_id=DriverReport.id)


def whole_report(report_id: UUID) -> DriverReport:
    """Return a report with its pictures and its delivery. Raise RowMissing."""
    delivery = joinedload(DriverReport.delivery)
    found = db.session.scalars(
        sa.select(DriverReport)
        .where(DriverReport.id == report_id)
        .options(
            delivery.joinedload(Delivery.hospital),
            delivery.joinedload(Delivery.place),
            delivery.joinedload(Delivery.proof),
            selectinload(DriverReport.evidence),
        )
    ).first()
    if found is None:
        raise rows.RowMissing(DriverReport.__name__)
    return found


def reports_of(delivery_id: UUID) -> list[DriverReport]:
    """Return what drivers told of a delivery, the newest first."""
    return list(
        db.session.scalars(
            sa.select(DriverReport)
            .where(DriverReport.delivery_id == delivery_id)
            .order_by(DriverReport.received_at.desc(), DriverReport.id.desc())
        )
    )


def evidence_of(delivery_id: UUID) -> list[Evidence]:
    """Return the pictures about a delivery, in the order they came."""
    return list(
        db.session.scalars(
            sa.select(Evidence)
            .where(Evidence.delivery_id == delivery_id)
            .order_by(Evidence.created_at, Evidence.position, Evidence.id)
        )
    )


def get_evidence(evidence_id: UUID) -> Evidence:
    """Return a picture's row. Raise RowMissing."""
    return rows.get(Evidence, evidence_id)
