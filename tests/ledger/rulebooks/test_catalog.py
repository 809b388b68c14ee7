"""The rulebooks that ship: readable, complete, and each constant with its source."""

import json
from importlib import resources

import pytest
from support.refusal import refused

from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
from schemas.vocabulary import CompositionRole, Gas, GasOrigin, Stage

ALL = pytest.mark.parametrize("rulebook_id", rulebook_ids())


def test_there_are_two() -> None:
    """A study for the demo, and the draft of the EU rule."""
    assert rulebook_ids() == ("eu-ev-draft-2024", "study-full-substitution-1")


@ALL
def test_a_file_states_its_own_id_and_nothing_unread(rulebook_id: str) -> None:
    """The file name is the id, and reading the file into its model loses nothing."""
    data = (resources.files("ledger.rulebooks") / "data" / f"{rulebook_id}.json").read_bytes()
    rulebook = load_rulebook(rulebook_id)
    assert rulebook.id == rulebook_id
    assert rulebook.to_json() == json.loads(data)


@ALL
def test_every_gas_is_characterized_once(rulebook_id: str) -> None:
    """Each gas has one factor for each origin it can have, and none is given twice."""
    rows = load_rulebook(rulebook_id).characterization.rows
    named = [(row.gas, row.origin) for row in rows]
    assert len(set(named)) == len(named)
    assert {gas for gas, _ in named} == set(Gas)
    carbon = {(gas, origin) for gas in (Gas.CO2, Gas.CH4) for origin in GasOrigin}
    assert carbon - {(Gas.CH4, GasOrigin.UPTAKE)} <= set(named)


@ALL
def test_every_constant_has_a_source_and_every_source_is_used(rulebook_id: str) -> None:
    """No reference stands there that no value names."""
    rulebook = load_rulebook(rulebook_id)
    used = {row.source for row in rulebook.characterization.rows}
    for unit in rulebook.functional_units:
        used |= {row.cycles_source for row in unit.cycles_per_year}
        used |= {row.km_source for row in unit.cycles_per_year}
    assert used == {row.key for row in rulebook.references}


@ALL
def test_what_a_declaration_must_hold(rulebook_id: str) -> None:
    """Both ask for the product, its end of life, and something filed under distribution."""
    rulebook = load_rulebook(rulebook_id)
    assert set(rulebook.required_roles) == {CompositionRole.PRODUCT, CompositionRole.END_OF_LIFE}
    assert rulebook.required_stages == (Stage.DISTRIBUTION,)


def test_only_the_study_may_be_declared_and_only_as_a_demo() -> None:
    """No rulebook claims to be the law: the EU act was a draft when they were written."""
    words = {name: load_rulebook(name).declarable for name in rulebook_ids()}
    assert words == {"eu-ev-draft-2024": "no", "study-full-substitution-1": "demo"}


@pytest.mark.parametrize("name", ["", "study", "../catalog", "eu-ev-draft-2024.json"])
def test_an_unknown_rulebook_is_refused(name: str) -> None:
    """What is no id of the catalog is refused, and no path is followed."""
    with refused("rulebook.unknown"):
        load_rulebook(name)
