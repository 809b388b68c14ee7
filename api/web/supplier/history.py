"""A supplier's history: what it stated, who may read it, who contests it, and who has read it.

Readers follow `ledger.service.access.history`, readings the journal of access. Left out: the calculations of customers
that use a delivery; they are the customers' own, and the firm is not shown which there are.
"""

import re
from typing import Final, NamedTuple

from fastapi import APIRouter, Response

from api.web.objections import objection_lines
from api.web.supplier.deliveries import MARK, SHOWN, Before
from api.web.twins import Rows, columns, iso_time, twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.service.access.history import KINDS, newest_for
from ledger.service.access.journal import UNNAMED
from ledger.service.access.readings import readings_for
from ledger.store.changes import NOW
from ledger.translations.documents import has_text
from schemas.views.delivered import Reading, Readings
from schemas.views.history import History, HistoryLine, HistoryRow

MOST: Final = 100
"""The most readings that the page shows; the newest ones."""

ALL: Final = 5_000
"""The most readings of the machine forms."""

CORRECTED: Final = frozenset({"entry", "delivery"})
"""The kinds that have a form for a correction."""

WITHDRAWN: Final = frozenset({"entry", "delivery", "site_balance", "objection"})
"""The kinds that can be withdrawn (`ledger.rules.versions`)."""

NAMED: Final = (
    *("id", "kind", "index", "status", "by", "reason", "number", "recipient", "valid_until"),
    *("period.start", "period.end"),
)
GOODS: Final = ("line", "product", "name", "amount", "unit")

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)
_COUNTED: Final = re.compile(r"(?P<count>[0-9]+) (?:statements|footprints)(?:: (?P<parts>.*))?")


class HistoryLineShown(NamedTuple):
    """A statement with its kind, its goods, and its period or last day, in words."""

    row: HistoryRow
    kind: str
    goods: str
    dates: str


def _table(report: History) -> Rows:
    """One row for each line of goods of each statement."""
    headings, cells = columns(report.rows, *NAMED)
    rows = []
    for row, own in zip(report.rows, cells, strict=True):
        readers = "; ".join(f"{reader.name} ({reader.reads})" for reader in row.readers)
        for line in row.lines or (None,):
            goods_cells = [None if line is None else getattr(line, name) for name in GOODS]
            rows.append([*own, *goods_cells, readers])
    return [*headings, *GOODS, "readers"], rows


@twins(router, "/history", _table)
def statements(visit: Visited) -> History:
    """Return the firm's statements as data and as a table."""
    return visit.desk.own_history()


@router.get("/history")
def history(visit: Visited, before: Before = NOW - 1) -> Response:
    """Show the newest statements of the firm in the order of the log, and who has read its data."""
    page = newest_for(visit.ledger, visit.caller, KINDS, SHOWN, before)
    readings = readings_for(visit.ledger, visit.caller, MOST)
    return visit.page(
        "supplier/history.html",
        lines=[line_of(visit, row) for row in reversed(page.rows)],
        mark=MARK,
        corrected=CORRECTED,
        withdrawn=WITHDRAWN,
        older=page.older,
        objections=objection_lines(visit),
        readings=[(row, *_read_words(visit, row)) for row in readings.rows],
        unnamed=UNNAMED,
        more=readings.more,
    )


def _readings_table(report: Readings) -> Rows:
    """Times are in UTC."""
    names = [name for name in Reading.model_fields if name != "at"]
    cells = columns(report.rows, *names)[1]
    return ["at", *names], (
        [iso_time(row.at), *own] for row, own in zip(report.rows, cells, strict=True)
    )


@twins(router, "/readings", _readings_table)
def all_readings(visit: Visited) -> Readings:
    """Return the readings of the firm's data as data and as a table."""
    return readings_for(visit.ledger, visit.caller, ALL)


def line_of(visit: Visit, row: HistoryRow) -> HistoryLineShown:
    """A statement as the table shows it."""
    kind = visit.say(f"history.kind.{row.kind}")
    return HistoryLineShown(row, kind, _goods(visit, row), _dates(visit, row))


def _goods(visit: Visit, row: HistoryRow) -> str:
    goods = "; ".join(_line_words(visit, line) for line in row.lines)
    if row.recipient is None:
        return goods
    number = row.number or ""
    return visit.say("history.delivered", goods=goods, customer=row.recipient, number=number)


def _line_words(visit: Visit, line: HistoryLine) -> str:
    if line.amount is None:
        return line.name
    amount = visit.quantity(line.amount, line.unit)
    return visit.say("history.goods", goods=line.name, amount=amount)


def _dates(visit: Visit, row: HistoryRow) -> str:
    if row.valid_until is not None:
        return visit.say("history.until", day=row.valid_until)
    return visit.period(row.period)


def _read_words(visit: Visit, row: Reading) -> tuple[str, str, str]:
    """The act, the parts that were read, and the number of statements, in words."""
    match = _COUNTED.fullmatch(row.detail)
    parts = row.detail if match is None else match["parts"] or ""
    count = "" if match is None else visit.say("history.count", count=match["count"])
    words = ", ".join(_word(visit, "part", part) for part in parts.split(",") if part)
    return _word(visit, "action", row.action), words, count


def _word(visit: Visit, group: str, key: str) -> str:
    """The word for an action or a part; a new one without a word stays as the journal has it."""
    name = f"history.{group}.{key.replace(' ', '_').replace('-', '_')}"
    return visit.say(name) if has_text(name) else key
