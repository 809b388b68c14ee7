"""Insertion of many rows by one statement per table, in the form of the driver.

Building an insert for each row, or converting each value, costs more than the database itself.
Values are those of the columns, in their order: text, whole numbers, bytes, None.
"""

from collections.abc import Sequence

from ledger.store.engine import Connection, Row, insert_many
from ledger.store.tables import Table


def put_rows(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    """Insert rows into a table by one statement."""
    if rows:
        columns = tuple(column.name for column in Table.metadata.tables[table].columns)
        insert_many(connection, table, columns, rows)
