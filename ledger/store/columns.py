"""Columns and references for migrations; each migration lists the columns of its tables.

Older migrations use these functions too, so a column that must differ gets a function of its own.
"""

from collections.abc import Sequence

import sqlalchemy as sa


def text(name: str, *, primary: bool = False, optional: bool = False) -> sa.Column[str]:
    """A column of text."""
    return sa.Column(name, sa.String(), primary_key=primary, nullable=optional)


def number(name: str, *, primary: bool = False, optional: bool = False) -> sa.Column[int]:
    """A column of log indices and sizes, or of seconds of UTC since 1970."""
    return sa.Column(name, sa.BigInteger(), primary_key=primary, nullable=optional)


def small(name: str, *, primary: bool = False) -> sa.Column[int]:
    """A column of small numbers, or of numbers that the database assigns."""
    return sa.Column(name, sa.Integer(), primary_key=primary, nullable=False)


def data(name: str) -> sa.Column[bytes]:
    """A column of bytes."""
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def refers(columns: Sequence[str], to: Sequence[str]) -> sa.ForeignKeyConstraint:
    """A foreign key that is checked at the commit, so that a batch may write in any order."""
    return sa.ForeignKeyConstraint(columns, to, deferrable=True, initially="DEFERRED")
