"""The history that a bundle shows: changes, earlier versions and withdrawn entries, with all that they rest on.

An earlier version is shown like the one that counts, so that its figure can be computed and compared
(`ledger.choices.families.history`). The same holds for a withdrawn entry of goods that its issuer states again. A
reader is shown the envelope of a version whose inventory it may not see, and nothing behind it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ledger.choices.look_alike import states_like_goods
from ledger.footprint.graph.resolution import EntryRecord, Records
from ledger.rules.same_goods import is_same_lot
from ledger.state.disclosure import Reader
from ledger.state.view import View
from ledger.store.changes import changes_of
from ledger.store.entries import contested_entries
from ledger.store.statements import issued
from schemas.signed.kinds import replaced
from schemas.signed.statement import Kind, Statement


@dataclass(frozen=True, slots=True)
class LogSizes:
    """The end of a bundle in the logs: the sizes that its checkpoints sign."""

    entries: int
    registry: int


def withdrawn_goods(view: View, records: Records, reader: Reader, reach: LogSizes) -> set[str]:
    """The last versions of withdrawn entries that state goods which an entry of the same issuer states here."""
    issuers: dict[str, list[EntryRecord]] = defaultdict(list)
    for record in records.entries.values():
        if reader.reads(record.entry.issuer):
            issuers[record.entry.issuer].append(record)
    versions = set[str]()
    for issuer, counted in issuers.items():
        ids = issued(view.connection, issuer, Kind.ENTRY.value, reach.entries)
        changes = changes_of(view.connection, ids, reach.registry)
        gone = [name for name, change in changes.items() if change.kind == "withdrawn"]
        for other in filter(None, map(view.entry, gone)):
            if any(states_like_goods(record, other) for record in counted):
                versions.add(other.id)
    return versions


def contested_goods(view: View, ids: Iterable[str], reach: LogSizes) -> set[str]:
    """The entries that an objection contests, of the same goods and lot as an entry among these.

    So goods that are entered again under another id keep the objections to the entry before.
    """
    shown = [record for name in ids if (record := view.entry(name)) is not None]
    issuers = {record.entry.issuer for record in shown}
    names = contested_entries(view.connection, issuers)
    entries_in_reach = [row.id for row in view.stored(names) if row.index < reach.entries]
    return {
        other.id
        for other in filter(None, map(view.entry, entries_in_reach))
        if any(is_same_lot(record, other) for record in shown)
    }


def closed(
    view: View, shown: set[str], enveloped: set[str], reader: Reader, reach: LogSizes
) -> set[str]:
    """These statements, and all that the versions among them cite whose inventories the reader may see.

    So the figure of an earlier version can be computed, and everything that a bundle names is in it.
    """
    closure, step = set(shown), shown - enveloped
    while step:
        cited = {name for statement in step for name in _cited(view, statement, reader)} - closure
        cited |= changed(view, cited, reach.registry)
        step = (cited | earlier(view, cited)) - closure
        closure |= step
    return closure


def _cited(view: View, name: str, reader: Reader) -> Iterable[str]:
    """The statements that an entry or a delivery cites, as far as the reader sees where its citations lead."""
    entry = view.entry(name)
    if entry is not None:
        inventory = entry.inventory if reader.reads(entry.entry.issuer) else None
        return () if inventory is None else inventory.cited
    delivery = view.delivery(name)
    return () if delivery is None else (delivery.delivery.entry,)


def changed(view: View, ids: Collection[str], registry_size: int) -> set[str]:
    """The statements that superseded or withdrew these, and those that changed them in turn."""
    versions = set(ids)
    step = versions
    while step:
        changes = changes_of(view.connection, step, registry_size)
        step = {change.by for change in changes.values()} - versions
        versions |= step
    return versions


def earlier(view: View, ids: Collection[str]) -> set[str]:
    """All statements that these superseded or withdrew, one after another."""
    predecessors: set[str] = set()
    step = set(ids)
    while step:
        statements = [view.statement(name, Statement) for name in step]
        step = (
            set(filter(None, (replaced(row) for row in statements if row is not None)))
            - predecessors
        )
        predecessors |= step
    return predecessors
