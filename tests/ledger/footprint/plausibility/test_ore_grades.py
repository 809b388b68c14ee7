"""Traces that a mine states are a finding; grades, other processes and other carbon are none."""

import pytest
from support.graph import LINE, STUDY, ident
from support.graph_origin import MINING, REFINING, Way, holding

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.ore_grades import ore_faults
from ledger.footprint.valuation.figure import figures
from schemas.vocabulary import ProcessCode


def seen_in(way: Way) -> list[Observation]:
    """The remarks on the ores behind a mine."""
    resolution, table = way.graph.resolve("mine"), FactorTable((), STUDY)
    context = PlausibilityContext(resolution, figures(resolution, table, STUDY), table, STUDY)
    return list(ore_faults(context))


@pytest.mark.parametrize(
    ("process", "held", "seen"),
    [
        (MINING, {"Ni": "0.0001"}, 1),
        (MINING, {"Ni": "0.0001", "Co": "0.00001"}, 2),
        (ProcessCode.BRINE, {"Li": "0.00001"}, 1),
        (MINING, {"Ni": "0.018", "Cu": "0.0001"}, 0),
        (MINING, {}, 0),
        (REFINING, {"Ni": "0.0001"}, 0),
        (MINING, {"C": "0.001"}, 0),
    ],
)
def test_an_ore_below_the_least_of_its_kind(
    process: ProcessCode, held: dict[str, str], seen: int
) -> None:
    """Each element apart; copper has no range here, and carbon is graphite only under its formula."""
    way = Way()
    way.enter("mine", process, "CD", **held)
    found = seen_in(way)
    assert [(row.code, row.subject) for row in found] == [
        ("element.ore_grade", ident("mine"))
    ] * seen


def test_a_trace_of_graphite() -> None:
    """An ore of a tenth of a percent is none."""
    way = Way()
    way.enter("mine", MINING, "MZ", product=holding(formula="C", held={LINE: {"C": "0.001"}}))
    assert len(seen_in(way)) == 1
