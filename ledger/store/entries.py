"""Finding entries: the first version of one, its twins, and what live entries draw on a delivery.

An entry is live as long as no row of `change` names it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, exists, insert, select, union

from ledger.store.engine import Connection
from ledger.store.tables import Table

_entry, _line, _draw, _change = (
    Table.metadata.tables[name] for name in ("entry", "line", "draw", "change")
)
_PUT_ENTRY, _PUT_LINE, _PUT_DRAW = insert(_entry), insert(_line), insert(_draw)
_LINEAGE = select(_entry.c.lineage).where(_entry.c.id == bindparam("of_id"))
_OF_PROCESS = (
    select(_entry.c.id)
    .join(_line, _line.c.entry == _entry.c.id)
    .where(
        _entry.c.issuer == bindparam("of_issuer"),
        _entry.c.site == bindparam("of_site"),
        _entry.c.process == bindparam("of_process"),
        _line.c.product.in_(bindparam("products", expanding=True)),
        ~exists().where(_change.c.old == _entry.c.id),
    )
)
_OF_LOT = _OF_PROCESS.where(_entry.c.lot == bindparam("of_lot"))
_OF_PERIOD = _OF_PROCESS.where(
    _entry.c.start < bindparam("until"), _entry.c.end > bindparam("since")
)
# A question for each way to be a twin: one with an OR would read all lots of the site.
_TWINS_OF_LOT = union(_OF_LOT, _OF_PERIOD.where(_entry.c.lot.is_(None)))
_DRAWS = select(_draw.c.entry, _draw.c.amount).where(
    _draw.c.delivery_lineage == bindparam("of_lineage"),
    ~exists().where(_change.c.old == _draw.c.entry),
)


class EntryKey(NamedTuple):
    """What finds an entry. `lineage` is the id of its first version."""

    id: str
    issuer: str
    site: str
    process: str
    start: str
    end: str
    lot: str | None
    lineage: str


class Draw(NamedTuple):
    """An amount that an entry draws on a physical delivery."""

    entry: str
    amount: str


def put_entry(
    connection: Connection,
    key: EntryKey,
    products: Iterable[tuple[str, str]],
    draws: Iterable[tuple[int, str, str]],
) -> None:
    """Keep what finds an entry.

    Args:
        connection: the transaction that appends the entry's leaf.
        key: where and when.
        products: (line, product) of each output.
        draws: (row, first version of the delivery, amount) of each physical input.
    """
    connection.execute(_PUT_ENTRY, key._asdict())
    lines = [{"entry": key.id, "line": line, "product": product} for line, product in products]
    connection.execute(_PUT_LINE, lines)
    rows = [
        {"entry": key.id, "row": row, "delivery_lineage": lineage, "amount": amount}
        for row, lineage, amount in draws
    ]
    if rows:
        connection.execute(_PUT_DRAW, rows)


def entry_lineage(connection: Connection, entry: str) -> str | None:
    """The first version of an entry; None if there is no such entry."""
    found: str | None = connection.execute(_LINEAGE, {"of_id": entry}).scalar_one_or_none()
    return found


def twins_of(connection: Connection, key: EntryKey, products: Iterable[str]) -> tuple[str, ...]:
    """Live entries that count the same goods: one issuer, site and process, any product shared.

    Where both have lots, the lots are equal; otherwise the periods overlap. Days as YYYY-MM-DD
    stand in the order of their text.
    """
    asked = {
        "of_issuer": key.issuer,
        "of_site": key.site,
        "of_process": key.process,
        "since": key.start,
        "until": key.end,
        "products": list(products),
    }
    if key.lot is None:
        found = connection.execute(_OF_PERIOD, asked)
    else:
        found = connection.execute(_TWINS_OF_LOT, {**asked, "of_lot": key.lot})
    return tuple(sorted(set(found.scalars())))


def draws_on(connection: Connection, delivery_lineage: str) -> tuple[Draw, ...]:
    """What live entries draw on a delivery, by its first version."""
    found = connection.execute(_DRAWS, {"of_lineage": delivery_lineage})
    return tuple(Draw(*row) for row in found)
