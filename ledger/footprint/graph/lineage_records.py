"""The records of a lineage: what a figure rests on, without the statements beside it.

The choices that documents state are those of the lineage alone; an auditor's report also draws on what is beside it.
"""

from collections.abc import Collection

from ledger.footprint.graph.resolution import Records


def records_within(records: Records, statements: Collection[str]) -> Records:
    """The records of these statements alone."""
    return Records(
        {name: one for name, one in records.entries.items() if name in statements},
        {name: one for name, one in records.deliveries.items() if name in statements},
        {name: one for name, one in records.changes.items() if name in statements},
    )
