"""The rows of the database that name a document by its digest: statements, sections, and what is saved beside them.

Every column of text or bytes is searched, so that no kind of statement or draft has to be listed here. Bytes hold a
digest as it is, or in the Base64 of an envelope's payload. Left out: the structure of the logs, in which only ids are,
the journal, which tells what happened, and the names of the documents themselves.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Column, LargeBinary, String, select

from ledger.store.engine import Connection
from ledger.store.schema import METADATA

_APART: Final = frozenset(
    {
        "checkpoint",
        "head",
        "journal",
        "leaf",
        "log",
        "log_key",
        "mark",
        "mark_secret",
        "method",
        "node",
    }
)


def mentions(connection: Connection, digest: str) -> Iterator[str]:
    """Yield the table and the key of each row that names a digest.

    Reads every row; at a million statements this takes minutes.
    """
    digits = digest.removeprefix("sha256:")
    pattern = re.compile(b"|".join(_spellings(digits.encode())))
    for table in METADATA.sorted_tables:
        if table.name in _APART:
            continue
        key = next(iter(table.primary_key.columns))
        for column in table.columns:
            yield from (f"{table.name} {name}" for name in _keys(connection, key, column, pattern))


def _keys(
    connection: Connection, key: Column[Any], column: Column[Any], pattern: re.Pattern[bytes]
) -> Iterator[str]:
    """The keys of the rows whose value in a column of text or bytes has the pattern."""
    if isinstance(column.type, String | LargeBinary):
        query = select(key, column).where(column.is_not(None)).execution_options(yield_per=1000)
        for name, value in connection.execute(query):
            data = value.encode() if isinstance(value, str) else bytes(value)
            if pattern.search(data) is not None:
                yield str(name)


def _spellings(digits: bytes) -> Iterator[bytes]:
    """Digits as they are, and in Base64 at each of the three places that they may have in a group of three bytes."""
    yield digits
    for shift in range(3):
        encoded = b64encode(bytes(shift) + digits)
        yield encoded[-(-shift * 8 // 6) : (shift + len(digits)) * 8 // 6]
