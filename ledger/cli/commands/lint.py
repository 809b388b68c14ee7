"""`cradle received check`: check footprint files and battery passports of others, without a ledger.

Exit status 0 no errors; 1 a file has errors; 2 a file cannot be read or is of no known format; 3 wrong usage. A file
with errors outweighs one that cannot be read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import without_verdict
from ledger.cli.terminal.display import Status, print_error, print_json
from ledger.cli.terminal.files import read_file
from ledger.cli.terminal.options import AsCsv, AsJson
from ledger.cli.terminal.page import print_page
from ledger.documents.page import Block, Heading, Page, Paragraph, table
from schemas.errors import CradleError, missing_extra
from schemas.views.lint_report import COMPARED_BY

if TYPE_CHECKING:
    from schemas.views.lint_report import LintFinding, LintFormat, LintReport

    Validate = Callable[[bytes], list[LintFinding]]

HAS_ERRORS, UNREADABLE = 1, 2
COLUMNS = ("severity", "place", "code", "finding", ">stated", ">recomputed")
SHOWN = 40
"""Findings of a file that a person is shown; JSON has up to a thousand."""


def command(
    files: Annotated[
        list[Path], typer.Argument(help="The files, or folders of .json files.", show_default=False)
    ],
    form: Annotated[
        str | None,
        typer.Option("--format", help="The format of the files. Default: recognised by content."),
    ] = None,
    schema: Annotated[
        Path | None,
        typer.Option(help="Also validate the files against this JSON Schema of their format."),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Check footprint files and battery passports of others.

    Reports sums that do not add up, impossible values, wrong units, signs, ids and dates. It needs no ledger. Reads
    BatteryPass, GEFEG, PACT 2 and 3, Catena-X and openEPD files. A file without errors need not be true.

    Example: cradle received check passport.json footprint.json
    """
    from ledger.exchange.lint.linter import parse_format

    with without_verdict(as_json=as_json):
        lint_format = None if form is None else parse_format(form)
        validate = None if schema is None else _read_schema(schema)
        paths = list(_files(files))
    reports: list[LintReport | Unread] = []
    for file in paths:
        reports.append(_lint(file, lint_format, validate))
        if isinstance(reports[-1], Unread) and not as_json:
            print_error(reports[-1].error, as_json=False)
    read = [report for report in reports if not isinstance(report, Unread)]
    if as_json:
        print_json({"files": [report.to_json() for report in reports]})
    elif read:
        blocks = tuple(block for report in read for block in _blocks(report))
        footer = f"Not compared with any bundle; {COMPARED_BY} does that."
        print_page(Page("Footprint files", blocks=blocks, footer=footer), as_csv=as_csv)
    if any(report.errors for report in read):
        raise Status(HAS_ERRORS)
    if len(read) < len(reports):
        raise Status(UNREADABLE)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be checked, and the reason."""

    file: str
    error: CradleError

    def to_json(self) -> dict[str, object]:
        """The JSON in the place of a report."""
        why = {"code": self.error.code, "detail": self.error.detail, "place": self.error.place}
        return {"file": self.file, "error": why}


def _files(named: list[Path]) -> Iterator[Path]:
    """The files that were named, and the .json files of folders.

    Raises:
        CradleError: `lint.no_files` for a folder without any.
    """
    for path in named:
        if not path.is_dir():
            yield path
            continue
        json_files = sorted(
            row for row in path.iterdir() if row.suffix == ".json" and row.is_file()
        )
        if not json_files:
            detail = "The folder has no .json file; name the files."
            raise CradleError("lint.no_files", detail, str(path))
        yield from json_files


def _lint(
    file: Path, form: "LintFormat | None", validate: "Validate | None"
) -> "LintReport | Unread":
    from ledger.exchange.lint.linter import lint, with_findings

    try:
        data = read_file(file)
        report = lint(data, str(file), form)
        return report if validate is None else with_findings(report, validate(data))
    except CradleError as refused:
        place = refused.place or str(file)
        return Unread(str(file), CradleError(refused.code, refused.detail, place))


def _read_schema(path: Path) -> "Validate":
    """The validation by a JSON Schema.

    Raises:
        CradleError: `install.json_schema` without the validator's package, or as `read_schema`.
    """
    try:
        from ledger.exchange.lint.schema import read_schema, schema_faults
    except ModuleNotFoundError as missing:
        need = f"Validation needs the package {missing.name}"
        raise missing_extra("install.json_schema", need, "json-schema", str(path)) from missing
    validator = read_schema(read_file(path), str(path))
    return lambda data: schema_faults(data, validator)


def _blocks(report: "LintReport") -> Iterator[Block]:
    """The format of a file, and its findings, each with its place, code, and both values."""
    from ledger.exchange.lint.linter import NAMES

    named = ("error", report.errors), ("warning", report.warnings), ("remark", report.remarks)
    counts = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for word, count in named)
    many = f" ({report.footprints} footprints)" if report.footprints > 1 else ""
    yield Heading(f"{report.file}: {NAMES[report.format]}{many}: {counts}")
    if report.findings:
        yield table("", COLUMNS, map(_cells, report.findings[:SHOWN]))
    more = len(report.findings[SHOWN:]) + report.findings_left_out
    if more:
        yield Paragraph(f"{more} more; --json lists up to a thousand.")


def _cells(row: "LintFinding") -> tuple[str, ...]:
    about = row.severity, row.place or "file", row.code, row.detail
    return *about, row.stated or "", row.recomputed or ""
