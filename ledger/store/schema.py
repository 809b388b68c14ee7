"""All tables there are, the ledger's and those beside it, and how they hold to each other."""

from typing import Final

from sqlalchemy import MetaData

from ledger.store.access import tables as access  # noqa: F401 - puts the tables into the metadata
from ledger.store.pact import tables as pact  # noqa: F401 - as above
from ledger.store.requests import tables as requests  # noqa: F401 - as above
from ledger.store.tables import Table

METADATA: Final[MetaData] = Table.metadata

MUTABLE: Final = frozenset(
    {"organisation", "credential", "session", "engagement", "request", "invitation"}
    | {name for name in METADATA.tables if name.startswith("pact_")}
)
"""The tables whose rows may change; nothing of the ledger itself rests on them."""

# A batch writes what finds a statement before the statement: foreign keys are held to at the commit.
for _table in METADATA.tables.values():
    for _constraint in _table.foreign_key_constraints:
        _constraint.deferrable, _constraint.initially = True, "DEFERRED"
