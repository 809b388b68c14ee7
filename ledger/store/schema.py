"""All tables there are, the ledger's and those of access, and how they hold to each other."""

from typing import Final

from sqlalchemy import MetaData

from ledger.store.access import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.tables import Table

METADATA: Final[MetaData] = Table.metadata

# A batch writes what finds a statement before the statement: foreign keys are held to at the commit.
for _table in METADATA.tables.values():
    for _constraint in _table.foreign_key_constraints:
        _constraint.deferrable, _constraint.initially = True, "DEFERRED"
