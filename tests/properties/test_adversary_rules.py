"""The law of the adversary on the pure rules: no lower figure without a refusal or a word that names each move.

Thousands of plans on one graph, without a ledger: the rules are called in the order in which the ledger calls them for
a calculation, and the observations are those of the verifier. A word that the honest declaration has too names nothing.
"""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.graph import STUDY
from support.graph_battery import Declared
from support.graph_circular import DRAFT, PEF
from support.graph_recycled import MASSES, recycled_battery
from support.rule_moves import RULE_MOVES

from ledger.audit.report.asserted import assert_recycling
from ledger.audit.report.text import ROW
from ledger.footprint.analysis.balances import balance_excesses
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Observation, Problem
from ledger.footprint.observations import observe
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.distribution import distribution_faults
from ledger.footprint.plausibility.feedstock_faults import feedstock_faults
from ledger.footprint.plausibility.recovery import recoveries, recovery_faults
from ledger.footprint.plausibility.shared_burdens import sharing_faults
from ledger.footprint.plausibility.substitution import substitution_faults
from ledger.footprint.valuation.figure import figures
from ledger.rules.circular import circular_faults
from ledger.rules.citation import citation_problems
from ledger.rules.composition import composition_problems, exclusion_problems
from ledger.rules.conservation import conservation_faults
from ledger.rules.delivery import delivery_problems
from ledger.rules.entry import entry_problems
from ledger.rules.stages import stage_problems
from schemas.rulebook import Rulebook

RULEBOOKS = {row.id: row.model_copy(update={"required_stages": ()}) for row in (STUDY, DRAFT, PEF)}
"""Full substitution, and the formula as two methods have it; the battery states no distribution."""
PLANS = st.lists(
    st.tuples(
        st.sampled_from(sorted(RULE_MOVES)),
        st.integers(0, len(MASSES) - 1),
        st.integers(0, 999),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda step: step[0],
)
ROUNDING = Decimal("1e-15")
"""The difference that the rounding of cells alone can make to a figure."""

Plan = list[tuple[str, int, int]]
"""Moves, each with its size and variant."""

Said = tuple[str, str, str]
"""A code or name, what it is about, and in which words."""


class Outcome(NamedTuple):
    """The result of a declaration: the codes that refuse it, or its total and the codes that name its moves."""

    refused: frozenset[str]
    total: Decimal = Decimal(0)
    said: frozenset[Said] = frozenset()


def decide(it: Declared, rulebook: Rulebook) -> Outcome:
    """Judge a declaration as the ledger and the verifier do."""
    records, resolution, rows = it.chain.records(), it.resolve(), it.parts()
    registered = {row.delivery.recipient for row in records.deliveries.values()}
    calculation, composition = it.calculation, it.composition
    problems: list[Problem] = [
        *(each for record in resolution.nodes.values() for each in entry_problems(record)),
        *delivery_problems(resolution, records, registered),
        *citation_problems(resolution, records),
        *(each.problem for each in balance_excesses(resolution, records)),
    ]
    table = FactorTable(it.chain.factor_sets, rulebook)
    found = figures(resolution, table, rulebook)
    problems += found.problems
    problems += composition_problems(calculation, rows, resolution, rulebook)
    problems += exclusion_problems(calculation, composition, records.entries)
    if problems:
        return Outcome(frozenset(row.code for row in problems))
    context = PlausibilityContext(resolution, found, table, rulebook)
    problems += [seen.problem for seen in circular_faults(rows, context)]
    faults = conservation_faults(calculation, rows, found, rulebook)
    problems += [fault.problem for fault in faults]
    problems += stage_problems(rows, found, rulebook)
    cells = declared_cells(rows, found, calculation, rulebook)
    if problems or cells is None:
        return Outcome(frozenset(row.code for row in problems))
    seen: list[Observation] = [
        *found.remarks,
        *observe(context),
        *recovery_faults(rows, tuple(recoveries(rows, context))),
        *sharing_faults(context),
        *substitution_faults(rows, context),
        *feedstock_faults(rows, context),
        *distribution_faults(rows, context),
    ]
    said = {(row.code, row.subject, row.detail) for row in seen}
    said |= {(ROW, part.row.model_dump_json(), "") for part in rows}
    said |= {(row.name, row.value, "") for row in assert_recycling(found)}
    said |= {("exclusion", row.entry, row.reason) for row in composition.exclusions}
    return Outcome(frozenset(), total_of(cells), frozenset(said))


@cache
def honest(rulebook: str) -> Outcome:
    """The result of the honest declaration."""
    found = decide(recycled_battery(), RULEBOOKS[rulebook])
    assert not found.refused, found.refused
    return found


def played(plan: Plan, rulebook: str) -> Outcome:
    """The result of the declaration after these moves."""
    it = recycled_battery()
    for name, size, choice in plan:
        RULE_MOVES[name].make(it, size, choice)
    return decide(it, RULEBOOKS[rulebook])


@pytest.mark.no_cover  # Rules that random moves meet have tests of their own.
@given(plan=PLANS, rulebook=st.sampled_from(sorted(RULEBOOKS)))
@settings(max_examples=1000, deadline=None)
def test_what_no_rule_refuses_is_no_lower_or_named(plan: Plan, rulebook: str) -> None:
    """Each move without which the figure would be higher is named; one that nothing can name is refused."""
    outcome = played(plan, rulebook)
    if outcome.refused or outcome.total >= honest(rulebook).total - ROUNDING:
        return
    codes = {code for code, *_ in outcome.said - honest(rulebook).said}
    unnamed = [
        step for step in plan if not RULE_MOVES[step[0]].is_named(codes, RULEBOOKS[rulebook])
    ]
    assert len(unnamed) < len(plan), (outcome.total, sorted(codes))
    for step in unnamed:
        without = played([other for other in plan if other != step], rulebook)
        is_higher = without.total > outcome.total + ROUNDING
        assert without.refused or not is_higher, (step, without.total, outcome.total, sorted(codes))
