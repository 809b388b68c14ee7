"""The coefficients of entries and calculations give the exact engine's figures, without knowing them."""

from collections import Counter
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from support.case_files import example_case
from support.graph import STUDY, Graph
from support.graph_case import calculation_of, composition_of, graph_of
from support.random_chains import chains

from ledger.exchange.case_plan import plan
from ledger.footprint.analysis.contributions import contributions, declared_demand
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.graph.cells import CellKey, groups_of, stages_of, total_of
from ledger.footprint.graph.composition import parts
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.valuation.figure import Figures, figures, footprint
from ledger.portfolio.coefficients import (
    DECLARED,
    STAGES,
    Declared,
    coefficients,
)
from ledger.portfolio.system import (
    System,
    group_scores,
    key_scores,
    stage_scores,
    system,
    total_scores,
)
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Group

RULEBOOKS = [STUDY, load_rulebook("eu-ev-draft-2024")]
GROUPS = tuple(Group)
CLOSE = 1e-12


def worked(chain: Graph, names: list[str], rulebook: Rulebook) -> tuple[Figures, System[CellKey]]:
    """The exact figures of a graph, and its system."""
    resolution = chain.resolve(*names)
    table = FactorTable(chain.factor_sets, rulebook)
    given, problems = coefficients(resolution, footprint(table, rulebook), rulebook)
    exact = figures(resolution, table, rulebook)
    assert problems == tuple(it for it in exact.problems if it.code != "figure.overflow")
    return exact, system(given)


def assert_close(found: float, exact: Decimal, size: float) -> None:
    """Within 1e-12 of the size of what was added."""
    assert abs(found - float(exact)) <= CLOSE * size


@pytest.mark.parametrize("rulebook", RULEBOOKS, ids=lambda it: it.id)
@given(it=chains())
@settings(max_examples=60)
def test_every_line_has_the_exact_total_stages_and_groups(
    rulebook: Rulebook, it: tuple[Graph, list[str]]
) -> None:
    """Allocation, credits and filing included; and every group of gases. What has no figure is not a line."""
    chain, names = it
    exact, known = worked(chain, names, rulebook)
    totals = total_scores(known)
    stages = stage_scores(known, totals)
    groups = key_scores(known, np.array([GROUPS.index(key.group) for key in known.keys], int), 5)
    sizes = np.abs(stages).sum(axis=1).max(initial=0.0)
    for row, line in enumerate(known.lines):
        figure = exact.line(line.subject, line.line)
        if figure is None:
            assert any(problem.code == "figure.overflow" for problem in exact.problems)
            continue
        assert_close(totals[row], total_of(figure.cells), sizes)
        for place, stage in enumerate(STAGES):
            assert_close(stages[row, place], stages_of(figure.cells)[stage], sizes)
        exact_groups = groups_of(figure.cells)
        for place, group in enumerate(GROUPS):
            assert_close(groups[row, place], exact_groups.get(group, Decimal(0)), sizes)


@pytest.mark.parametrize("rulebook", RULEBOOKS, ids=lambda it: it.id)
def test_a_declared_battery_has_its_exact_figure_by_stage_and_country(rulebook: Rulebook) -> None:
    """The published pack: its 35 sites, and its end of life under a representative delivery."""
    it = plan(example_case("nmc811_pack"))
    chain = graph_of(it)
    composition, calculation = composition_of(chain, it), calculation_of(it)
    resolution = chain.resolve(*it.order, deliveries=["treatment"])
    table = FactorTable(chain.factor_sets, rulebook)
    rows = parts(composition, resolution, chain.records())
    exact = figures(resolution, table, rulebook)
    cells = declared_cells(rows, exact, calculation, rulebook)
    assert cells is not None
    declared = Declared("pack", calculation, rows)
    given, problems = coefficients(resolution, footprint(table, rulebook), rulebook, [declared])
    assert problems == ()
    known = system(given)
    row = [line.line for line in known.lines].index(DECLARED)
    totals = total_scores(known)
    assert_close(totals[row], total_of(cells), 1.0)
    stages = stage_scores(known, totals)[row]
    for place, stage in enumerate(STAGES):
        assert_close(stages[place], stages_of(cells)[stage], 1.0)
    demand = declared_demand(rows, calculation, rulebook)
    by_country = Counter[str]()
    for part in contributions(demand, resolution, exact):
        by_country[part.country] += float(part.value)
    countries = sorted({"", *by_country})
    groups = [
        countries.index(resolution.nodes[line.subject].entry.site.country)
        if line.subject in resolution.nodes
        else 0
        for line in known.lines
    ]
    found = group_scores(known, totals, np.array(groups), len(countries))[row]
    assert sum(found) == pytest.approx(totals[row], rel=CLOSE)
    for place, country in enumerate(countries[1:], start=1):
        assert found[place] == pytest.approx(by_country[country], rel=1e-10)
