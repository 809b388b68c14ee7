"""The faults of a published supply chain, found in its signed statements alone."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from support.case_files import example_case
from support.graph import STUDY, Graph, ident
from support.graph_case import graph_of
from support.rows import emitted, inventory, made

from ledger.exchange.case import Case
from ledger.exchange.case_plan import plan
from ledger.exchange.case_rows import Activity
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.observations import observe
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import Rulebook

PACK = example_case("nmc811_pack")
DRY = {
    "S09": Decimal("1.2865") * Decimal("0.7"),
    "S08": Decimal("1.2865") * Decimal("0.3"),
    "S03": Decimal("0.16107"),
}
"""The amounts per kg of precursor before they were converted to the hydrated salts."""


def seen(case: Case, rulebook: Rulebook = STUDY) -> list[Observation]:
    """The findings on a case; subjects as site ids."""
    it = graph_of(plan(case))
    sites = {ident(site): site for site in case.sites}
    found = observe(it.context(*case.sites, rulebook=rulebook))
    return [row._replace(subject=sites[row.subject]) for row in found]


def told(found: list[Observation], code: str) -> dict[str, str]:
    """The details under one code by site, and by the element that a detail names, if one."""
    named = ((row, re.search(r" kg of ([A-Z][a-z]?) ", row.detail)) for row in found)
    return {
        f"{row.subject} {element[1]}" if element else row.subject: row.detail
        for row, element in named
        if row.code == code
    }


def test_the_mass_that_is_missing() -> None:
    """Separator from a third of its mass, nickel salt without water and sulfate, 95 % of a pack."""
    found = told(seen(PACK), "balance.mass")
    assert set(found) == {"S09", "S28", "S31"}
    assert found["S28"].endswith("0.6491 kg missing")
    assert found["S31"].endswith("0.04794 kg missing")


def test_the_elements_that_are_missing() -> None:
    """S09 counts 0.22 kg of nickel where its formula holds 0.223304; the precursor is 4 % short."""
    found = told(seen(PACK), "balance.element")
    assert set(found) == {"S09 Ni", "S23 Co", "S23 Mn", "S23 Ni"}
    assert "0.22 kg of Ni go in and 0.2233 kg come out: 0.003304 kg missing" in found["S09 Ni"]
    assert [share(found[f"S23 {element}"]) for element in ("Co", "Mn", "Ni")] == [
        pytest.approx(4.02, abs=0.01)
    ] * 3


def share(detail: str) -> float:
    """The per cent that a detail ends with."""
    return float(detail.split()[-2])


def test_the_legs_that_are_missing() -> None:
    """Six sites use goods from abroad and state no transport."""
    found = told(seen(PACK), "transport.missing_leg")
    assert set(found) == {"S09", "S21", "S23", "S29", "S30", "S31"}
    assert "from CN, DE to HU" in found["S29"]


def test_dry_amounts_cited_against_hydrated_salts() -> None:
    """Without the crystal water the precursor lacks more than 35 % of its nickel and its cobalt."""

    def dried(row: Activity) -> Activity:
        amount = DRY.get(row.input) if row.site == "S23" else None
        return row if amount is None else row.model_copy(update={"stated": amount})

    found = seen(replace(PACK, activities=tuple(map(dried, PACK.activities))))
    short = told(found, "balance.element")
    assert share(short["S23 Ni"]) > 35
    assert share(short["S23 Co"]) > 35
    effects = [row.effect for row in found if row.subject == "S23" and row.effect is not None]
    assert len(effects) == 3
    assert all(effect < 0 for effect in effects)
    assert set(told(found, "balance.mass")) == {"S09", "S28", "S31"}


def test_a_cobalt_chain_shows_one_factor_below_zero() -> None:
    """A published chain that is whole; but treating its sulfidic tailings takes burdens off."""
    found = seen(example_case("cobalt_sulfate"))
    (negative,) = [row for row in found if not row.code.startswith("electricity.")]
    assert (negative.code, negative.subject) == ("factor.negative", "P09")
    assert negative.effect == Decimal(-22) * Decimal(1_000_000) * Decimal("0.000236963930256")


def test_factors_that_do_not_say_that_they_are_mixes_are_reported() -> None:
    """The cobalt chain's factors are silent, so each site with power is a finding; the pack's are mixes."""
    power = told(seen(example_case("cobalt_sulfate")), "electricity.other_factor")
    assert set(power) == {"P08", "P09", "P28"}
    assert power["P09"].endswith("counted by case:cobalt_sulfate:F20, which is not a mix of CD")
    assert told(seen(PACK), "electricity.other_factor") == {}


def test_the_pack_has_production_mixes_as_a_proxy_under_the_draft() -> None:
    """Ember's values are of each country's generation, and the draft requires its consumption."""
    found = seen(PACK, load_rulebook("eu-ev-draft-2024"))
    proxies = told(found, "electricity.second_choice")
    assert len(proxies) == 21
    assert {row.code for row in found if row.code.startswith("electricity.")} == {
        "electricity.second_choice"
    }
    assert "by the production mix of DE for 2024" in proxies["S31"]


def test_company_specific_data_are_judged_at_the_plant_of_manufacture() -> None:
    """The pack plant is the last that makes the battery; what its method lacks is a finding on it, on no carrier."""
    found = told(seen(PACK, load_rulebook("eu-ev-draft-2024")), "company_specific.missing")
    assert found.keys() == {"S31"}
    assert "main_production.pack" in found["S31"]


def test_a_gas_without_a_factor_is_among_them() -> None:
    """Carbon monoxide, which EF 3.1 leaves out, is reported with the rest."""
    chain = Graph()
    chain.enter("furnace", inventory(made("furnace", "10"), emissions=[emitted("co", "1")]))
    found = observe(chain.context("furnace"))
    assert [row.code for row in found] == ["gas.without_factor"]
