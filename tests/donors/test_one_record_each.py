"""One record for each donor, and what is alike is noticed."""

import pytest

from relief.audit.queries import timeline
from relief.core.db import transaction
from relief.donors import actions, queries
from relief.donors.errors import DonorAlreadyReviewed, MemberNumberTaken
from relief.donors.models import Donor

GENERIC = "XAXX010101000"


def found(**typed) -> Donor:
    with transaction():
        return actions.find_or_create(**{"rfc": None, "email": "x@empresa.test", **typed})


def test_a_name_without_accents_or_legal_form_finds_the_donor(factories, chapter):
    known = factories.donor(name="Electrónica Peñasco, S.A. de C.V.")
    assert found(name="ELECTRONICA PENASCO SA DE CV").id == known.id


def test_the_rfc_decides_before_the_name(factories, chapter):
    known = factories.donor(name="Una Razón", rfc="ABC010203AB1")
    factories.donor(name="Otra Razón", rfc="XYZ010203AB1")
    assert found(name="Otra Razón", rfc="abc-010203-ab1").id == known.id


def test_the_same_name_with_another_rfc_is_another_donor(factories, chapter):
    known = factories.donor(name="Plásticos del Norte", rfc="ABC010203AB1")
    made = found(name="Plásticos del Norte", rfc="XYZ010203AB1")
    assert made.id != known.id
    assert made.reviewed_at is None
    assert [each.id for each in queries.possible_duplicates(known)] == [made.id]


def test_the_generic_rfc_of_the_public_joins_nobody(factories, chapter):
    factories.donor(name="Público Uno", rfc=GENERIC)
    made = found(name="Público Dos", rfc=GENERIC)
    assert made.name == "Público Dos"
    assert queries.possible_duplicates(made) == []


def test_what_the_public_types_does_not_change_what_is_known(factories, chapter):
    known = factories.donor(name="Arneses Tecate", email="buena@empresa.test")
    found(name="Arneses Tecate", email="otra@empresa.test")
    assert queries.get_donor(known.id).email == "buena@empresa.test"


def test_a_new_donor_waits_for_review_once(chapter):
    made = found(name="Nueva Empresa")
    with transaction():
        actions.review_donor(made)
    with pytest.raises(DonorAlreadyReviewed), transaction():
        actions.review_donor(made)
    tags = [entry.tag for entry in timeline(made.id)]
    assert tags == ["donors:donor:reviewed", "donors:donor:created"]


def test_a_membership_number_has_one_holder(factories, chapter):
    factories.donor(name="Primera", member_no="0042")
    with pytest.raises(MemberNumberTaken, match="Primera"):
        factories.donor(name="Segunda", member_no="0042")
    factories.donor(member_no="")
    factories.donor(member_no="")


def test_there_is_one_main_contact(factories, chapter):
    donor = factories.donor()
    first = factories.contact(donor=donor)
    second = factories.contact(donor=donor, is_primary=True)
    mains = [each.id for each in queries.with_contacts(donor.id).contacts if each.is_primary]
    assert first.id != second.id
    assert mains == [second.id]
    with transaction():
        actions.edit_contact(queries.get_contact(first.id), changes={"is_primary": True})
    mains = [each.id for each in queries.with_contacts(donor.id).contacts if each.is_primary]
    assert mains == [first.id]


def test_choices_are_found_by_part_of_the_name_or_rfc(factories, chapter):
    donor = factories.donor(name="Válvulas Ñandú", rfc="VNA010203AB1")
    factories.donor(name="Otra")
    assert queries.donor_choices("valvulas nan") == [(donor.id, "Válvulas Ñandú")]
    assert queries.donor_choices("vna0102") == [(donor.id, "Válvulas Ñandú")]
    assert queries.donor_choices("100%_") == []
    assert len(queries.donor_choices("")) == 2
