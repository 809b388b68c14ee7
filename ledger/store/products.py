"""Queries for products: the battery models and plants that an issuer's entries made, and their newest entries.

A product is the subject of a registry's `made` leaves. Its model is read from an entry, because a subject is a digest.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.tables import ChangeRow, EntryRow, MadeRow

_made, _entry, _change = (MadeRow.__table__, EntryRow.__table__, ChangeRow.__table__)
_newest = func.max(_made.c.registry_index)
_ALL = (
    select(_made.c.subject, _newest, func.max(_made.c.entry))
    .join_from(_made, _entry, _entry.c.id == _made.c.entry)
    .group_by(_made.c.subject)
    .having(_newest < bindparam("before"))
    .order_by(_newest.desc())
    .limit(bindparam("count"))
)
_OF_ISSUER = _ALL.where(_entry.c.issuer == bindparam("of_issuer"))
_ranked = (
    select(
        _made.c.subject,
        _entry.c.id,
        func.count().over(partition_by=_made.c.subject).label("live"),
        func.row_number()
        .over(
            partition_by=_made.c.subject,
            order_by=(_entry.c.end.desc(), _entry.c.start.desc(), _made.c.registry_index.desc()),
        )
        .label("rank"),
    )
    .join_from(_made, _entry, _entry.c.id == _made.c.entry)
    .where(in_values(_made.c.subject, "subjects"))
    .where(~exists().where(_change.c.old == _entry.c.id))
    .subquery()
)
_LIVE = select(_ranked.c.subject, _ranked.c.id, _ranked.c.live).where(_ranked.c.rank == 1)


class MadeProduct(NamedTuple):
    """A product: its subject, the registry index of its newest leaf, and one of its entries."""

    subject: str
    newest: int
    entry: str


class LiveEntries(NamedTuple):
    """The live entries of a product: the one that ends last, and their number."""

    subject: str
    newest: str
    number: int


def made_products(
    connection: Connection, issuer: str | None, before: int, count: int
) -> tuple[MadeProduct, ...]:
    """The products of an issuer, the one with the newest entry first.

    Args:
        connection: the transaction.
        issuer: the manufacturer; None for all.
        before: the registry index that the newest leaf of each product is below.
        count: the largest number of products.
    """
    parameters: dict[str, object] = {"before": before, "count": count}
    query = _ALL if issuer is None else _OF_ISSUER
    rows = connection.execute(
        query, parameters if issuer is None else {**parameters, "of_issuer": issuer}
    )
    return tuple(MadeProduct(*row) for row in rows)


def live_entries_of(connection: Connection, subjects: Iterable[str]) -> dict[str, LiveEntries]:
    """The live entries of products, by subject; a product without one has no member."""
    rows = connection.execute(_LIVE, {"subjects": list(subjects)})
    return {row.subject: LiveEntries(*row) for row in rows}
