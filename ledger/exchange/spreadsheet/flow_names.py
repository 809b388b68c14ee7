"""Read the names in columns of flows as flows of the given factor sets, and report each reading at its cell.

An id such as `list:flow` is never a name, and a name has no colon. Names are read as in case folders
(`ledger.exchange.name_words`): the one flow of the row's unit and direction is read, and several are refused with their
ids.
"""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ledger.exchange.name_words import NamedFactor, find_flows, list_meanings
from ledger.exchange.spreadsheet.faults import Note
from ledger.exchange.spreadsheet.findings import Findings
from ledger.exchange.spreadsheet.flow_list import DIRECTIONS
from ledger.exchange.spreadsheet.tables import Record
from ledger.translations.spreadsheet import heading
from schemas.signed.rulebook import FactorSet
from schemas.vocabulary import Unit


def read_flow_names(
    tables: Mapping[str, Sequence[Record]], factor_sets: Iterable[FactorSet], findings: Findings
) -> None:
    """Replace each name of a flow by its id; refuse one that names none or several."""
    country = tables["process"][0].values.get("country")
    factors: dict[str, list[NamedFactor]] = defaultdict(list)
    for factor_set in factor_sets:
        for row in factor_set.rows:
            named = NamedFactor(row.flow, row.name, row.unit, row.carrier, row.grid)
            factors[row.direction].append(named)
    for key, direction in DIRECTIONS.items():
        for record in tables[key]:
            flow = record.values.get("flow")
            if isinstance(flow, str) and ":" not in flow:
                place = None if country is None else str(country)
                _read_name(record, flow, place, factors[direction], findings)


def _read_name(
    record: Record,
    text: str,
    country: str | None,
    factors: Sequence[NamedFactor],
    findings: Findings,
) -> None:
    unit = record.values.get("unit")
    found = find_flows(text, None if unit is None else Unit(str(unit)), country, factors)
    meant = found.named or found.near
    if len(found.named) == 1:
        record.values["flow"] = meant[0]
        note = Note("word.read_as", {"read": meant[0]})
    else:
        del record.values["flow"]
        record.refused.add("flow")
        words = {"heading": heading("flow", findings.language)}
        code = "word.ambiguous" if meant else "flow.word"
        note = Note(code, words if meant else {}, list_meanings(meant) or None)
    findings.add(record.spot("flow"), note, record.raws.get("flow"))


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
            known_units = units.get((direction, str(flow)), set())
            if flow is None or unit is None or unit in known_units:
                continue
            if known_units:
                note = Note("flow.unit", {"flow": flow, "units": ", ".join(sorted(known_units))})
                findings.add(record.spot("unit"), note, record.raws.get("unit"))
            else:
                close = difflib.get_close_matches(str(flow), flows, n=1)
                note = Note("flow.unknown", suggestion=close[0] if close else None)
                findings.add(record.spot("flow"), note, flow)
