"""A template filled in from a request for data and from an earlier entry, for the next period.

An earlier entry fills in identities: site, process, products, flows, units and the like (`KEPT`). What a new period
must state stays empty: each number, each day, each cited delivery, and what says where a number comes from, such as
`known` and `supply`. The earlier value is a comment at the empty cell, which no reader reads, so it cannot be submitted
for the new period. A CSV file has no comments.

What the template has no column for is in `left_out`, by its field path in the entry. So is an avoided line that names a
delivery: without that delivery its material alone would be another statement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.comments import Comment

from ledger.exchange.spreadsheet.columns import BY_KEY, NUMBERS, TABLES, Column, Form, tables_of
from ledger.exchange.spreadsheet.filled import (
    Fields,
    left_out,
    rows_of,
    stage_of,
)
from ledger.exchange.spreadsheet.flow_list import add_flow_list
from ledger.exchange.spreadsheet.template import Filled, Row, build_template, save, spell
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import label, title, word
from schemas.exchanged.request import RequestView
from schemas.signed.rulebook import FactorSet
from schemas.values import Period
from schemas.vocabulary import Stage

FIRST: Mapping[str, str] = {"line": "main", "role": "main", "form": "as_is"}
"""The first output of a new entry."""

KEPT = frozenset(
    {
        *("site_code", "country", "zone", "process", "model", "allocation"),
        *("line", "product", "name", "unit", "role", "form", "formula", "element"),
        *("kind", "flow", "purpose", "stage", "material", "gas", "origin", "recovery"),
    }
)
"""The columns whose earlier value is filled in; that of any other column is a comment."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """Content of a template.

    Attributes:
        rows: the values that are filled in, by table.
        before: the earlier values of cells that stay empty, by table, row from 0, and column.
        period: of the earlier entry; None without one.
        left_out: the field paths of the earlier entry that the template has no column for.
    """

    rows: Filled = field(default_factory=dict)
    before: Mapping[tuple[str, int, str], object] = field(default_factory=dict)
    period: Period | None = None
    left_out: tuple[str, ...] = ()


def fill_from_entry(fields: Fields, goods: Mapping[str, str]) -> Prefilled:
    """Fill in a template from the members of an entry's draft.

    `goods` are the products of cited deliveries, as far as they are known.
    """
    rows: dict[str, list[Row]] = {table.key: [] for table in TABLES}
    before: dict[tuple[str, int, str], object] = {}
    offered = {table.key for table in tables_of(stage_of(fields))}
    missing = list(left_out(fields, offered))
    for name, place, stated in rows_of(fields):
        if name not in offered:
            continue
        if name == "avoided" and "delivery" in stated:
            missing.append(place)
            continue
        found, at = {**stated, **_goods_of(stated, goods)}, len(rows[name])
        rows[name].append({key: value for key, value in found.items() if key in KEPT})
        asked = [key for key in found if key in BY_KEY[name].keys and key not in KEPT]
        before |= {(name, at, key): found[key] for key in asked}
    return Prefilled(rows, before, Period.model_validate(fields["period"]), tuple(missing))


def _goods_of(stated: Row, goods: Mapping[str, str]) -> Row:
    cited = stated.get("delivery")
    return {"product": goods[str(cited)]} if cited in goods else {}


def fill_from_request(request: RequestView, prefilled: Prefilled) -> Prefilled:
    """Add what a request states: its period, and its product and unit if no earlier entry has filled in outputs."""
    period = request.period
    days: Row = {
        "first_day": date.fromisoformat(period.start),
        "last_day": date.fromisoformat(period.last_day),
    }
    process = {**next(iter(prefilled.rows.get("process", ())), {}), **days}
    unit = {} if request.unit is None else {"unit": request.unit.value}
    outputs = prefilled.rows.get("outputs") or ({**FIRST, "product": request.product, **unit},)
    return replace(
        prefilled, rows={**prefilled.rows, "process": (process,), "outputs": tuple(outputs)}
    )


def write_prefilled(
    prefilled: Prefilled,
    language: Language,
    stage: Stage,
    factor_sets: tuple[FactorSet, ...],
    notes: Iterable[str],
) -> bytes:
    """Write a workbook with the earlier values as comments, the flows of factor sets, and notes in its guide."""
    tables = tables_of(stage)
    book = build_template(language, tables, stage, prefilled.rows)
    guide = book[label("sheets", "guide", language)]
    for note in notes:
        guide.append([note])
    if prefilled.period is not None:
        _add_comments(book, prefilled, prefilled.period, language)
    if factor_sets:
        add_flow_list(book, tables, factor_sets, language)
    return save(book)


def _add_comments(book: Workbook, prefilled: Prefilled, period: Period, language: Language) -> None:
    for (name, at, key), value in prefilled.before.items():
        table = BY_KEY[name]
        index = table.keys.index(key)
        sheet = book[title(name, language)]
        cell = sheet.cell(index + 1, 2) if table.is_form else sheet.cell(at + 2, index + 1)
        if cell.value is None:
            text = _spelled(table.columns[index], value, language)
            text = f"{period.start} \u2013 {period.last_day}: {text}"
            cell.comment = Comment(text, "Cradle", width=260, height=60)


def _spelled(column: Column, value: object, language: Language) -> str:
    if column.form in NUMBERS:
        return spell(Decimal(str(value)), language)
    return word(column.listed, str(value), language) if column.form is Form.WORD else str(value)
