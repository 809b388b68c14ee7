"""What a reader of a spreadsheet found: every cell that cannot be taken, with what to do, and nothing lost silently.

A document, never part of a signed statement. Problems stand errors first, then by place. At most 1,000 are listed and
the rest is counted. Place, code and value are for programs; `message` is for a person, in the file's language. A sheet,
row or cell is left out where the problem is of a larger thing.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.values import Amount, Count, Figure, FlowId, Index, TreeHash
from schemas.vocabulary import Unit

MAX_PROBLEMS = 1_000

Severity = Literal["error", "warning", "note"]


class RowProblem(Model):
    """One thing that was found. `column` is the key of the heading, `cell` such as D17."""

    sheet: str | None = None
    row: Count | None = None
    column: str | None = None
    cell: str | None = None
    code: str
    severity: Severity
    value: str | None = None
    message: str
    suggestion: str | None = None


class DefaultUsed(Model):
    """What a default dataset in place of an unknown supplier comes to, in kg CO2e, and what it costs.

    `compared` says what with: the median of figures that at least five suppliers told of that product, the median of
    the other datasets that stand for it, or nothing; `median` is per unit, `over` the default less that, for the row.
    """

    sheet: str
    row: Count
    flow: FlowId
    amount: Amount
    unit: Unit
    kg: Figure
    compared: Literal["deliveries", "datasets", "nothing"]
    behind: Index
    median: Figure | None = None
    over: Figure | None = None
    over_percent: Figure | None = None


class RowReport(Model):
    """The report of one file. A row failed if one of its cells has an error.

    `accepted` says that an entry can be made of it; `file_sha256` is of the file's bytes, in hexadecimal.
    """

    file_sha256: TreeHash
    template_version: Count | None = None
    language: Literal["en", "de", "zh"]
    accepted: bool
    rows_total: Index
    rows_ok: Index
    rows_failed: Index
    problems: tuple[RowProblem, ...] = Field(max_length=MAX_PROBLEMS)
    problems_left_out: Index
    defaults: tuple[DefaultUsed, ...] = ()
