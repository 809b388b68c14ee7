"""The rulebooks that ship: readable, complete, and each constant with its source."""

import json
from importlib import resources

import pytest
from support.refusal import refused

from ledger.rulebooks.catalog import (
    characterization_ids,
    load_characterization,
    load_rulebook,
    rulebook_ids,
)
from ledger.trust.leaves import digest, model_bytes
from schemas.gases import GasOrigin
from schemas.rulebook import Rulebook
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
    """The file name is the id, and reading it loses nothing; the set it names takes its place."""
    data = (resources.files("ledger.rulebooks") / "data" / f"{rulebook_id}.json").read_bytes()
    rulebook, content = load_rulebook(rulebook_id), json.loads(data)
    assert rulebook.id == rulebook_id
    named = load_characterization(content["characterization"])
    assert rulebook.to_json() == {**content, "characterization": named.to_json()}


@ALL
def test_a_rulebook_travels_whole_under_one_digest(rulebook_id: str) -> None:
    """Loaded twice it has the same bytes, and these alone give it back."""
    data = model_bytes(load_rulebook(rulebook_id))
    assert digest(data) == digest(model_bytes(load_rulebook(rulebook_id)))
    assert Rulebook.parse(data) == load_rulebook(rulebook_id)


def test_which_set_a_rulebook_uses() -> None:
    """ISO 14067 asks for the latest IPCC values; all others use EF 3.1 in the JRC's numbers."""
    named = {name: load_rulebook(name).characterization.id for name in rulebook_ids()}
    assert named.pop("iso-14067-partial-2018") == "ar6"
    assert set(named.values()) == {"ef-3.1"}


def test_who_keeps_the_uptake_of_changed_land_out() -> None:
    """PEF does, and every rulebook that stands on it; ISO and the Chinese notice do not say so."""
    refusing = [name for name in rulebook_ids() if load_rulebook(name).refused_origins]
    assert set(rulebook_ids()) - set(refusing) == {"cn-miit-551-2025", "iso-14067-partial-2018"}
    for name in refusing:
        (refused_origin,) = load_rulebook(name).refused_origins or ()
        assert refused_origin.origin is GasOrigin.LAND_USE_UPTAKE


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


def test_which_sets_there_are() -> None:
    """Two of EF 3.1 and two of the IPCC, each under the name of its file."""
    assert characterization_ids() == ("ar5", "ar6", "ef-3.1", "ef-3.1-ecoinvent-3.12")
    for name in characterization_ids():
        assert load_characterization(name).id == name


@pytest.mark.parametrize("name", ["", "ef-3.0", "EF 3.1", "../data/pef-2021", "ar6.json"])
def test_an_unknown_set_is_refused(name: str) -> None:
    """A name that no set has is refused with the names there are, and no path is followed."""
    with refused("characterization.unknown"):
        load_characterization(name)


def test_what_pef_says_of_the_formula_and_of_transport() -> None:
    """A is 0.5 where Part C gives none, within 0.2 to 0.8; defaults of packaging and distribution; 3 % cumulative."""
    pef = load_rulebook("pef-2021")
    formula, transport = pef.circular_footprint, pef.transport
    assert formula is not None
    assert transport is not None
    assert [row.material for row in formula.materials if row.a is None] == [
        "Ni",
        "Co",
        "Li",
        "Mn",
        "C",
    ]
    assert [row.material for row in formula.materials if row.a is not None] == ["Al", "Cu", "Fe"]
    assert (formula.default_a.value, formula.default_a.confidence) == ("0.5", "text")
    assert (pef.cut_off, pef.cumulative_cut_off and pef.cumulative_cut_off.value) == (None, "0.03")
    assert [leg.km.value for leg in transport.packaging or ()] == ["230", "280", "360"]
    far = transport.distribution
    assert far is not None
    legs = (far.local, far.continental, far.international, far.to_client)
    km = [[leg.km.value for leg in each] for each in legs]
    assert km == [["1200"], ["3500"], ["1000", "18000"], ["250"]]
    assert transport.follows("domestic")
    assert transport.follows("stated_if_known")


def test_what_no_rulebook_of_the_formula_covers_is_said() -> None:
    """Waste of production, and distances by calculator, are left out of every reading."""
    said = " ".join(load_rulebook("pef-2021").not_covered)
    assert "waste of production" in said
    assert "Distances by calculator" in said


def test_what_a_rulebook_follows() -> None:
    """PEF's sentences are those of pef-2021 alone; the drafts keep their reading."""
    sentences = ("collection_shared", "other_product", "recyclability", "virgin")
    for name in ("pef-2021", "eu-ev-draft-2024", "jrc-cfb-ind-2025"):
        stated = load_rulebook(name).circular_footprint
        assert stated is not None
        assert {stated.follows(it) for it in sentences} == {name == "pef-2021"}
