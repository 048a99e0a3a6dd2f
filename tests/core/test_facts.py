"""Frozen facts: canonical text, and a hash that later fields do not change."""

from dataclasses import dataclass, replace

import pytest

from relief.core.facts import Facts
from tests.factories import papers


@dataclass(frozen=True, kw_only=True)
class _Before(Facts):
    name: str


@dataclass(frozen=True, kw_only=True)
class _After(Facts):
    name: str
    nickname: str = ""


def test_composed_and_decomposed_accents_give_one_hash():
    assert (
        _Before(name="Compañía").facts_hash() == _Before(name="Compan\u0303i\u0301a").facts_hash()
    )


def test_a_field_added_later_changes_neither_text_nor_hash():
    assert _After(name="Ana").to_json() == _Before(name="Ana").to_json() == '{"name":"Ana"}'
    assert _After.from_json('{"name":"Ana"}') == _After(name="Ana")


def test_an_unknown_field_is_refused():
    with pytest.raises(TypeError, match="nickname"):
        _Before.from_json('{"name":"Ana","nickname":"A"}')


def test_every_change_of_a_word_changes_the_hash():
    facts = papers.cash_receipt
    donor = replace(facts.donor, name="Otra, S.A.")
    assert replace(facts, donor=donor).facts_hash() != facts.facts_hash()


def test_texts_reach_into_parties_and_lines():
    texts = list(replace(papers.cash_receipt, **papers.IN_KIND_CHANGES).texts())
    assert {"Cubrebocas N95", "EEP0303038K2", "Directora general"} <= set(texts)
