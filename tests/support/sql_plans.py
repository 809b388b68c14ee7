"""The SQL that an answer asks of SQLite, and what the plan of each statement reads.

A plan says where the rows come from, not how many there are, so it is the same for ten statements and for a million.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy import event

from ledger.store.engine import Engine
from ledger.store.schema import METADATA

STEPS: Final = 20
"""The instructions of SQLite after which they are counted; a row that is read takes some five."""

_SCAN: Final = re.compile(r"SCAN (?P<table>[a-z_]+)\b(?! VIRTUAL)")
_SORT: Final = re.compile(r"USE TEMP B-TREE FOR (?P<what>.+)")


class Fault(NamedTuple):
    """Rows that a statement reads or sorts, however many there are: of a table, or of `sort`."""

    what: str
    sql: str


@dataclass
class Asked:
    """The statements that were executed, and the steps that SQLite took for all of them."""

    sql: dict[str, None] = field(default_factory=dict)
    steps: int = 0


@contextmanager
def asking(engine: Engine) -> Iterator[Asked]:
    """Record what is asked of a database."""
    asked = Asked()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.sql[" ".join(statement.split())] = None

    def count() -> None:
        asked.steps += STEPS

    def begin(driver: Any, *_rest: object) -> None:  # noqa: ANN401 - the driver's own type
        driver.set_progress_handler(count, STEPS)

    def end(driver: Any, *_rest: object) -> None:  # noqa: ANN401 - as above
        driver.set_progress_handler(None, 0)

    listeners = {"before_cursor_execute": note, "checkout": begin, "checkin": end}
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield asked
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)


def faults(engine: Engine, asked: Asked) -> Iterator[Fault]:
    """Yield what plans read in whole, or sort."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for sql in asked.sql:
            if not sql.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
                continue
            rows = driver.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?"))
            for *_, line in rows.fetchall():
                if (scan := _SCAN.match(line)) and scan["table"] in METADATA.tables:
                    yield Fault(scan["table"], sql)
                elif (sort := _SORT.match(line)) is not None:
                    yield Fault(f"sort: {sort['what']}", sql)
