"""The demo's pack under other readings of the Circular Footprint Formula: the figures in docs/method_end_of_life.md."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from support.case_files import example_case
from support.graph import Graph, ident
from support.graph_case import calculation_of, composition_of, graph_of

from ledger.exchange.case_plan import Plan, plan
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.graph.cells import stages_of, total_of
from ledger.footprint.graph.composition import cited_by, parts
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import resolve
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import figures
from ledger.rulebooks.catalog import load_rulebook
from ledger.rules.circular import circular_faults
from schemas.signed.circular import CircularRule
from schemas.signed.constants import Constant
from schemas.signed.rows import Recyclability
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Stage

DRAFT, PEF = load_rulebook("eu-ev-draft-2024"), load_rulebook("pef-2021")
METHOD = Path(__file__).parents[3] / "docs" / "method_end_of_life.md"
SHARED = CircularRule(rule="collection_shared", source="PEF", confidence="text")
PLAN: Plan = plan(example_case("nmc811_pack"))
SALTS = ("Ni", "Co", "Li", "Mn", "C")


def reading(shares: Mapping[str, str], *rules: CircularRule) -> Rulebook:
    """The draft with other values of A, and with further rules."""
    formula = DRAFT.circular_footprint
    assert formula is not None
    materials = tuple(
        row.model_copy(
            update={"a": Constant(value=shares[row.material], source="PEF", confidence="text")}
        )
        if row.material in shares
        else row
        for row in formula.materials
    )
    changed = {"materials": materials, "rules": rules or None}
    return DRAFT.model_copy(update={"circular_footprint": formula.model_copy(update=changed)})


def proven() -> Graph:
    """The case, with evidence that what its recycler recovers is recycled."""
    it = graph_of(PLAN)
    record = it.entries[ident("S33")]
    assert record.inventory is not None
    evidence = Recyclability(**dict.fromkeys(("collected", "facilities", "recycled"), ident("1")))
    shown = record.inventory.model_copy(update={"recyclability": evidence})
    it.entries[record.id] = record._replace(inventory=shown)
    return it


def figure(it: Graph, rulebook: Rulebook) -> tuple[Decimal, Decimal]:
    """End of life, and the total, in kg CO2e per kWh."""
    composition, calculation = composition_of(it, PLAN), calculation_of(PLAN)
    resolution = resolve(*cited_by(composition), it.records())
    table = FactorTable(it.factor_sets, rulebook)
    found = figures(resolution, table, rulebook)
    assert found.problems == ()
    rows = parts(composition, resolution, it.records())
    assert (
        list(circular_faults(rows, PlausibilityContext(resolution, found, table, rulebook))) == []
    )
    cells = declared_cells(rows, found, calculation, rulebook)
    assert cells is not None
    return stages_of(cells)[Stage.END_OF_LIFE], total_of(cells)


HALF = dict.fromkeys(SALTS, "0.5")
READINGS = {
    "A = 0.2 for all": (DRAFT, "-0.0336856", "0.132623"),
    "A = 0.5 for Ni, Co, Li, Mn and C": (reading(HALF), "-0.0271584", "0.139150"),
    "A = 0.5 for all": (
        reading({**HALF, "Al": "0.5", "Cu": "0.5", "Fe": "0.5"}),
        "-0.0208614",
        "0.145447",
    ),
    "collection inside (1-A)": (reading({}, SHARED), "-0.0337881", "0.132521"),
    "both": (reading(HALF, SHARED), "-0.0273685", "0.138940"),
}


@pytest.mark.parametrize("name", READINGS)
def test_what_another_reading_would_come_to(name: str) -> None:
    """End of life and total per kWh are those on the page."""
    rulebook, end_of_life, total = READINGS[name]
    end, all_of_it = figure(graph_of(PLAN), rulebook)
    assert (str(round(end, 7)), str(round(all_of_it, 6))) == (end_of_life, total)
    assert f"| {end_of_life} | {total} |" in METHOD.read_text()


def test_collection_inside_is_the_published_figure() -> None:
    """A = 0.2, and transport to the recycler multiplied by (1-A): end of life to 16 digits."""
    end, _ = figure(graph_of(PLAN), reading({}, SHARED))
    assert str(round(end, 16)) == "-0.0337880777971660"


def test_pef_with_and_without_evidence_of_recyclability() -> None:
    """With it the pack comes to the draft with both readings; without it no credit counts and all burdens do."""
    assert figure(proven(), PEF) == figure(graph_of(PLAN), reading(HALF, SHARED))
    end, total = figure(graph_of(PLAN), PEF)
    assert (str(round(end, 7)), str(round(total, 6))) == ("0.0338946", "0.200203")
    assert "| 0.0338946 | 0.200203 |" in METHOD.read_text()
