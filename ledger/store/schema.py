"""The metadata of all tables, those of the ledger and those beside it, with their foreign keys."""

from typing import Final

from sqlalchemy import MetaData

from ledger.store import tables  # noqa: F401 - each of these puts its tables into the metadata
from ledger.store.access import (  # noqa: F401 - as above
    audits,
    credentials,
    drafts,
    engagements,
    journal,
    methods,
    organisations,
    sealed_sections,
)
from ledger.store.notices import notices, sendings  # noqa: F401 - as above
from ledger.store.pact import events, footprints, partners, refused  # noqa: F401 - as above
from ledger.store.pact import requests as pact_requests  # noqa: F401 - as above
from ledger.store.requests import invitations, requests  # noqa: F401 - as above
from ledger.store.rows import Table

METADATA: Final[MetaData] = Table.metadata

MUTABLE: Final = frozenset(
    {"organisation", "credential", "session", "engagement", "request", "invitation", "draft"}
    | {"audit_finding", "audit_look", "sealed_section", "method"}
    | {name for name in METADATA.tables if name.startswith(("pact_", "notice"))}
)
"""The tables whose rows may change; the ledger itself does not depend on them."""

# A batch writes the search rows of a statement before the statement, so foreign keys are checked at the commit.
for _table in METADATA.tables.values():
    for _constraint in _table.foreign_key_constraints:
        _constraint.deferrable, _constraint.initially = True, "DEFERRED"
