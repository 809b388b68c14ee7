"""Queries for the live goods of a participant: by product, or by the first version of their entry."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, select

from ledger.store.changes import changes_of
from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.tables import ChangeRow, EntryRow, LineRow, StatementRow

_entry, _line, _change, _statement = (
    EntryRow.__table__,
    LineRow.__table__,
    ChangeRow.__table__,
    StatementRow.__table__,
)
_LIVE = (
    select(_line.c.product, _line.c.entry, _line.c.line)
    .join_from(_line, _entry, _entry.c.id == _line.c.entry)
    .join(_statement, _statement.c.id == _entry.c.id)
    .where(~exists().where(_change.c.old == _entry.c.id))
    .order_by(_statement.c.index.desc(), _line.c.line)
)
# As an expression the issuer is in no index, so SQLite begins with the product and not with all entries of the issuer.
_OF_PRODUCTS = _LIVE.where(
    func.coalesce(_entry.c.issuer, "") == bindparam("of_issuer"),
    in_values(_line.c.product, "products"),
)
_OF_ENTRIES = _LIVE.where(
    func.coalesce(_entry.c.issuer, "") == bindparam("of_issuer"), in_values(_entry.c.id, "entries")
)


class LiveLine(NamedTuple):
    """An output line of a live entry."""

    product: str
    entry: str
    line: str


def live_lines_of_products(
    connection: Connection, issuer: str, products: Iterable[str]
) -> tuple[LiveLine, ...]:
    """An issuer's live lines of these products, those of the newest entry first."""
    parameters = {"of_issuer": issuer, "products": list(products)}
    return tuple(LiveLine(*row) for row in connection.execute(_OF_PRODUCTS, parameters))


def live_lines_of_lineages(
    connection: Connection, issuer: str, lineages: Iterable[str]
) -> tuple[LiveLine, ...]:
    """An issuer's live lines of entries with these first versions."""
    parameters = {"of_issuer": issuer, "entries": _newest_versions(connection, lineages)}
    return tuple(LiveLine(*row) for row in connection.execute(_OF_ENTRIES, parameters))


def _newest_versions(connection: Connection, names: Iterable[str]) -> set[str]:
    """The newest version of each of these statements, one that was withdrawn too."""
    newest = set(names)
    while newer := {
        row.old: row.by
        for row in changes_of(connection, newest).values()
        if row.kind == "superseded"
    }:
        newest = (newest - newer.keys()) | {*newer.values()}
    return newest
