"""Events of partners that were refused for their content, with the reason."""

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, delete, insert, select

from ledger.store.engine import Connection
from ledger.store.pact import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.tables import Table

_refused = Table.metadata.tables["pact_refused"]
_PUT = insert(_refused)
_IS = (_refused.c.organisation == bindparam("of")) & (_refused.c.digest == bindparam("named"))
_DROP = delete(_refused).where(_IS)
_ALL = select(_refused).order_by(_refused.c.at.desc(), _refused.c.digest)
_OF = _ALL.where(_refused.c.organisation == bindparam("of"))


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """A refused event: sender, digest of its bytes, last time in seconds of UTC since 1970, reason, size and bytes."""

    organisation: str
    digest: str
    at: int
    code: str
    detail: str
    place: str
    size: int
    body: bytes


def keep_refused(connection: Connection, event: RefusedEvent, most: int) -> None:
    """Store a refused event in place of the same one, and drop the oldest of its sender beyond `most`."""
    connection.execute(_DROP, {"of": event.organisation, "named": event.digest})
    connection.execute(_PUT, asdict(event))
    for old in refused_events(connection, event.organisation)[most:]:
        connection.execute(_DROP, {"of": old.organisation, "named": old.digest})


def refused_events(connection: Connection, organisation: str | None) -> tuple[RefusedEvent, ...]:
    """The refused events of an organisation, or (None) of all, newest first."""
    query = _ALL if organisation is None else _OF
    asked = {} if organisation is None else {"of": organisation}
    return tuple(RefusedEvent(*row) for row in connection.execute(query, asked))
