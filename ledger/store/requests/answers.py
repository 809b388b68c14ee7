"""The deliveries in the log that answer requests.

There are two queries, each by one index, because a single join of all tables scans every pair of rows in a
database without statistics.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import exists, select

from ledger.store.deliveries import read_delivered
from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.requests.requests import Request
from ledger.store.tables import ChangeRow, EntryRow, LineRow

_entry, _line, _change = EntryRow.__table__, LineRow.__table__, ChangeRow.__table__
_MADE = (
    select(_line.c.product, _entry.c.issuer, _entry.c.lineage, _line.c.line)
    .add_columns(_entry.c.start, _entry.c.end)
    .join_from(_line, _entry, _entry.c.id == _line.c.entry)
    .where(
        in_values(_line.c.product, "products"),
        in_values(_entry.c.issuer, "issuers"),
        ~exists().where(_change.c.old == _entry.c.id),
    )
)


class MadeLine(NamedTuple):
    """A line of a live entry, with the entry's first version and its days."""

    lineage: str
    line: str
    start: str
    end: str


def answers_to(connection: Connection, requests: Sequence[Request]) -> dict[str, str]:
    """Find a delivery that answers each request; return its id by the id of the answered request.

    The delivery is live, of the product, and from the addressee to the asker; the newest version of its entry
    is live and shares a day with the period. Days are texts that sort like the calendar.
    """
    answer_ids: dict[str, str] = {}
    lines = defaultdict[tuple[str, str], list[MadeLine]](list)
    parameters = {
        "products": {request.product for request in requests},
        "issuers": {request.addressee for request in requests if request.addressee is not None},
    }
    for row in connection.execute(_MADE, parameters):
        lines[row.product, row.issuer].append(MadeLine(*row[2:]))
    delivered = _delivered(connection, {line.lineage for rows in lines.values() for line in rows})
    for request in requests:
        answers = [
            name
            for line in lines.get((request.product, request.addressee or ""), ())
            if line.start < request.end and request.start < line.end
            for name in delivered.get((line.lineage, line.line, request.asker), ())
        ]
        answer_ids.update((request.id, name) for name in sorted(answers)[:1])
    return answer_ids


def _delivered(
    connection: Connection, lineages: Iterable[str]
) -> Mapping[tuple[str, str, str], Sequence[str]]:
    """The ids of live deliveries from some entries, by entry, line and recipient."""
    ids = defaultdict[tuple[str, str, str], list[str]](list)
    for lineage, key in read_delivered(connection, lineages):
        ids[lineage, key.line, key.recipient].append(key.id)
    return ids
