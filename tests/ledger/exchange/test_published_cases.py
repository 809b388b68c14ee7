"""The three published supply chains, against their expected figures and the fraction reference.

The expected figures were computed in binary floating point by other means; they are compared to
1e-9. The reference computes in fractions, and its strings are compared as they are.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random

import pytest
from support.case_files import example_case
from support.fraction_reference import Reference
from support.fraction_reference import format_cells as reference_cells
from support.graph import STUDY, Graph, ident
from support.graph_case import calculation_of, composition_of, graph_of

from ledger.exchange.case import LINE, Case
from ledger.exchange.case_plan import Plan, plan
from ledger.exchange.examples import example_folder
from ledger.footprint.analysis.balances import balance_excesses
from ledger.footprint.analysis.contributions import contributions
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.analysis.end_of_life import end_of_life_terms
from ledger.footprint.graph.cells import CellKey, exact_sum, format_cells, stages_of, total_of
from ledger.footprint.graph.composition import cited_by, parts
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.graph.resolution import resolve
from ledger.footprint.valuation.figure import figures
from ledger.rulebooks.catalog import load_rulebook
from ledger.rules.citation import citation_problems
from ledger.rules.composition import composition_problems
from ledger.rules.conservation import conservation_faults
from ledger.rules.delivery import delivery_problems
from ledger.rules.stages import distribution_distance, stage_problems
from schemas.vocabulary import Stage

NAMES = ("cobalt_sulfate", "lithium_carbonate_brine", "nmc811_pack")
PRECISION = 1e-9
DRAFT = load_rulebook("eu-ev-draft-2024")
EACH = pytest.mark.parametrize("name", NAMES)


def expected(name: str) -> dict[str, object]:
    """The expected figures of a case."""
    return json.loads((example_folder(name) / "expected.json").read_bytes())


@cache
def planned(name: str) -> Plan:
    """A case with its usual volumes."""
    return plan(example_case(name))


def chain(name: str) -> Graph:
    """A case as statements."""
    return graph_of(planned(name))


def intensities(it: Graph, sites: Mapping[str, object]) -> dict[str, str]:
    """The net figure of each site, as the demo prints it."""
    found = it.figures(*sites)
    assert found.problems == ()
    return {
        site: format_decimal(total_of(found.entries[ident(site)].lines[LINE].cells))
        for site in sites
    }


@EACH
def test_every_site_has_its_expected_figure(name: str) -> None:
    """Each site's kg CO2e per unit is the expected one to 1e-9, the published ones among them."""
    stated = expected(name)
    per_unit = stated.get("per_unit_output_kg_co2e") or {
        stated["product_site"]: stated["kg_co2e_per_unit"]
    }
    told = intensities(chain(name), planned(name).case.sites)
    for site, value in per_unit.items():
        assert float(told[site]) == pytest.approx(value, rel=PRECISION)


@EACH
def test_nothing_is_out_of_balance(name: str) -> None:
    """Deliveries fit their lines, citations fit their deliveries, and no site uses too much."""
    it = chain(name)
    resolution, records = it.resolve(*planned(name).order), it.records()
    assert resolution.problems == ()
    assert list(citation_problems(resolution, records)) == []
    recipients = {record.delivery.recipient for record in records.deliveries.values()}
    assert list(delivery_problems(resolution, records, recipients)) == []
    assert list(balance_excesses(resolution, records)) == []


@EACH
def test_the_reference_gives_the_same_strings(name: str) -> None:
    """Recursion in fractions gives every cell of every site, digit for digit."""
    it = chain(name)
    found = it.figures(*planned(name).order)
    reference = Reference(it.records(), it.factor_sets, STUDY)
    for entry, figure in found.entries.items():
        rows = [(r.stage, r.group, r.sign, r.value) for r in format_cells(figure.lines[LINE].cells)]
        assert rows == reference_cells(reference.line(entry, LINE))


@EACH
def test_rows_and_sites_in_any_order(name: str) -> None:
    """A folder whose files list everything in another order gives the same strings."""
    case = example_case(name)
    told = intensities(chain(name), case.sites)
    for seed in range(3):
        assert intensities(graph_of(plan(_mixed(case, seed))), case.sites) == told


def _mixed(case: Case, seed: int) -> Case:
    random = Random(seed)  # noqa: S311 - the same disorder each time

    def mixed(items):  # noqa: ANN001, ANN202
        listed = list(items)
        random.shuffle(listed)
        return listed

    return replace(
        case,
        sites=dict(mixed(case.sites.items())),
        activities=tuple(mixed(case.activities)),
        factors=dict(mixed(case.factors.items())),
    )


@EACH
@pytest.mark.parametrize(("batteries", "smallest"), [(1, "1"), (7, "1000000000"), (1000, "300000")])
def test_volumes_do_not_matter(name: str, batteries: int, smallest: str) -> None:
    """Other volumes of the sites give the same strings of figures per unit."""
    case = example_case(name)
    other = graph_of(plan(case, batteries, Decimal(smallest)))
    assert intensities(other, case.sites) == intensities(chain(name), case.sites)


@EACH
def test_contributions_sum_to_the_total(name: str) -> None:
    """The contributions to the figure of every site sum to it within 1e-30."""
    it = chain(name)
    resolution = it.resolve(*planned(name).order)
    found = figures(resolution, FactorTable(it.factor_sets, STUDY), STUDY)
    for node in resolution.order:
        total = Fraction(total_of(found.entries[node].lines[LINE].cells))
        rows = contributions({(node, LINE): Decimal(1)}, resolution, found)
        summed = sum(Fraction(row.value) for row in rows)
        assert abs(summed - total) <= abs(total) / 10**30


@cache
def declaration() -> tuple[Graph, dict[CellKey, Decimal]]:
    """The declared cells of the pack."""
    it, case = chain("nmc811_pack"), planned("nmc811_pack")
    composition, calculation = composition_of(it, case), calculation_of(case)
    resolution = resolve(*cited_by(composition), it.records())
    rows = parts(composition, resolution, it.records())
    table = FactorTable(it.factor_sets, STUDY)
    found = figures(resolution, table, STUDY)
    cells = declared_cells(rows, found, calculation, STUDY)
    assert cells is not None
    assert list(composition_problems(calculation, rows, resolution, STUDY)) == []
    assert list(conservation_faults(calculation, rows, found, STUDY)) == []
    assert list(stage_problems(rows, found, STUDY)) == []
    km = distribution_distance(rows, resolution, found, STUDY)
    assert round(float(km or 0), 1) == 1062.1
    return it, cells


def test_the_declared_figure_of_the_pack() -> None:
    """S31 as product, its carriers, and S33 as end of life: the expected stages and total per kWh."""
    _, cells = declaration()
    stated = expected("nmc811_pack")["per_kwh_full_substitution"]
    stages = stages_of(cells)
    for stage, value in stages.items():
        assert float(value) == pytest.approx(stated[stage.value.replace("_", " ")], rel=PRECISION)
    assert float(total_of(cells)) == pytest.approx(stated["total"], rel=PRECISION)
    assert exact_sum(stages.values()) == total_of(cells)


def test_the_declared_figure_in_fractions() -> None:
    """The declared cells are, digit for digit, those of the reference."""
    it, cells = declaration()
    case = planned("nmc811_pack")
    reference = Reference(it.records(), it.factor_sets, STUDY)
    told = reference.declared(composition_of(it, case), calculation_of(case))
    rows = [(row.stage, row.group, row.sign, row.value) for row in format_cells(cells)]
    assert rows == reference_cells(told)


def test_the_burden_and_credit_of_end_of_life_stand_apart() -> None:
    """Per battery, the burden of treatment and the credit of recovery are the expected ones, as two numbers."""
    _, cells = declaration()
    stated = expected("nmc811_pack")["per_battery_kg_co2e"]
    for sign, name in (("burden", "burden"), ("credit", "credits, full substitution")):
        value = exact_sum(
            v for k, v in cells.items() if k.stage is Stage.END_OF_LIFE and k.sign == sign
        )
        assert float(value) * 36000 == pytest.approx(stated[f"end of life {name}"], rel=PRECISION)


def test_the_draft_rule_files_the_pack_as_the_study_states_it() -> None:
    """Cradle to gate of S31 has the same raw material and main production under both filings."""
    it = chain("nmc811_pack")
    study, draft = it.figures("S31"), it.figures("S31", rulebook=DRAFT)
    assert draft.problems == ()
    under_both = [
        stages_of(found.entries[ident("S31")].lines[LINE].cells) for found in (study, draft)
    ]
    assert under_both[0] == under_both[1]
    assert under_both[0][Stage.MAIN_PRODUCTION] > 0


def test_the_circular_formula_of_the_pack() -> None:
    """Under the draft rule every term of end of life, and each stage per kWh, is the expected one."""
    it, plan_ = chain("nmc811_pack"), planned("nmc811_pack")
    composition, calculation = composition_of(it, plan_), calculation_of(plan_)
    records = it.records()
    resolution = resolve(*cited_by(composition), records)
    found = figures(resolution, FactorTable([*it.factor_sets], DRAFT), DRAFT)
    assert found.problems == ()
    stated = expected("nmc811_pack")["circular_footprint_formula"]
    assert isinstance(stated, dict)
    node = ident("S33")
    terms = end_of_life_terms(resolution.record(node), found.entries[node], LINE)
    per_kg = {
        name.removesuffix(", x (1-A)"): value for name, value in stated["per_kg_pack"].items()
    }
    assert terms.keys() == per_kg.keys()
    for name, value in terms.items():
        assert float(value) == pytest.approx(per_kg[name], rel=PRECISION), name
    cells = declared_cells(parts(composition, resolution, records), found, calculation, DRAFT)
    assert cells is not None
    stages = {stage.value.replace("_", " "): value for stage, value in stages_of(cells).items()}
    stages["total"] = total_of(cells)
    assert stages.keys() == stated["per_kwh"].keys()
    for stage, value in stages.items():
        assert float(value) == pytest.approx(stated["per_kwh"][stage], rel=PRECISION), stage
