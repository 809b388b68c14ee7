"""Rows: a class declares a table, and its instances are the values that code reads and writes (decision 0055).

A statement is executed on the connection, and a row is made of its columns without validation: signed data were
validated before they came here. A session of the ORM would cost four times the query, and would track what never
changes. Nothing loads a column later, and nothing is written unless `put` or another statement writes it.

Left out: rows by thousands. The sequencer's batch, the figures and the checks of a whole ledger use bare columns, as
named tuples that go to the driver as they are (`put_rows`): such a tuple is made ten times, and read six times as fast.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final, TypeVar, cast

import sqlalchemy
from sqlalchemy import MetaData, insert
from sqlmodel import SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from ledger.store.engine import Connection, Row, insert_many

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
COUNTED: Final = {"default": None}
"""The options of a number that the database assigns, in place of the 0 that a row has until then."""


class Table(SQLModel):
    """The base class of all tables, with metadata of its own and named constraints."""

    metadata = MetaData(naming_convention=NAMES)
    model_config = {"frozen": True}
    __table__: ClassVar[sqlalchemy.Table]

    def __init__(self, **columns: object) -> None:
        """Take the columns as they are; SQLModel's own constructor costs five times as much.

        Raises:
            TypeError: a name is not a column, which would else be taken for a column that was left out.
        """
        fields = type(self).__pydantic_fields__
        if not columns.keys() <= fields.keys():
            raise TypeError(
                f"{type(self).__name__} has no {sorted(columns.keys() - fields.keys())}"
            )
        vars(self).update(
            (name, columns[name] if field.is_required() else columns.get(name, field.default))
            for name, field in fields.items()
        )

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse a change; SQLModel alone would write the new value before it refuses it."""
        if name != "_sa_instance_state":
            raise AttributeError(f"A row of {type(self).__name__} is frozen.")
        super().__setattr__(name, value)


Value = TypeVar("Value", bound=Table)


def read_all(
    connection: Connection, query: SelectOfScalar[Value], **parameters: object
) -> tuple[Value, ...]:
    """The rows that a query of one table finds with these parameters."""
    of = cast("type[Value]", query.column_descriptions[0]["type"])
    rows = connection.execute(query, parameters)
    names = tuple(rows.keys())
    return tuple(_value(of, zip(names, row, strict=True)) for row in rows)


def _value(of: type[Value], columns: Iterable[tuple[str, object]]) -> Value:
    """A row without its constructor, which costs three times as much."""
    row: Value = of.__new__(of)
    vars(row).update(columns)
    return row


def read_one(
    connection: Connection, query: SelectOfScalar[Value], **parameters: object
) -> Value | None:
    """The one row that a query of one table finds, or None."""
    return next(iter(read_all(connection, query, **parameters)), None)


def put(connection: Connection, *rows: Table) -> None:
    """Insert rows of one table; the database assigns the number of a `COUNTED` column."""
    if rows:
        table = type(rows[0]).__table__
        counted = table.autoincrement_column
        names = [column.name for column in table.columns if column is not counted]
        values: list[dict[str, Any]] = [{name: vars(row)[name] for name in names} for row in rows]
        connection.execute(insert(table), values)


def put_rows(connection: Connection, of: type[Table], rows: Sequence[Row]) -> None:
    """Insert many rows by one statement, in the form of the driver: values in the order of the columns.

    Building an insert for each row, or converting each value, costs more than the database itself.
    """
    if rows:
        insert_many(connection, of.__table__.name, of.__table__.columns.keys(), rows)
