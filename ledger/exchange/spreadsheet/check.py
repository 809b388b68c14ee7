"""Check a spreadsheet without signing: return its report, and the draft of an entry if there is no error.

    checked = check_spreadsheet(data, "cells.xlsx")
    checked.report.problems[0].cell        # "D17"

The language is the caller's, or the template's, or that of most headings. It decides the language of the report and
the reading of `1.234`. If other numbers of the file contradict it, each such number is a problem with both readings.
Left out: checks that need other statements, which the ledger does.

Rows whose flow no named factor set values are reported all at once. A flow is valued in one unit and one direction:
inputs and avoided lines as products, wastes as treatments. These are warnings, because the manufacturer names the
factor sets of a calculation and may name others.
"""

import difflib
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ledger.exchange.spreadsheet.cells import Context
from ledger.exchange.spreadsheet.columns import NUMBERS, TABLES, VERSION, Table
from ledger.exchange.spreadsheet.defaults import DefaultData
from ledger.exchange.spreadsheet.entry import EntryDraft, draft_entry
from ledger.exchange.spreadsheet.faults import Fault, Note
from ledger.exchange.spreadsheet.findings import NOWHERE, Findings, Spot
from ledger.exchange.spreadsheet.flow_list import DIRECTIONS
from ledger.exchange.spreadsheet.flow_names import read_flow_names
from ledger.exchange.spreadsheet.grid import Grid
from ledger.exchange.spreadsheet.matching import has_unread_cells, match_tables
from ledger.exchange.spreadsheet.numbers import DECIMAL, Sign, read_written
from ledger.exchange.spreadsheet.opening import SpreadsheetFile, open_spreadsheet
from ledger.exchange.spreadsheet.product_names import read_product_names
from ledger.exchange.spreadsheet.tables import Record, find_headings, read_table
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import (
    headings,
    language_of,
    plain,
    title,
)
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet
from schemas.views.row_report import RowReport

Tables = Mapping[str, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The result of checking a file.

    Attributes:
        report: the problems found.
        tables: the records of each table, as far as it could be read.
        drafted: the draft and the cells behind it; None if the file could not be opened.
        findings: the source of the report; a ledger's refusal may be added.
        unread: the sheets with cells that nothing read; a corrected file has copies of them.
    """

    report: RowReport
    findings: Findings
    tables: Tables = field(default_factory=dict)
    drafted: EntryDraft | None = None
    unread: Sequence[Grid] = ()

    def refuse(self, drafted: EntryDraft, refused: CradleError) -> "CheckedFile":
        """Return a copy with a ledger's refusal, reported at the cell that caused it."""
        spot = drafted.spot(refused.place, refused.code)
        self.findings.add_refusal(spot, refused)
        old = self.report
        report = self.findings.report(
            old.file_sha256, old.template_version, old.rows_total, old.defaults
        )
        return replace(self, report=report, drafted=drafted)


def check_spreadsheet(
    data: bytes,
    name: str,
    language: Language | None = None,
    defaults: DefaultData | None = None,
) -> CheckedFile:
    """Read a file and report every problem in it.

    Args:
        data: the file.
        name: its name; the ending must fit the content.
        language: of numbers and of the report; by default the file's.
        defaults: the default datasets for goods of unknown suppliers.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        opened = open_spreadsheet(data, name)
    except Fault as fault:
        findings = Findings(language or "en")
        findings.add(Spot(row=fault.row), fault.note)
        return CheckedFile(findings.report(digest, None, 0), findings)
    report_language = language or opened.language or _language(opened) or "en"
    findings = Findings(report_language)
    is_readable = _check_template(opened, findings)
    if not is_readable:
        return CheckedFile(findings.report(digest, opened.version, 0), findings)
    grids, others = match_tables(opened.grids, findings)
    sure = language is not None or opened.language is not None
    decimal = _decimal(grids, report_language if sure else None)
    tables = _read(grids, opened.version or VERSION, report_language, decimal, findings)
    data_of = defaults or DefaultData()
    read_flow_names(tables, data_of.factor_sets, findings)
    read_product_names(tables, findings)
    drafted = draft_entry(tables, data_of.flow_of, findings)
    report_unknown_flows(tables, data_of.factor_sets, findings)
    rows = sum(len(records) for key, records in tables.items() if key != "process")
    used = data_of.used(tables["inputs"])
    report = findings.report(digest, opened.version, rows, used)
    unread = [
        grids[table.key]
        for table in TABLES
        if table.key in grids and has_unread_cells(table, grids[table.key], tables[table.key])
    ]
    return CheckedFile(report, findings, tables, drafted, (*unread, *filter(_has_data, others)))


def _check_template(opened: SpreadsheetFile, findings: Findings) -> bool:
    """Report remarks on the template's version; return True if the file can be read."""
    for note in opened.notes:
        findings.add(NOWHERE, note)
    words = {"version": VERSION, "found": opened.version}
    if opened.version is None:
        findings.add(NOWHERE, Note("template.unmarked", words))
    elif not 1 <= opened.version <= VERSION:
        findings.add(NOWHERE, Note("template.newer", words))
        return False
    elif opened.version < VERSION:
        findings.add(NOWHERE, Note("template.older", words))
    return True


def _read(
    grids: Mapping[str, Grid],
    version: int,
    language: Language,
    decimal: Sign | None,
    findings: Findings,
) -> dict[str, Sequence[Record]]:
    tables: dict[str, Sequence[Record]] = {}
    for table in TABLES:
        grid = grids.get(table.key)
        words = {"table": title(table.key, findings.language)}
        if grid is None:
            empty = (Record(words["table"], 1),) if table.is_form else ()
            tables[table.key] = empty
            if table.needed:
                findings.add(NOWHERE, Note("sheet.missing", words))
                for record in empty:
                    record.refused.update(table.keys)
            continue
        if not _has_data(grid) and not table.needed:
            tables[table.key] = ()
            continue
        context = Context(language, decimal, grid.epoch)
        before = findings.errors
        tables[table.key] = read_table(table, grid, version, context, findings)
        if table.needed and not tables[table.key] and findings.errors == before:
            findings.add(Spot(grid.name), Note("sheet.empty", words))
    return tables


def _has_data(grid: Grid) -> bool:
    return any(cell != "" for row in grid.rows for cell in row)


def _language(opened: SpreadsheetFile) -> Language | None:
    """The language of most headings."""
    texts = (
        cell
        for grid in opened.grids
        for row in grid.rows[:20]
        for cell in row
        if isinstance(cell, str) and cell
    )
    return language_of(texts)


def _decimal(grids: Mapping[str, Grid], language: Language | None) -> Sign | None:
    """The file's decimal sign: that of its language and of its unambiguous numbers, if they agree."""
    signs = set() if language is None else {DECIMAL[language]}
    for table in TABLES:
        if table.key in grids and not table.is_form:
            signs |= _signs(table, grids[table.key])
    return signs.pop() if len(signs) == 1 else None


def _signs(table: Table, grid: Grid) -> set[Sign]:
    heading_row = find_headings(table, grid)
    if heading_row is None:
        return set()
    numeric = {column.key for column in table.columns if column.form in NUMBERS}
    keys_by_heading = headings(table.keys)
    indices = [
        at
        for at, text in enumerate(heading_row.texts)
        if keys_by_heading.get(plain(text)) in numeric
    ]
    signs: set[Sign] = set()
    for row in grid.rows[heading_row.at + 1 :]:
        for index in indices:
            cell = row[index] if index < len(row) else ""
            if isinstance(cell, str) and ("," in cell or "." in cell):
                signs |= _sign(cell)
    return signs


def _sign(text: str) -> set[Sign]:
    try:
        written = read_written(text.strip())
    except Fault:
        return set()
    certain = written.grouped is None and written.sign is not None
    return {written.sign} if certain and written.sign is not None else set()


def report_unknown_flows(
    tables: Mapping[str, Sequence[Record]], factor_sets: Iterable[FactorSet], findings: Findings
) -> None:
    """Report each flow that no factor set has, or has in other units only; a similar flow is suggested."""
    units: dict[tuple[str, str], set[str]] = defaultdict(set)
    for factor_set in factor_sets:
        for row in factor_set.rows:
            units[row.direction, row.flow].add(row.unit.value)
    if not units:
        return
    for key, direction in DIRECTIONS.items():
        flows = [flow for way, flow in units if way == direction]
        for record in tables[key]:
            flow, unit = record.values.get("flow"), record.values.get("unit")
            known_units = units.get((direction, str(flow)), set())
            if flow is None or unit is None or unit in known_units:
                continue
            if known_units:
                note = Note("flow.unit", {"flow": flow, "units": ", ".join(sorted(known_units))})
                findings.add(record.spot("unit"), note, record.raws.get("unit"))
            else:
                close = difflib.get_close_matches(str(flow), flows, n=1)
                note = Note("flow.unknown", suggestion=close[0] if close else None)
                findings.add(record.spot("flow"), note, flow)
