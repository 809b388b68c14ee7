"""The sites of two states that are the same one: by lineage, else by site code, process and product of the main line.

An entry and its newer version are one site. Two ledgers, or two periods, have no lineage in common; there the issuer
decides if both states name it, and else the issuer's code of the site. Where two ledgers give goods ids of their own,
the name of the main output takes the place of its id. Several entries of one site, process and product are paired by
period. A site whose main output has another unit is another site, since amounts per unit of output could
not be compared.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping

from ledger.documents.difference.state import ComputedState, FigureState
from ledger.footprint.graph.resolution import EntryRecord

Pairs = Mapping[str, str]
"""The entry of the second state for each entry of the first that is the same site."""


def match_sites(
    first: FigureState, before: ComputedState, second: FigureState, after: ComputedState
) -> Pairs:
    """Pair the entries of two states that are the same site."""
    left = dict(before.resolution.nodes)
    right = dict(after.resolution.nodes)
    pairs: dict[str, str] = {}

    def pair(earlier: str, later: str) -> None:
        pairs[earlier] = later
        del left[earlier], right[later]

    older = {first.records.newest(name): name for name in right}
    for name in list(left):
        newer = second.records.newest(name)
        counterpart = newer if newer in right else older.get(name)
        if (
            counterpart is not None
            and counterpart in right
            and _unit(left[name]) == _unit(right[counterpart])
        ):
            pair(name, counterpart)
    for key in (_with_issuer, _without_issuer, _by_name):
        for earlier, later in _by_key(left, right, key):
            pair(earlier, later)
    return pairs


def _by_key(
    left: Mapping[str, EntryRecord],
    right: Mapping[str, EntryRecord],
    key: Callable[[EntryRecord], Hashable],
) -> list[tuple[str, str]]:
    groups: dict[Hashable, tuple[list[EntryRecord], list[EntryRecord]]] = defaultdict(
        lambda: ([], [])
    )
    for side, records in enumerate((left, right)):
        for record in records.values():
            groups[key(record)][side].append(record)
    return [
        (earlier.id, later.id)
        for earlier_records, later_records in groups.values()
        for earlier, later in zip(
            sorted(earlier_records, key=_by_period),
            sorted(later_records, key=_by_period),
            strict=False,
        )
    ]


def _by_period(record: EntryRecord) -> tuple[str, str, str]:
    return record.entry.period.start, record.entry.lot or "", record.id


def _unit(record: EntryRecord) -> str | None:
    return None if record.inventory is None else record.inventory.main.unit.value


def _without_issuer(record: EntryRecord) -> Hashable:
    product = None if record.inventory is None else record.inventory.main.product
    return record.entry.site.code, record.entry.process, product, _unit(record)


def _by_name(record: EntryRecord) -> Hashable:
    name = None if record.inventory is None else record.inventory.main.name
    return record.entry.site.code, record.entry.process, name, _unit(record)


def _with_issuer(record: EntryRecord) -> Hashable:
    return record.entry.issuer, _without_issuer(record)
