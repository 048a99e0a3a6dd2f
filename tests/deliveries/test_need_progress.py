"""How far a need is, told by its deliveries and acuses, on every page that says it."""

from relief.deliveries import planning
from relief.deliveries.models import DeliveryStatus
from relief.needs.progress import of_need, progress_of
from relief.needs.queries import whole_need


def test_short_and_cancelled_units_are_missing_again(factories, chapter):
    need = factories.need(lines=[(factories.item(), 100), (factories.item(), 5)])
    for status in (
        DeliveryStatus.PLANNED,
        DeliveryStatus.CANCELLED,
        DeliveryStatus.FAILED,
        DeliveryStatus.DELIVERED_WITH_DIFFERENCES,
    ):
        factories.delivery(need=need, status=status)
        need = whole_need(need.id)
    far = progress_of([need.id])
    first, second = (far[line.id] for line in need.lines)
    assert (first.committed, first.in_transit, first.fulfilled, first.missing) == (40, 0, 39, 21)
    assert (second.requested, second.fulfilled, second.missing) == (5, 0, 5)
    assert of_need(need, far).missing == 26
    assert first.fulfilled == need.lines[0].fulfilled, "what moves the need says the same"


def test_a_plan_suggests_only_what_nobody_sends_yet(factories, chapter):
    item, place = factories.item(), factories.place()
    factories.lot(item=item, place=place, quantity=500)
    need = factories.need(lines=[(item, 100)])
    factories.delivery(need=need)
    start = planning.read_start({"need": str(need.id), "place": str(place.id)})
    start.validate()
    plan = planning.make_plan(start)
    assert [each.quantity for each in plan.suggestions] == [60]


def test_the_list_and_the_hospital_say_it_with_as_many_queries_for_one_as_for_many(
    beto, factories, chapter, count_queries
):
    hospital, item = factories.hospital(), factories.item()
    need = factories.need(hospital=hospital, lines=[(item, 1000)])
    factories.delivery(need=need, status=DeliveryStatus.DISPATCHED)
    pages = ["/staff/needs/", f"/staff/hospitals/{hospital.id}"]

    def asked():
        counts = []
        for page in pages:
            count_queries()
            assert "1,000" in beto.get(page).text
            counts.append(count_queries())
        return counts

    assert "40 en tránsito" in beto.get(pages[0]).text
    asked()
    one = asked()
    for _ in range(15):
        many = factories.need(hospital=hospital, lines=[(item, 10), (factories.item(), 5)])
    factories.delivery(need=many)
    assert asked() == one
