"""Paying online as the treasury sees it."""

import pytest

from relief.checkout import queries
from relief.checkout.models import EventState, SessionStatus
from relief.core.db import db


def test_a_kept_notice_is_reviewed_once_by_name(ana, admin, factories, chapter):
    event = factories.provider_event()
    assert "Avisos por revisar: 1" in ana.get("/staff/online/").text
    page = ana.get(f"/staff/online/notices/{event.id}").text
    assert "$150.00 MXN" in page
    path = f"/staff/online/notices/{event.id}/review"
    assert ana.post(path, data={"note": ""}).status_code == 422
    assert (
        ana.post(path, data={"note": "Era de otra campaña; se registró a mano."}).status_code == 303
    )
    assert queries.get_event(event.id).state is EventState.REVIEWED
    again = admin.post(path, data={"note": "Yo también"})
    assert again.status_code == 422
    assert "ya revisó este aviso" in again.text


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("path", "make"),
    [("/staff/online/", "online_session"), ("/staff/online/notices", "provider_event")],
)
def test_lists_cost_the_same_for_one_and_for_many(dora, factories, count_queries, path, make):
    maker = getattr(factories, make)
    pledge = factories.cash_pledge()
    values = {"pledge": pledge} if make == "online_session" else {}
    maker(**values)
    dora.get(path)
    count_queries()
    dora.get(path)
    one = count_queries()
    for _more in range(12):
        maker(**values)
    count_queries()
    dora.get(path)
    assert count_queries() == one


def test_an_attempt_is_found_by_state_and_donor(dora, factories, chapter):
    paid = factories.online_session(status=SessionStatus.PAID)
    factories.online_session()
    page = dora.get("/staff/online/?status=paid").text
    assert f"/staff/online/{paid.id}" in page
    assert page.count("data-row-link") == 1
    assert dora.get("/staff/online/?q=nadie").text.count("data-row-link") == 0
    db.session.remove()
    assert dora.get(f"/staff/online/{paid.id}").status_code == 200
