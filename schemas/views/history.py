"""The history of a participant: what it stated, what became of each statement, and who may read it.

A log records an order and no times, so a row has its index and the dates that the statement itself gives.
"""

from typing import Literal

from schemas.base import Model
from schemas.shown import Shown
from schemas.values import Amount, Code, Date, Period, ProductId, StatementId, Text
from schemas.vocabulary import Reason, Unit

Status = Literal["live", "superseded", "withdrawn"]


class HistoryLine(Model):
    """Goods of a row: an output of an entry, or of a delivery; a representative delivery has no amount."""

    line: Code
    product: ProductId
    name: Text
    amount: Amount | None = None
    unit: Unit


class HistoryReader(Model):
    """A firm that may read a statement: `goods` without the recipe, or `all` of it as an engaged auditor."""

    name: Text
    reads: Literal["goods", "all"]


class HistoryRow(Model):
    """One statement.

    Attributes:
        index: the position of its leaf in the entries log.
        period: that of an entry, calculation or site balance; a representative delivery has its last day instead.
        recipient: the name of the firm that a delivery is for.
        by: the statement that superseded or withdrew it, which gave `reason`.
        rests_on: the first versions of the entries and deliveries, or the ids of the documents, that it names.
        first: its own first version; its own id if it is the first.
    """

    id: StatementId
    kind: str
    index: int
    status: Status
    by: StatementId | None = None
    reason: Reason | None = None
    period: Period | None = None
    valid_until: Date | None = None
    number: Text | None = None
    recipient: Text | None = None
    lines: tuple[HistoryLine, ...] = ()
    readers: tuple[HistoryReader, ...] = ()
    first: StatementId
    rests_on: tuple[StatementId, ...] = ()


class History(Shown):
    """All statements that a participant issued in the entries log, in its order."""

    participant: StatementId
    name: Text
    rows: tuple[HistoryRow, ...]
