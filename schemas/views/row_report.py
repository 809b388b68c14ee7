"""The report on the reading of a spreadsheet: every cell that was not accepted, with its remedy.

A document, never part of a signed statement. Problems are sorted, errors first, then by place. At most 1,000 are listed
and the rest is counted. Place, code and value are for programs; `message` is for a person, in the file's language.
Sheet, row or cell is left out if the problem concerns something larger.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.values import Amount, Count, Figure, FlowId, Index, TreeHash
from schemas.vocabulary import Unit

MAX_PROBLEMS = 1_000

Severity = Literal["error", "warning", "note"]


class RowProblem(Model):
    """One problem. `column` is the key of the heading, `cell` an address such as D17."""

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
    """A default dataset used in place of an unknown supplier: its kg CO2e, and its cost against a median.

    `compared` names the median: that of the figures of at least five suppliers of the product, that of the other
    datasets for the product, or none. `median` is per unit; `over` is the default minus the median, for the row.
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
    """The report on one file. A row failed if one of its cells has an error.

    `accepted` is true if an entry can be made from the file; `file_sha256` is the hash of its bytes, in hexadecimal.
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
