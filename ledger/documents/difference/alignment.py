"""Two states in the same names, so that a row of one can stand in the other.

A site that both states have gets one name; a delivery is named by the supplier's site and line, so that the same goods
have the same name on both sides. A firm with a participant in each of two ledgers keeps the first one's id, since some
rules ask if goods come from the entry's own issuer. Nothing else of a statement changes, and neither does the figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ledger.documents.difference.matching import match_sites
from ledger.documents.difference.state import ComputedState, FigureState
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord, Records, Resolution
from schemas.signed.calculation import Composition
from schemas.signed.rows import ActivityInput, Avoided, DeliveryInput, Row


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two states in the same names.

    Attributes:
        before: the first state.
        after: the second state.
        order: the names of all sites, suppliers first: those of the second state, then the others of the first.
        sources: the entry behind each site before and after; None where only one state has it.
    """

    before: FigureState
    after: FigureState
    order: tuple[str, ...]
    sources: Mapping[str, tuple[EntryRecord | None, EntryRecord | None]]


def align(
    first: FigureState, before: ComputedState, second: FigureState, after: ComputedState
) -> Alignment:
    """Put two computed states in the same names."""
    pairs = match_sites(first, before, second, after)
    same = {later: earlier for earlier, later in pairs.items()}
    names_before = {entry: f"site:{entry}" for entry in before.resolution.nodes}
    names_after = {
        entry: names_before.get(same.get(entry, ""), f"new:{entry}")
        for entry in after.resolution.nodes
    }
    issuers = {
        after.resolution.record(later).entry.issuer: before.resolution.record(earlier).entry.issuer
        for earlier, later in pairs.items()
    }
    older = {name: entry for entry, name in names_before.items()}
    newer = {name: entry for entry, name in names_after.items()}
    order = [names_after[entry] for entry in after.resolution.order]
    order += [
        name for name in map(names_before.__getitem__, before.resolution.order) if name not in newer
    ]
    return Alignment(
        _Renaming(before.resolution, names_before, {}).state(first),
        _Renaming(after.resolution, names_after, issuers).state(second),
        tuple(order),
        {
            name: (
                before.resolution.nodes.get(older.get(name, "")),
                after.resolution.nodes.get(newer.get(name, "")),
            )
            for name in order
        },
    )


@dataclass(frozen=True, slots=True)
class _Renaming:
    """The new names of a state's entries, deliveries and issuers."""

    resolution: Resolution
    names: Mapping[str, str]
    issuers: Mapping[str, str]

    def state(self, state: FigureState) -> FigureState:
        """The state in the new names, with nothing that it does not rest on and no changes left to follow."""
        entries, deliveries = {}, {}
        for entry, record in self.resolution.nodes.items():
            named = self._deliveries(() if record.inventory is None else record.inventory.cited)
            entries[self.names[entry]] = self._entry(record, named)
            deliveries.update(self._records(state.records, named))
        named = self._deliveries(
            row.delivery for row in state.composition.rows if row.delivery is not None
        )
        deliveries.update(self._records(state.records, named))
        rows = tuple(
            row.model_copy(update={"delivery": named[row.delivery]})
            if row.delivery is not None
            else row.model_copy(
                update={"entry": self.names[state.records.newest(row.entry or "") or ""]}
            )
            for row in state.composition.rows
        )
        composition = Composition.model_construct(rows=rows, exclusions=())
        records = Records(entries, deliveries, {})
        return replace(state, composition=composition, records=records)

    def _deliveries(self, cited: Iterable[str]) -> dict[str, str]:
        """The names of cited deliveries: by site and line; a further delivery of the same line is counted."""
        named: dict[str, str] = {}
        times: dict[str, int] = {}
        for delivery in dict.fromkeys(cited):
            newest, entry = self.resolution.sources[delivery]
            goods = f"{self.names[entry]}|{self.resolution.lines[newest]}"
            times[goods] = times.get(goods, 0) + 1
            named[delivery] = goods if times[goods] == 1 else f"{goods}|{times[goods]}"
        return named

    def _records(self, records: Records, named: Mapping[str, str]) -> dict[str, DeliveryRecord]:
        deliveries = {}
        for delivery, name in named.items():
            newest, entry = self.resolution.sources[delivery]
            statement = records.deliveries[newest].delivery
            deliveries[name] = DeliveryRecord(
                name, statement.model_copy(update={"entry": self.names[entry]})
            )
        return deliveries

    def _entry(self, record: EntryRecord, named: Mapping[str, str]) -> EntryRecord:
        issuer = self.issuers.get(record.entry.issuer, record.entry.issuer)
        entry = record.entry.model_copy(update={"issuer": issuer})
        inventory = record.inventory
        if inventory is not None:
            inventory = inventory.model_copy(
                update={
                    "inputs": tuple(_renamed(row, named) for row in inventory.inputs),
                    "avoided": tuple(_renamed(row, named) for row in inventory.avoided),
                }
            )
        return record._replace(id=self.names[record.id], entry=entry, inventory=inventory)


def _renamed(row: Row, named: Mapping[str, str]) -> Row:
    """A row with the new names of all deliveries that it cites or carries."""
    update: dict[str, object] = {}
    if isinstance(row, DeliveryInput | Avoided) and row.delivery is not None:
        update["delivery"] = named[row.delivery]
    if isinstance(row, DeliveryInput | ActivityInput) and row.recycled is not None:
        replaced = row.recycled.delivery
        if replaced is not None:
            update["recycled"] = row.recycled.model_copy(update={"delivery": named[replaced]})
    if isinstance(row, ActivityInput) and row.leg is not None:
        carried = tuple(named.get(name, name) for name in row.leg.deliveries)
        update["leg"] = row.leg.model_copy(update={"deliveries": carried})
    return row.model_copy(update=update) if update else row
