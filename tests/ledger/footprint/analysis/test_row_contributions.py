"""Contributions by row: each row has an address, and together they are the figure."""

from decimal import Decimal

import pytest
from support.graph import STUDY, Graph, factors, ident
from support.graph_battery import Declared, declared
from support.rows import avoided, inventory, made, used

from ledger.footprint.analysis.contributions import contributions
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.analysis.row_contributions import (
    RowContribution,
    by_row,
    declared_contributions,
)
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import explained_sum
from ledger.footprint.valuation.figure import figures
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.constants import Constant
from schemas.signed.rulebook import Rulebook

DRAFT = load_rulebook("eu-ev-draft-2024")


def disposing() -> Rulebook:
    """The draft with nine tenths collected, and a disposal that is not free."""
    formula = DRAFT.circular_footprint
    assert formula is not None
    changed = {
        name: Constant(value=value, source="OWN", confidence="inferred")
        for name, value in (("collection_rate", "0.9"), ("ed", "2"))
    }
    return DRAFT.model_copy(update={"circular_footprint": formula.model_copy(update=changed)})


def rows_of(it: Declared, rulebook: Rulebook) -> tuple[RowContribution, ...]:
    """The rows behind a declared figure, the largest first."""
    resolution = it.resolve()
    found = declared_contributions(
        it.parts(), it.calculation, rulebook, resolution, it.figures(rulebook)
    )
    return by_row(found, resolution)


@pytest.mark.parametrize(
    "rulebook", [STUDY, DRAFT, disposing()], ids=["study", "draft", "disposal"]
)
def test_all_rows_are_the_figure(rulebook: Rulebook) -> None:
    """Their sum is the declared total, also where the method adds amounts that no row states."""
    it = declared()
    cells = declared_cells(it.parts(), it.figures(rulebook), it.calculation, rulebook)
    assert cells is not None
    total = explained_sum(row.value for row in rows_of(it, rulebook))
    assert abs(total - total_of(cells)) < Decimal("1e-25")


def test_a_row_is_named_by_its_list_and_its_index() -> None:
    """The index counts from 0 through one list, and rows that are equal stay apart."""
    made_of = Graph((factors({"test:lime": "2", "test:gas": "3"}),))
    twice = used("test:lime", "1")
    rows = inventory(
        made("plant", "1"),
        inputs=[twice, used("test:gas", "4"), twice],
        avoided=[avoided("2", flow="test:gas")],
    )
    made_of.enter("plant", rows)
    resolution = made_of.resolve("plant")
    found = figures(resolution, FactorTable(made_of.factor_sets, STUDY), STUDY)
    listed = by_row(
        contributions({(ident("plant"), "main"): Decimal(1)}, resolution, found), resolution
    )
    assert [(row.place, row.label, row.value) for row in listed] == [
        ("inputs/1", "test:gas", Decimal(12)),
        ("avoided/0", "test:gas", Decimal(-6)),
        ("inputs/0", "test:lime", Decimal(2)),
        ("inputs/2", "test:lime", Decimal(2)),
    ]
    assert listed[0].row is not None
    assert listed[0].row.amount == "4"


def test_what_is_not_collected_has_no_row() -> None:
    """Under the circular formula the goods that are not collected are disposed of, which no row states."""
    (lost,) = [row for row in rows_of(declared(), disposing()) if row.row is None]
    assert (lost.entry, lost.place) == (ident("recycler"), "not_collected")
    assert lost.value > 0
