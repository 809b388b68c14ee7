"""Sections of drafts that their signers are not shown: the ledger keeps them until the signed draft comes back.

They are kept by digest; of an organisation the newest ones, so that drafting takes no more room than that.
"""

from typing import Final

from sqlalchemy import bindparam, delete, insert, select

from ledger.store.access import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.tables import Table

KEPT: Final = 1000
"""The most sections that are kept for an organisation."""

_sealed = Table.metadata.tables["sealed_section"]
_PUT = insert(_sealed)
_GET = select(_sealed.c.data).where(_sealed.c.digest == bindparam("of_digest"))
_OLD = (
    select(_sealed.c.digest)
    .where(_sealed.c.organisation == bindparam("of"))
    .order_by(_sealed.c.kept.desc(), _sealed.c.digest)
    .offset(KEPT)
)
_DELETE = delete(_sealed).where(in_values(_sealed.c.digest, "digests"))


def put_sealed(
    connection: Connection, organisation: str, digest: str, data: bytes, now: int
) -> None:
    """Keep a section by its digest, and let go of the organisation's oldest ones beyond `KEPT`."""
    row = {"digest": digest, "organisation": organisation, "data": data, "kept": now}
    connection.execute(_PUT, row)
    old = [*connection.execute(_OLD, {"of": organisation}).scalars()]
    if old:
        connection.execute(_DELETE, {"digests": old})


def sealed_of(connection: Connection, digest: str) -> bytes | None:
    """The kept section of that digest, or None."""
    found: bytes | None = connection.execute(_GET, {"of_digest": digest}).scalar_one_or_none()
    return found
