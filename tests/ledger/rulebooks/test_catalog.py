"""The rulebooks and sets of Cradle: readable, complete, and each constant with its source."""

import csv
import io
import json
from decimal import Decimal
from importlib import resources

import pytest
from support.need import need_shared
from support.refusal import refused

from ledger.footprint.graph.factors import FactorTable
from ledger.rulebooks.catalog import (
    characterization_ids,
    factor_set_ids,
    load_characterization,
    load_conservative,
    load_factor_set,
    load_rulebook,
    mix_set_ids,
    rulebook_ids,
    starter_set_ids,
)
from ledger.trust.leaves import digest, model_bytes
from schemas.gases import GasOrigin
from schemas.signed.rulebook import Rulebook
from schemas.values import ISO_COUNTRIES
from schemas.vocabulary import CompositionRole, Group, Stage

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
        "study-cradle-to-gate-1",
        "study-full-substitution-1",
    )
    assert tuple(name for name in rulebook_ids() if load_rulebook(name).unknown) == STUBS


@ALL
def test_a_file_states_its_own_id_and_nothing_unread(rulebook_id: str) -> None:
    """The file name is the id, and reading it loses nothing; the set it names takes its place."""
    data = (resources.files("ledger.rulebooks") / "data" / f"{rulebook_id}.json").read_bytes()
    rulebook, content = load_rulebook(rulebook_id), json.loads(data)
    assert rulebook.id == rulebook_id
    filled = {"characterization": load_characterization(content["characterization"]).to_json()}
    if "conservative" in content:
        filled["conservative"] = load_conservative(content["conservative"]).to_json()
    assert rulebook.to_json() == {**content, **filled}


def test_an_unknown_conservative_part_is_refused_by_name() -> None:
    """Only the parts that come with Cradle can be named."""
    with refused("conservative.unknown"):
        load_conservative("battery-1")


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


def test_a_battery_is_declared_as_a_demo_alone_and_a_product_under_a_standard() -> None:
    """No rulebook claims to be the law: the EU act was a draft when they were written."""
    words = {name: load_rulebook(name).declarable for name in rulebook_ids()}
    assert words.pop("study-full-substitution-1") == "demo"
    assert words.pop("iso-14067-partial-2018") == "product"
    assert set(words.values()) == {"no"}


@pytest.mark.parametrize("name", ["", "study", "../catalog", "eu-ev-draft-2024.json"])
def test_an_unknown_rulebook_is_refused(name: str) -> None:
    """An unknown id is refused, and no path is followed."""
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


MIXES = pytest.mark.parametrize("set_id", mix_set_ids())
DIGESTS = {
    "mixes-electricity-maps-2026": "sha256:0369899e2680303e62b46c5d5f49ff338f93bb1a43ec417966b37f03ac3dc7e5",
    "mixes-ember-mee-2026": "sha256:d86ab79527fb8ed80b897d13d7dff11ba5d26c2d548616ecfc5ad5b54d1cd88e",
    "starter-energy-freight-2025": "sha256:896104f51b3a02be3264bf4b06dff7ae1ea701e1e15dc914cea97f6368750bc3",
    "starter-materials-2025": "sha256:32b3fa84d2f2abc6576e6225bbe8d42935cca8d4dbbb7b71ef96272a16408840",
    "starter-materials-fr-2022": "sha256:a1dd5a1fa689738394505afdf21295102607b9d8a162afb23c571638c1f05bb4",
}


def test_which_factor_sets_there_are() -> None:
    """Mixes and starter factors, each under the name of its id; an auditor compares these digests."""
    found = {name: load_factor_set(name) for name in factor_set_ids()}
    assert {name: digest(model_bytes(each)) for name, each in found.items()} == DIGESTS
    assert [each.id for each in found.values()] == list(found)
    assert (*mix_set_ids(), *starter_set_ids()) == tuple(found)


@MIXES
def test_every_row_is_a_mix_and_names_its_source(set_id: str) -> None:
    """Of a country, life cycle, with the name that its licence asks to be shown."""
    shown = {"electricity_maps": "Open Database License", "ember": "CC BY 4.0", "mee": "China"}
    for row in load_factor_set(set_id).rows:
        assert row.grid in ISO_COUNTRIES
        assert row.boundary == "life_cycle"
        assert shown[row.flow.partition(":")[0]] in row.source


def test_a_country_and_year_has_one_mix_in_all_sets() -> None:
    """Both sets can be named together: a look-up is never ambiguous, and a traced mix has no proxy beside it."""
    rows = [row for name in mix_set_ids() for row in load_factor_set(name).rows]
    assert len({(row.grid, row.year) for row in rows}) == len(rows)
    traced = {row.grid for row in rows if row.mix == "average"}
    assert traced.isdisjoint({row.grid for row in rows if row.mix == "production"})


def test_the_values_are_those_of_the_collection_they_were_chosen_from() -> None:
    """Each row is a row of the table of open mixes, digit for digit."""
    table = (need_shared("data") / "electricity-mixes.csv").read_text(encoding="utf-8")
    kinds = {"consumption": "average", "production": "production"}
    keys = {"electricity_maps": "emaps-2026", "ember": "ember-2026", "mee": "mee-footprint"}
    known = {
        (row["source"], row["country"], kinds.get(row["kind"]), row["year"], row["boundary"]): row
        for row in csv.DictReader(io.StringIO(table))
        if not row["zone"]
    }
    for row in [row for name in mix_set_ids() for row in load_factor_set(name).rows]:
        key = (keys[row.flow.partition(":")[0]], row.grid, row.mix, str(row.year), row.boundary)
        assert Decimal(row.values[0].value) == Decimal(known[key]["value_kg_co2e_per_kwh"]), key


@pytest.mark.parametrize(
    ("country", "kind", "year", "value"),
    [
        ("CN", "average", 2024, "0.5777"),
        ("HU", "average", 2025, "0.219"),
        ("US", "average", 2025, "0.414"),
        ("ID", "production", 2024, "0.68025"),
        ("JP", "production", 2025, "0.47726"),
    ],
)
def test_the_mix_of_a_country_in_2025(country: str, kind: str, year: int, value: str) -> None:
    """Consumption traced across borders in Europe and North America, the ministry's in China, else production."""
    table = FactorTable(map(load_factor_set, mix_set_ids()), load_rulebook("eu-ev-draft-2024"))
    mix = table.mix(country, ("average", "production"), 2025)
    assert mix is not None
    assert mix[1:3] == (kind, year)
    assert mix.valued.values == {Group.UNSPECIFIED: Decimal(value)}


@pytest.mark.parametrize("name", ["", "mixes", "../data/pef-2021", "mixes-ember-mee-2026.json"])
def test_an_unknown_factor_set_is_refused(name: str) -> None:
    """An unknown id is refused, and no path is followed."""
    with refused("factor_set.unknown"):
        load_factor_set(name)


@ALL
def test_electricity_is_free_where_nothing_may_be_declared_alone(rulebook_id: str) -> None:
    """A rulebook has a rule of electricity, or is the study, or says with what is unknown that it computes nothing."""
    rulebook = load_rulebook(rulebook_id)
    free = rulebook.electricity is None
    assert not free or rulebook.legal_status == "study" or rulebook.unknown


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


def test_what_asks_for_a_new_declaration() -> None:
    """PEF: above 10.0 per cent, and three years; the EV draft as quoted: from 10 per cent; the study: nothing."""
    pef = load_rulebook("pef-2021").redeclaration
    draft = load_rulebook("eu-ev-draft-2024").redeclaration
    assert pef is not None
    assert draft is not None
    assert pef.worsening is not None
    assert draft.worsening is not None
    assert (pef.worsening.percent.value, pef.worsening.comparison) == ("10", "above")
    assert (draft.worsening.percent.value, draft.worsening.comparison) == ("10", "from")
    assert draft.worsening.percent.confidence == "second_hand"
    assert pef.validity_years is not None
    assert (pef.validity_years.value, pef.validity_years.confidence) == ("3", "text")
    assert [rule.bill_of_materials is None for rule in (pef, draft)] == [True, False]
    assert all(
        rule is None or rule.corrected_entry is None
        for rule in (load_rulebook(name).redeclaration for name in rulebook_ids())
    )
    assert load_rulebook("study-full-substitution-1").redeclaration is None
