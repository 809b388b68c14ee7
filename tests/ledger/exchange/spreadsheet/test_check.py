"""Every flow that the named factor sets lack is reported in one run, at its cell and with a similar one."""

from pathlib import Path

from support.sheets import saved, sound, with_field, workbook

from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.exchange.spreadsheet.defaults import DefaultData
from schemas.signed.rulebook import FactorSet

EXAMPLE = Path(__file__).parents[4] / "docs" / "examples" / "factors.json"


def problems(factor_sets: tuple[FactorSet, ...], **flows: str) -> list[tuple[str, ...]]:
    """Code, sheet and suggestion of each warning on a file with these flows in the first rows of its tables."""
    rows = sound()
    for table, flow in flows.items():
        at = next(at for at, row in enumerate(rows[table]) if "flow" in row)
        rows = with_field(with_field(rows, table, "flow", flow, at), table, "unit", "kWh", at)
    report = check_spreadsheet(
        saved(workbook(rows=rows)), "cells.xlsx", None, DefaultData(factor_sets)
    ).report
    assert report.accepted
    found = [row for row in report.problems if row.code.startswith("flow.")]
    return [(row.code, row.sheet or "", row.suggestion or "") for row in found]


def test_all_unknown_flows_are_reported_with_similar_ones() -> None:
    """One is misspelt, and a flow is not treatment because there is one of its name."""
    sets = (FactorSet.parse(EXAMPLE.read_bytes()),)
    assert problems(sets, inputs="example:grid_dee", wastes="example:grid_de") == [
        ("flow.unknown", "Inputs", "example:grid_de"),
        ("flow.unknown", "Wastes", ""),
    ]


def test_a_flow_in_another_unit_is_reported_with_its_units() -> None:
    """Copper is in the set, in kg."""
    sets = (FactorSet.parse(EXAMPLE.read_bytes()),)
    codes = [
        code for code, sheet, _ in problems(sets, inputs="example:copper") if sheet == "Inputs"
    ]
    assert codes == ["flow.unit"]


def test_without_a_factor_set_nothing_is_known_to_be_unknown() -> None:
    """The supplier may not know the manufacturer's sets."""
    assert problems((), inputs="example:nothing") == []
