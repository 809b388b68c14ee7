"""Queries for entries: by id, live entries that count the same goods, and their draws on a delivery.

An entry is live as long as no row of `change` names it. The first version of an entry is its
lineage. `facts` runs these queries for many entries at once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_rows, in_values
from ledger.store.tables import AboutRow, ChangeRow, DrawRow, EntryRow, LineRow, StatementRow

_entry, _line, _draw, _change, _about, _statement = (
    EntryRow.__table__,
    LineRow.__table__,
    DrawRow.__table__,
    ChangeRow.__table__,
    AboutRow.__table__,
    StatementRow.__table__,
)
_BY_ID = select(_entry).where(in_values(_entry.c.id, "ids"))
_PROCESS = (_entry.c.issuer, _entry.c.site, _entry.c.process)
_LIVE_GOODS = (
    select(*_PROCESS, _entry.c.lot, _entry.c.id, _line.c.product, _entry.c.start, _entry.c.end)
    .join(_line, _line.c.entry == _entry.c.id)
    .where(~exists().where(_change.c.old == _entry.c.id))
)
_OF_LOTS = _LIVE_GOODS.where(in_rows((*_PROCESS, _entry.c.lot), "lots"))
_OF_PERIODS = _LIVE_GOODS.where(in_rows(_PROCESS, "processes"), _entry.c.lot.is_(None))
_OVERLAPPING = _LIVE_GOODS.where(
    in_rows(_PROCESS, "processes"),
    _entry.c.start < bindparam("until"),
    _entry.c.end > bindparam("since"),
)
# As an expression the issuer is in no index, so SQLite begins with the few objections, not with all entries of firms.
_CONTESTED = (
    select(_entry.c.id)
    .join(_about, _about.c.subject == _entry.c.id)
    .join(_statement, _statement.c.id == _about.c.statement)
    .where(_statement.c.kind == "objection")
    .where(in_values(func.coalesce(_entry.c.issuer, ""), "issuers"))
)
_SITES = select(_entry.c.site).where(_entry.c.issuer == bindparam("of")).distinct()
_DRAWS = select(_draw.c.delivery_lineage, _draw.c.entry, _draw.c.amount).where(
    in_values(_draw.c.delivery_lineage, "lineages"),
    ~exists().where(_change.c.old == _draw.c.entry),
)

Process = tuple[str, str, str]
"""Issuer, site and process."""

Lot = tuple[str, str, str, str]
"""Issuer, site, process and lot."""

Span = tuple[str, str, str, str, str]
"""Issuer, site and process, the first day, and the day after the last one."""


class EntryKey(NamedTuple):
    """The search columns of an entry. `lineage` is the id of its first version."""

    id: str
    issuer: str
    site: str
    process: str
    start: str
    end: str
    lot: str | None
    lineage: str

    @property
    def process_key(self) -> Process:
        """The process of the entry."""
        return self.issuer, self.site, self.process

    @property
    def span(self) -> Span:
        """The process of the entry over its days."""
        return self.issuer, self.site, self.process, self.start, self.end


class Goods(NamedTuple):
    """A product that an entry counts, and the days of the entry."""

    entry: str
    product: str
    start: str
    end: str

    def overlaps(self, key: EntryKey) -> bool:
        """Return whether the entry shares a day; days as YYYY-MM-DD sort as text."""
        return self.start < key.end and key.start < self.end


class Draw(NamedTuple):
    """An amount that an entry draws on a physical delivery."""

    entry: str
    amount: str


def sites_of(connection: Connection, issuer: str) -> frozenset[str]:
    """The codes of the sites that a firm has stated entries for."""
    return frozenset(connection.execute(_SITES, {"of": issuer}).scalars())


def read_entries(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, EntryKey]]:
    """Yield the entries of these ids, each with its id."""
    for row in connection.execute(_BY_ID, {"ids": ids}):
        yield row.id, EntryKey(*row)


def read_lots(connection: Connection, lots: Sequence[Lot]) -> Iterator[tuple[Lot, Goods]]:
    """Yield the goods of live entries of these lots, each with its lot."""
    for issuer, site, process, lot, *goods in connection.execute(_OF_LOTS, {"lots": lots}):
        yield (issuer, site, process, lot), Goods(*goods)


def read_periods(
    connection: Connection, processes: Sequence[Process]
) -> Iterator[tuple[Process, Goods]]:
    """Yield the goods of live entries of these processes without a lot, each with its process."""
    rows = connection.execute(_OF_PERIODS, {"processes": processes})
    for issuer, site, process, _, *goods in rows:
        yield (issuer, site, process), Goods(*goods)


def read_spans(connection: Connection, spans: Sequence[Span]) -> Iterator[tuple[Span, Goods]]:
    """Yield the goods of live entries of a process that share a day with a span, with or without a lot."""
    processes = defaultdict[tuple[str, str], list[Process]](list)
    for issuer, site, process, start, end in spans:
        processes[start, end].append((issuer, site, process))
    for (start, end), span_processes in processes.items():
        days = {"processes": span_processes, "since": start, "until": end}
        for issuer, site, process, _, *goods in connection.execute(_OVERLAPPING, days):
            yield (issuer, site, process, start, end), Goods(*goods)


def read_draws(connection: Connection, lineages: Sequence[str]) -> Iterator[tuple[str, Draw]]:
    """Yield the draws of live entries on these deliveries, each with the delivery's first version."""
    for lineage, entry, amount in connection.execute(_DRAWS, {"lineages": lineages}):
        yield lineage, Draw(entry, amount)


def contested_entries(connection: Connection, issuers: Collection[str]) -> tuple[str, ...]:
    """The entries of these issuers that an objection is about; no other document is about an entry."""
    ids = connection.execute(_CONTESTED, {"issuers": list(issuers)}).scalars()
    return tuple(sorted(set(ids)))
