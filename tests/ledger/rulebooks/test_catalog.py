"""The rulebooks that ship: readable, complete, and each constant with its source."""

import json
from importlib import resources

import pytest
from support.refusal import refused

from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
from schemas.gases import Gas, GasOrigin
from schemas.vocabulary import CompositionRole, Stage

ALL = pytest.mark.parametrize("rulebook_id", rulebook_ids())


STUBS = ("cn-miit-551-2025", "jrc-cfb-ev-2023", "jrc-cfb-ind-2025-on-demand", "jrc-cfb-lmt")


def test_which_there_are() -> None:
    """One file for each method version; what cannot be computed says what is unknown."""
    assert rulebook_ids() == (
        "cn-miit-551-2025",
        "eu-ev-draft-2024",
        "iso-14067-partial-2018",
        "jrc-cfb-ev-2023",
        "jrc-cfb-ind-2025",
        "jrc-cfb-ind-2025-on-demand",
        "jrc-cfb-lmt",
        "pef-2021",
        "study-full-substitution-1",
    )
    assert tuple(name for name in rulebook_ids() if load_rulebook(name).unknown) == STUBS


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
    carbon -= {(gas, GasOrigin.LAND_USE_UPTAKE) for gas in Gas}
    assert carbon - {(Gas.CH4, GasOrigin.UPTAKE)} <= set(named)


@ALL
def test_no_class_is_made_up(rulebook_id: str) -> None:
    """Performance classes do not exist until an act sets limits."""
    assert load_rulebook(rulebook_id).classes == ()


@pytest.mark.parametrize(
    "rulebook_id", ["eu-ev-draft-2024", "pef-2021", "study-full-substitution-1"]
)
def test_what_a_declaration_must_hold(rulebook_id: str) -> None:
    """The product, its end of life, and something filed under distribution."""
    rulebook = load_rulebook(rulebook_id)
    assert set(rulebook.required_roles) == {CompositionRole.PRODUCT, CompositionRole.END_OF_LIFE}
    assert rulebook.required_stages == (Stage.DISTRIBUTION,)


def test_only_the_study_may_be_declared_and_only_as_a_demo() -> None:
    """No rulebook claims to be the law: the EU act was a draft when they were written."""
    words = {name: load_rulebook(name).declarable for name in rulebook_ids()}
    assert words.pop("study-full-substitution-1") == "demo"
    assert set(words.values()) == {"no"}


@pytest.mark.parametrize("name", ["", "study", "../catalog", "eu-ev-draft-2024.json"])
def test_an_unknown_rulebook_is_refused(name: str) -> None:
    """What is no id of the catalog is refused, and no path is followed."""
    with refused("rulebook.unknown"):
        load_rulebook(name)
