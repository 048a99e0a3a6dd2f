"""The answer to a refused form is a page too: whatever is pressed on it leads to a page."""

import pytest


@pytest.fixture
def refused(beto, factories, chapter):
    """A delivery, and the address that answered when its cancelling was refused."""
    there = f"/staff/deliveries/{factories.delivery().id}"
    page = beto.post(f"{there}/cancel", data={"cancel_-reason": ""})
    assert page.status_code == 422
    return there, page.request.path


def test_the_other_language_of_a_refused_form_is_the_page_above(beto, refused):
    there, here = refused
    answer = beto.get("/language/en", query_string={"next": here})
    assert answer.location == there
    assert beto.get(answer.location).status_code == 200


def test_a_step_refused_from_there_is_told_on_the_page_above(beto, refused):
    there, here = refused
    answer = beto.post(f"{there}/dispatch", headers={"Referer": f"http://localhost{here}"})
    assert answer.status_code == 303
    assert answer.location == there
    assert beto.get(answer.location).status_code == 200


@pytest.mark.parametrize("path", ["/staff/needs/?q=agua", "/nowhere/at/all", "/juarez/c/x?y=1"])
def test_every_other_address_is_kept_whole(beto, path):
    assert beto.get("/language/en", query_string={"next": path}).location == path


def test_a_door_without_a_page_above_leads_home(client, chapter):
    answer = client.get("/language/en", query_string={"next": "/staff/logout"})
    assert client.get(answer.location).status_code < 400
