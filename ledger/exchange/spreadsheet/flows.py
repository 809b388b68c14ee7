"""Report the rows whose flow no named factor set values, all of them at once and before anything is signed.

A flow is valued in one unit and one direction: inputs and avoided lines as products, wastes as treatments. These are
warnings, because the manufacturer names the factor sets of a calculation and may name others. Without a named set
nothing is reported.
"""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ledger.exchange.spreadsheet.faults import Note
from ledger.exchange.spreadsheet.findings import Findings
from ledger.exchange.spreadsheet.flow_list import DIRECTIONS
from ledger.exchange.spreadsheet.tables import Record
from schemas.signed.rulebook import FactorSet


def report_unknown_flows(
    tables: Mapping[str, Sequence[Record]], factor_sets: Iterable[FactorSet], findings: Findings
) -> None:
    """Report each flow that no factor set has, or has in other units only; a similar flow is suggested."""
    units: dict[tuple[str, str], set[str]] = defaultdict(set)
    for factor_set in factor_sets:
        for row in factor_set.rows:
            units[row.direction, row.flow].add(row.unit.value)
    if not units:
        return
    for key, direction in DIRECTIONS.items():
        flows = [flow for way, flow in units if way == direction]
        for record in tables[key]:
            flow, unit = record.values.get("flow"), record.values.get("unit")
            found = units.get((direction, str(flow)), set())
            if flow is None or unit is None or unit in found:
                continue
            if found:
                note = Note("flow.unit", {"flow": flow, "units": ", ".join(sorted(found))})
                findings.add(record.spot("unit"), note, record.raws.get("unit"))
            else:
                close = difflib.get_close_matches(str(flow), flows, n=1)
                note = Note("flow.unknown", suggestion=close[0] if close else None)
                findings.add(record.spot("flow"), note, flow)
