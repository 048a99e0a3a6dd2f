"""Staff see, make and change schedules; each deed needs its permission, and nobody sees a stranger's."""

from datetime import timedelta

import pytest

from relief.core.db import transaction
from relief.instalments import queries
from relief.pledges.actions import GoodsTyped
from relief.pledges.emails import follow_address
from relief.pledges.models import PledgeStatus
from relief.pledges.queries import get_pledge

DAY = timedelta(days=1)


@pytest.fixture
def pledge(chapter, factories):
    """A pledge of 100,000 pesos in two parts, the first late."""
    today = queries.local_today()
    parts = [(today - DAY * 40, 50_000_00), (today + DAY * 40, 50_000_00)]
    return factories.scheduled_pledge(parts=parts, paid=10_000_00)


def address(pledge, page=""):
    """Where the schedule of a pledge is."""
    return f"/staff/instalments/{pledge.id}{page}"


def sent(parts, **values):
    """The form of a schedule, as a browser sends it."""
    rows = {}
    for number, (day, amount) in enumerate(parts):
        rows |= {f"parts-{number}-due_on": str(day), f"parts-{number}-amount": amount}
    return {"revision": "1", "reason": "Se acordó por teléfono", **rows, **values}


def test_the_page_tells_what_is_due_paid_and_left(ana, pledge):
    page = ana.get(address(pledge)).text
    for words in ("vencida", "programada", "40,000.00", "Castigar el saldo"):
        assert words in page
    assert "Reabrir" not in page
    assert "Pagos acordados" in ana.get(f"/staff/pledges/{pledge.id}").text


def test_a_plan_is_filled_in_before_it_is_saved(ana, pledge):
    page = ana.get(address(pledge, "/change?frequency=monthly&count=7&first=2027-01-31")).text
    assert page.count("14,285.71") == 6
    assert "14,285.74" in page
    assert 'value="2027-02-28"' in page
    assert len(queries.parts_of(get_pledge(pledge.id))) == 2


@pytest.mark.parametrize(
    "asked", ["frequency=custom&count=3&first=2027-01-31", "count=x", "first=¿"]
)
def test_odd_plans_are_shown_or_passed_over(ana, pledge, asked):
    assert ana.get(address(pledge, f"/change?{asked}")).status_code == 200


def test_a_schedule_is_changed_and_the_old_one_shown(ana, pledge):
    days = [queries.local_today() + DAY * number for number in (10, 20, 30)]
    amounts = ("33,333.34", "33,333.33", "33,333.33")
    form = sent(zip(days, amounts, strict=True))
    assert ana.post(address(pledge, "/change"), data=form).status_code == 303
    assert [part.due_on for part in queries.parts_of(get_pledge(pledge.id))] == days
    assert "Se acordó por teléfono" in ana.get(address(pledge)).text


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([("2027-01-01", "1.00")], "Deben ser iguales"),
        ([("2027-01-01", "")], "Escribe el monto"),
        ([("", "100000")], "Elige un día"),
        ([("2027-01-01", "50,000"), ("2027-01-01", "50,000")], "su propia fecha"),
        ([], "Un calendario tiene de 1 a 36"),
    ],
)
def test_what_does_not_add_up_comes_back_as_it_was_typed(ana, pledge, parts, words):
    answer = ana.post(address(pledge, "/change"), data=sent(parts))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Se acordó por teléfono" in answer.text


def test_a_form_over_an_older_schedule_is_refused(ana, pledge):
    whole = [(queries.local_today() + DAY, "100,000.00")]
    ana.post(address(pledge, "/change"), data=sent(whole))
    later = [(queries.local_today() + DAY * 2, "100,000.00")]
    answer = ana.post(address(pledge, "/change"), data=sent(later))
    assert answer.status_code == 422
    assert "mientras tanto" in answer.text


def test_reminders_are_stopped_and_go_on(ana, pledge):
    ana.post(address(pledge, "/stop"))
    assert queries.standing_stop(pledge.id) is not None
    assert ana.post(address(pledge, "/stop")).status_code == 409
    ana.post(address(pledge, "/resume"))
    assert queries.standing_stop(pledge.id) is None


def test_a_large_balance_waits_for_a_second_person_and_only_an_administrator_reopens(
    ana, admin, pledge, factories
):
    reason = {"reason": "La planta cerró"}
    assert ana.post(address(pledge, "/write-off"), data={}).status_code == 422
    assert ana.post(address(pledge, "/write-off"), data=reason).status_code == 303
    assert "espera a una segunda persona" in ana.get(address(pledge)).text
    assert ana.post(address(pledge, "/write-off"), data=reason).status_code == 422
    assert get_pledge(pledge.id).status is PledgeStatus.PARTIALLY_FULFILLED
    small = factories.scheduled_pledge(parts=[(queries.local_today(), 100)])
    ana.post(address(small, "/write-off"), data=reason)
    assert get_pledge(small.id).status is PledgeStatus.WRITTEN_OFF
    assert ana.post(address(small, "/reopen"), data=reason).status_code == 403
    assert admin.post(address(small, "/reopen"), data=reason).status_code == 303
    assert get_pledge(small.id).status is PledgeStatus.ACCEPTED


def test_others_may_not_and_strangers_see_nothing(beto, dora, carla, pledge):
    assert beto.get(address(pledge)).status_code == 403
    assert dora.get(address(pledge)).status_code == 200
    assert dora.get(address(pledge, "/change")).status_code == 403
    assert carla.get(address(pledge)).status_code == 404


def test_a_pledge_of_goods_has_no_such_page(ana, chapter, factories):
    item = factories.item()
    pledge = factories.pledge(cash=None, goods=[GoodsTyped(item=item, quantity=3)])
    assert ana.get(address(pledge)).status_code == 404


def test_the_donor_sees_the_next_payments(client, pledge):
    with transaction():
        link = follow_address(get_pledge(pledge.id))
    page = client.get(link.removeprefix("http://relief.test"), follow_redirects=True)
    assert "Tus próximos pagos" in page.text
    assert "40,000.00" in page.text
