"""The lineage of an entry as one digest: the entry, and all that it rests on as the graph resolves it.

Two entries with one digest have the same value by one method. A value is a function of the entry's own statements, of
the newest delivery behind each of its citations, and of the entry that made those goods with its values. The id of a
statement fixes its content, so the digest is over ids, and over the sections that are shown, because a withheld one
gives no value. A citation without a source counts as one.

Not in the digest: the method, which a caller names beside it, and a `Reading`, whose values are never kept.

The records of a lineage leave out the statements beside it. The choices that documents state are those of the lineage
alone; an auditor's report also draws on what is beside it.
"""

from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256

from ledger.footprint.graph.resolution import EntryRecord, Records, Resolution

_NO_SOURCE = b"-"


def lineages(resolution: Resolution) -> dict[str, bytes]:
    """The digest of the lineage of each entry in a graph's order."""
    digests: dict[str, bytes] = {}
    for node in resolution.order:
        record = resolution.record(node)
        digests[node] = sha256(b"".join(_parts(record, resolution, digests))).digest()
    return digests


def _parts(
    record: EntryRecord, resolution: Resolution, digests: Mapping[str, bytes]
) -> Iterator[bytes]:
    """An entry's id, the sections that are shown, and the source of each of its citations in their order."""
    yield record.id.encode()
    yield bytes([record.inventory is not None, record.product is not None])
    for name in () if record.inventory is None else record.inventory.cited:
        source = resolution.sources.get(name)
        if source is None:
            yield _NO_SOURCE
        else:
            newest, maker = source
            yield newest.encode()
            yield digests[maker]


def records_within(records: Records, statements: Collection[str]) -> Records:
    """The records of these statements alone."""
    return Records(
        {name: entry for name, entry in records.entries.items() if name in statements},
        {name: delivery for name, delivery in records.deliveries.items() if name in statements},
        {name: change for name, change in records.changes.items() if name in statements},
    )
