"""Inserting many rows at once: one statement a table, handed to the driver as it takes rows.

An insert that is built for each row anew, or converts each value, costs more than the database
does. Values are those of the columns, in their order: text, whole numbers, bytes, None.
"""

from collections.abc import Sequence

from ledger.store.engine import Connection, Row, insert_many
from ledger.store.tables import Table


def put_rows(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    """Insert rows into a table, in one step."""
    if rows:
        columns = tuple(column.name for column in Table.metadata.tables[table].columns)
        insert_many(connection, table, columns, rows)
