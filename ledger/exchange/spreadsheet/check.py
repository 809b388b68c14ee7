"""Check a spreadsheet without signing: return its report, and the draft of an entry if there is no error.

    checked = check_spreadsheet(data, "cells.xlsx")
    checked.report.problems[0].cell        # "D17"

The language is the caller's, or the template's, or that of most headings. It decides the language of the report and
the reading of `1.234`. If other numbers of the file contradict it, each such number is a problem with both readings.
Left out: checks that need other statements, which the ledger does.

A sheet that is not of the template is read by the mapping that has its header (`mapping`). Without one the whole file
is refused, with the commands that get the template or write a mapping.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from shlex import quote

from ledger.exchange.spreadsheet.cells import Context
from ledger.exchange.spreadsheet.columns import NUMBERS, TABLES, VERSION, Table
from ledger.exchange.spreadsheet.defaults import DefaultData
from ledger.exchange.spreadsheet.entry import EntryDraft, draft_entry
from ledger.exchange.spreadsheet.faults import Fault, Note
from ledger.exchange.spreadsheet.findings import NOWHERE, Findings, Spot
from ledger.exchange.spreadsheet.flow_names import read_flow_names, report_unknown_flows
from ledger.exchange.spreadsheet.grid import Grid
from ledger.exchange.spreadsheet.mapped import Found, apply_mapping, find_sheets
from ledger.exchange.spreadsheet.mapping import SheetMapping
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
    mappings: Sequence[SheetMapping] = (),
    *,
    must_fit: bool = False,
) -> CheckedFile:
    """Read a file and report every problem in it.

    Args:
        data: the file.
        name: its name; the ending must fit the content.
        language: of numbers and of the report; by default the mapping's or the file's.
        defaults: the default datasets for goods of unknown suppliers.
        mappings: of sheets that are not of the template; the one whose headings the file has is used.
        must_fit: refuse the file if no mapping fits.
    """
    digest = hashlib.sha256(data).hexdigest()
    words = frozenset().union(*(mapping.words for mapping in mappings))
    try:
        opened = open_spreadsheet(data, name, words)
    except Fault as fault:
        findings = Findings(language or "en")
        findings.add(Spot(row=fault.row), fault.note)
        return CheckedFile(findings.report(digest, None, 0), findings)
    fitting = [(it, found) for it in mappings if (found := find_sheets(opened.grids, it))]
    stated = language or (fitting[0][0].language if fitting else opened.language)
    sheets = [grid.name for grid in opened.grids]
    findings = Findings(stated or _language(opened) or "en", sheets)
    opened, is_readable = _apply(opened, fitting, findings)
    if must_fit and not fitting:
        names = ", ".join(mapping.name for mapping in mappings)
        findings.add(NOWHERE, Note("mapping.unused", {"name": names}))
        is_readable = False
    if not is_readable or not _check_template(opened, findings, is_mapped=bool(fitting)):
        return CheckedFile(findings.report(digest, opened.version, 0), findings)
    return _check_opened(opened, name, digest, stated, defaults or DefaultData(), findings)


def _check_opened(
    opened: SpreadsheetFile,
    name: str,
    digest: str,
    language: Language | None,
    data_of: DefaultData,
    findings: Findings,
) -> CheckedFile:
    """Check the sheets of a file whose language, if it is certain, decides the decimal sign."""
    grids, others = match_tables(opened.grids, findings)
    if not grids and opened.version is None:
        refused = Findings(findings.language)
        refused.add(NOWHERE, _foreign(name, findings.language))
        report = refused.report(digest, None, 0)
        return CheckedFile(report, refused, unread=tuple(filter(_has_data, others)))
    decimal = _decimal(grids, language)
    tables = _read(grids, opened.version or VERSION, findings.language, decimal, findings)
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


def _apply(
    opened: SpreadsheetFile,
    fitting: Sequence[tuple[SheetMapping, Sequence[Found]]],
    findings: Findings,
) -> tuple[SpreadsheetFile, bool]:
    """Apply the mapping that fits, and return True; refuse several, of which none is chosen."""
    if len(fitting) > 1:
        names = ", ".join(mapping.name for mapping, _ in fitting)
        findings.add(NOWHERE, Note("mapping.several", {"names": names}))
        return opened, False
    for mapping, found in fitting:
        findings.add(NOWHERE, Note("mapping.used", {"name": mapping.name}))
        grids = apply_mapping(opened.grids, mapping, found, findings)
        return replace(opened, grids=grids), True
    return opened, True


def _foreign(name: str, language: Language) -> Note:
    """The refusal of a file without a sheet of the template, with the commands that help."""
    file = quote(name)
    get = f"cradle template --language {language} --stage main_production --out template.xlsx"
    return Note("file.foreign", suggestion=f"{get} / cradle map {file}")


def _check_template(opened: SpreadsheetFile, findings: Findings, *, is_mapped: bool) -> bool:
    """Report remarks on the template's version; return True if the file can be read."""
    for note in opened.notes:
        findings.add(NOWHERE, note)
    words = {"version": VERSION, "found": opened.version}
    if opened.version is None:
        if not is_mapped:
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
