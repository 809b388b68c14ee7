"""The same flow under the lists of two ledgers: `case:plant-a:grid_CHN` and `case:plant-b:grid_CHN`.

A flow id is `<list>:<id>`, and another ledger may call the list otherwise. A flow that the first state does not know
takes the name of the one flow there with the same id, unit and direction, if there is just one. Its own value stays, so
the figure does; a difference of values is then one of the factor set.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from ledger.documents.difference.state import FigureState
from ledger.footprint.graph.resolution import EntryRecord, Records
from schemas.base import Model

Value = TypeVar("Value")


def with_flows_of(first: FigureState, second: FigureState) -> FigureState:
    """The second state with the flow names of the first, wherever one of them can only be the same flow."""
    names = _names(first, second)
    if not names:
        return second
    entries = {
        entry: _renamed_record(record, names) for entry, record in second.records.entries.items()
    }
    records = Records(entries, second.records.deliveries, second.records.changes)
    sets = tuple(_renamed(row, names) for row in second.factor_sets)
    return replace(second, records=records, factor_sets=sets)


def _names(first: FigureState, second: FigureState) -> dict[str, str]:
    """The first state's name of each flow that only the second has."""
    names_by_key = defaultdict[tuple[str, str, str], set[str]](set)
    taken = set[str]()
    for factor_set in first.factor_sets:
        for row in factor_set.rows:
            names_by_key[_last(row.flow), row.unit.value, row.direction].add(row.flow)
            taken.add(row.flow)
    candidates = defaultdict[str, set[str]](set)
    for factor_set in second.factor_sets:
        for row in factor_set.rows:
            if row.flow not in taken:
                candidates[row.flow] |= names_by_key[_last(row.flow), row.unit.value, row.direction]
    pairs = {flow: next(iter(names)) for flow, names in candidates.items() if len(names) == 1}
    times = defaultdict[str, int](int)
    for name in pairs.values():
        times[name] += 1
    own = {row.flow for factor_set in second.factor_sets for row in factor_set.rows}
    return {flow: name for flow, name in pairs.items() if times[name] == 1 and name not in own}


def _last(flow: str) -> str:
    return flow.rpartition(":")[2]


def _renamed_record(record: EntryRecord, names: Mapping[str, str]) -> EntryRecord:
    inventory = record.inventory
    return record if inventory is None else record._replace(inventory=_renamed(inventory, names))


def _renamed(value: Value, names: Mapping[str, str]) -> Value:
    """A value with other names of flows: a model in its members named `flow`, and in the models inside it."""
    if isinstance(value, tuple):
        return type(value)(_renamed(part, names) for part in value)
    if not isinstance(value, Model):
        return value
    update = {}
    for name in type(value).model_fields:
        old = getattr(value, name)
        new = names.get(old, old) if name == "flow" else _renamed(old, names)
        if new is not old:
            update[name] = new
    return value.model_copy(update=update) if update else value
