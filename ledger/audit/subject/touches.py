"""The leaves of the registry that touch what a figure rests on, after the state that it was computed at.

A leaf touches a figure that replaces or withdraws a statement of its lineage, or a later version of one; and of a
calculation also a leaf that adds an entry of its product that belongs to it (`ledger.rules.period`). An entry that
replaces one of the lineage is listed once, by the change.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ledger.audit.log.registry import Registry
from ledger.audit.subject.subject import Graph, View
from ledger.rules.period import outdates


class RegistryTouch(NamedTuple):
    """A leaf that touches a figure: its index, what it changed or added, how, and by which statement."""

    at: int
    old: str
    kind: Literal["superseded", "withdrawn", "added"]
    by: str


def registry_touches(view: Graph, registry: Registry) -> Iterator[RegistryTouch]:
    """The leaves that touch a figure, changes before what was added, each in the order of the registry."""
    as_of, changed = view.as_of.size, set[str]()
    for at, change in registry.touching(view.resolution.lineage):
        if at >= as_of:
            changed.add(change.by)
            yield RegistryTouch(at, change.old, change.kind, change.by)
    if not isinstance(view, View):
        return
    for at, leaf in registry.made_of(view.product):
        record = view.records.entries.get(leaf.id)
        concerned = record is not None and outdates(record.entry, view.calculation)
        if at >= as_of and leaf.id not in changed and concerned:
            yield RegistryTouch(at, leaf.id, "added", leaf.id)
