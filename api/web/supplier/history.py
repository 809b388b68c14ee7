"""A supplier's history: what it stated, who may read it, who contests it, and who has read it.

Readers follow `ledger.service.access.history`, readings the journal of access. Left out: the calculations of customers
that use a delivery; they are the customers' own, and the firm is not shown which there are.
"""

import re
from datetime import UTC, datetime
from typing import Final, NamedTuple

from fastapi import APIRouter, Response

from api.web.csv_file import csv_response
from api.web.objections import objection_lines
from api.web.supplier.deliveries import MARK, SHOWN, Before
from api.web.wording import format_period, format_quantity
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.service.access.history import KINDS, newest_for
from ledger.service.access.journal import UNNAMED
from ledger.service.access.readings import readings_for
from ledger.store.changes import NOW
from ledger.translations.documents import has_text
from schemas.views.delivered import Reading, Readings
from schemas.views.history import HistoryLine, HistoryReader, HistoryRow

MOST: Final = 100
"""The most readings that the page shows; the newest ones."""

ALL: Final = 5_000
"""The most readings of the machine forms."""

CORRECTED: Final = frozenset({"entry", "delivery"})
"""The kinds that have a form for a correction."""

WITHDRAWN: Final = frozenset({"entry", "delivery", "site_balance", "objection"})
"""The kinds that can be withdrawn (`ledger.rules.versions`)."""

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)
_COUNTED: Final = re.compile(r"(?P<count>[0-9]+) (?:statements|footprints)(?:: (?P<parts>.*))?")


class HistoryLineShown(NamedTuple):
    """A statement as the table shows it.

    Attributes:
        digits: of its id.
        kind: and `goods`, in words.
        dates: its period, or the last day of a representative delivery.
        mark: the sort of the chip of its state.
        reason: of the statement that replaced or withdrew it.
        readers: each a name and what it reads.
        corrects: and `withdraws`, True if the page leads there.
    """

    row: HistoryRow
    digits: str
    kind: str
    goods: str
    dates: str
    mark: str
    reason: str
    readers: list[tuple[str, str]]
    corrects: bool
    withdraws: bool


class ReadingLine(NamedTuple):
    """A reading as the table shows it; `of` counts its statements, `digits` are those of a single one."""

    row: Reading
    at: str
    action: str
    parts: str
    of: str
    digits: str


@router.get("/history")
def history(visit: Visited, before: Before = NOW - 1) -> Response:
    """Show the newest statements of the firm in the order of the log, and who has read its data."""
    found = newest_for(visit.context.ledger, visit.caller, KINDS, SHOWN, before)
    readings = readings_for(visit.context.ledger, visit.caller, MOST)
    values: dict[str, object] = {
        "lines": [line_of(visit, row) for row in reversed(found.rows)],
        "older": found.older,
        "objections": objection_lines(visit),
        "readings": [_reading(visit, row) for row in readings.rows],
        "more": readings.more,
    }
    frame = SUPPLIER.frame("history")
    return visit.page("supplier/history.html", visit.say("history.title"), values, frame)


@router.get("/history.json")
def history_data(visit: Visited) -> Response:
    """Return the firm's statements as data."""
    return visit.data(visit.desk.own_history())


@router.get("/history.csv")
def history_table(visit: Visited) -> Response:
    """Return the firm's statements as a table, one row for each line of goods."""
    named = ("id", "kind", "index", "status", "by", "reason", "number", "recipient", "valid_until")
    goods = ("line", "product", "name", "amount", "unit")
    headings = [*named, "period_start", "period_end", *goods, "readers"]
    rows = []
    for row in visit.desk.own_history().rows:
        period = (None, None) if row.period is None else (row.period.start, row.period.end)
        readers = "; ".join(f"{one.name} ({one.reads})" for one in row.readers)
        for line in row.lines or (None,):
            own = [getattr(row, name) for name in named]
            made = [None if line is None else getattr(line, name) for name in goods]
            rows.append([*own, *period, *made, readers])
    return csv_response("history", headings, rows)


@router.get("/readings.json")
def readings_data(visit: Visited) -> Response:
    """Return the readings of the firm's data as data."""
    return visit.data(_readings(visit))


@router.get("/readings.csv")
def readings_table(visit: Visited) -> Response:
    """Return the readings of the firm's data as a table; times are in UTC."""
    names = [name for name in Reading.model_fields if name != "at"]
    rows = (
        [_iso(row.at), *(getattr(row, name) for name in names)] for row in _readings(visit).rows
    )
    return csv_response("readings", ["at", *names], rows)


def line_of(visit: Visit, row: HistoryRow) -> HistoryLineShown:
    """A statement as the table shows it."""
    live = row.status == "live"
    return HistoryLineShown(
        row=row,
        digits=row.id.removeprefix("sha256:"),
        kind=visit.say(f"history.kind.{row.kind}"),
        goods=_goods(visit, row),
        dates=_dates(visit, row),
        mark=MARK[row.status],
        reason="" if row.reason is None else visit.say(f"history.reason.{row.reason.value}"),
        readers=[_reader(visit, row, one) for one in row.readers],
        corrects=live and row.kind in CORRECTED,
        withdraws=live and row.kind in WITHDRAWN,
    )


def _goods(visit: Visit, row: HistoryRow) -> str:
    goods = "; ".join(_line_words(visit, line) for line in row.lines)
    if row.recipient is None:
        return goods
    number = row.number or ""
    return visit.say("history.delivered", goods=goods, customer=row.recipient, number=number)


def _line_words(visit: Visit, line: HistoryLine) -> str:
    if line.amount is None:
        return line.name
    amount = format_quantity(visit, line.amount, line.unit)
    return visit.say("history.goods", goods=line.name, amount=amount)


def _dates(visit: Visit, row: HistoryRow) -> str:
    if row.valid_until is not None:
        return visit.say("history.until", day=row.valid_until)
    return format_period(visit, row.period)


def _reader(visit: Visit, row: HistoryRow, reader: HistoryReader) -> tuple[str, str]:
    part = "delivery" if reader.reads == "all" and row.kind == "delivery" else reader.reads
    return reader.name, visit.say(f"history.reads.{part}")


def _readings(visit: Visit) -> Readings:
    return readings_for(visit.context.ledger, visit.caller, ALL)


def _reading(visit: Visit, row: Reading) -> ReadingLine:
    found = _COUNTED.fullmatch(row.detail)
    parts = row.detail if found is None else found["parts"] or ""
    count = "" if found is None else visit.say("history.count", count=found["count"])
    is_statement = row.subject.startswith("sha256:")
    if row.organisation == UNNAMED:
        row = row.model_copy(update={"name": visit.say("history.unnamed")})
    return ReadingLine(
        row=row,
        at=datetime.fromtimestamp(row.at, UTC).strftime("%Y-%m-%d %H:%M UTC"),
        action=_word(visit, "action", row.action),
        parts=", ".join(_word(visit, "part", part) for part in parts.split(",") if part),
        of=count,
        digits=row.subject.removeprefix("sha256:") if is_statement else "",
    )


def _word(visit: Visit, group: str, key: str) -> str:
    """The word for an action or a part; a new one without a word stays as the journal has it."""
    name = f"history.{group}.{key.replace(' ', '_').replace('-', '_')}"
    return visit.say(name) if has_text(name) else key


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
