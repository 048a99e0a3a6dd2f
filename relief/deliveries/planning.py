"""The page of a plan: what is asked for, what could leave, and what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from werkzeug.datastructures import MultiDict

from relief.core.errors import ReliefError
from relief.core.languages import reader_language
from relief.core.rows import RowMissing
from relief.core.text import search_key
from relief.deliveries import actions, queries
from relief.deliveries.forms import ChooseForm, PlanForm, PlannedForm
from relief.deliveries.models import Delivery
from relief.hospitals import queries as hospitals
from relief.hospitals.models import Hospital
from relief.needs import queries as needs
from relief.needs.models import Need
from relief.needs.progress import Progress, progress_of
from relief.stock import queries as stock
from relief.stock.models import Balance, Place


@dataclass(frozen=True)
class Plan:
    """What the page of a plan is about."""

    need: Need | None
    hospital: Hospital
    place: Place
    day: date
    far: dict[UUID, Progress]
    balances: list[Balance]
    suggestions: list[queries.Suggestion]


def read_start(args: Mapping[str, str]) -> ChooseForm:
    """Read the question before the plan from the address.

    Unless told: today, and a place in the hospital's city, else the first one.
    """
    places, city = stock.places(active=True), _city(args)
    near = [place for place in places if city and search_key(place.city) == city] or places
    asked = {"day": stock.today().isoformat(), "place": str(near[0].id) if near else ""}
    form = ChooseForm(MultiDict({**asked, **args}))
    form.place.options = [(place.id, place.name) for place in places]
    form.need.options = needs.open_choices()
    form.hospital.options = hospitals.choices()
    return form


def _city(args: Mapping[str, str]) -> str:
    """Return the city of the hospital that the address names; '' for none, or for nonsense."""
    try:
        if args.get("need"):
            return search_key(needs.whole_need(UUID(args["need"])).hospital.city)
        return search_key(hospitals.get_hospital(UUID(args.get("hospital", ""))).city)
    except (ValueError, RowMissing):
        return ""


def make_plan(start: ChooseForm) -> Plan:
    """Return what could leave on that day, first expired first. Raise RowMissing."""
    need = needs.whole_need(start.need.data) if start.need.data else None
    place, day = stock.get_place(start.place.data), start.day.data
    balances = stock.available_at(place.id, day)
    far = progress_of([need.id]) if need else {}
    return Plan(
        need=need,
        hospital=need.hospital if need else hospitals.get_hospital(start.hospital.data),
        place=place,
        day=day,
        far=far,
        balances=balances,
        suggestions=queries.share_out(need.lines, balances, far=far) if need else [],
    )


def offered(plan: Plan, form: PlanForm) -> list[Balance]:
    """Return what may be chosen, and what was chosen though nothing is left of it any more."""
    return queries.with_chosen(plan.balances, plan.place, form.typed_lots())


def offer(plan: Plan, form: PlanForm) -> PlannedForm:
    """Give the form its lots; return the empty line that the page's button copies."""
    suggested = {each.lot.id for each in plan.suggestions}
    return form.offer(offered(plan, form), suggested=suggested, language=reader_language())


def refuse(plan: Plan, form: PlanForm, refusal: ReliefError) -> None:
    """Show a broken rule beside the field or the lines of the lot that it names."""
    if refusal.field == form.order_reason.name:
        form.refuse(refusal)
        return
    code = refusal.values.get("lot")
    found = [each.lot_id for each in offered(plan, form) if each.lot.code == code]
    form.refuse_lot(found[0] if found else None, str(refusal))


def carry_out(plan: Plan, form: PlanForm) -> Delivery:
    """Plan the delivery as typed. Raise whatever the action refuses."""
    lines = {line.item_id: line for line in plan.need.lines} if plan.need else {}
    lots = {lot_id: stock.get_lot(lot_id) for lot_id, _quantity in form.planned()}
    return actions.plan_delivery(
        plan.hospital,
        place=plan.place,
        planned_for=plan.day,
        need=plan.need,
        lines=[
            actions.Planned(lots[lot_id], quantity, lines.get(lots[lot_id].item_id))
            for lot_id, quantity in form.planned()
        ],
        nonce=form.nonce.data,
        **form.details(),
    )
