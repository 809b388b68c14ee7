"""A checked spreadsheet: its report, the sheet with its wrong cells, the file to correct, and the way to signing.

A file is checked at once and kept in memory for an hour (`api.uploads`), so the report has an address. Checking signs
and submits nothing. A right file becomes a draft only when the person goes on to sign it.
"""

from collections.abc import Sequence
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, File, Form, Response, UploadFile

from api.paths import RandomName
from api.sheet_checks import check_sheet, counted_sheet
from api.templates import XLSX
from api.uploads import Upload
from api.web.forms import ToSign, go_to_sign
from api.web.supplier.home import template_choices
from api.web.twins import csv_response, download
from api.web.workspace import PRIVATE, Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.exchange.spreadsheet.dry_run import correct_sheet
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import heading, is_heading
from schemas.errors import CradleError
from schemas.views.row_report import RowReport
from schemas.views.sheet_view import SheetView

COLUMNS: Final = ("severity", "sheet", "cell", "column", "found", "message", "suggestion", "code")

router = APIRouter(prefix=f"{SUPPLIER.root}/sheets", include_in_schema=False)


@router.post("")
def check(
    visit: Visited,
    file: Annotated[UploadFile | None, File()] = None,
    request: Annotated[str, Form(pattern="^([0-9a-f]{32})?$")] = "",
) -> Response:
    """Check a file, and go to its report."""
    context = visit.context
    data = b"" if file is None else file.file.read()
    name = "" if file is None or file.filename is None else file.filename[:255]
    if not data:
        detail = "No file was chosen, or it is empty; choose your filled template."
        raise CradleError("file.empty", detail, "file")
    sheet = counted_sheet(context, visit.caller, data, name)
    upload = Upload(
        visit.caller.organisation, sheet, check_sheet(context, visit.caller, sheet), request
    )
    kept = context.fresh()
    context.sheets.keep(kept, upload)
    return visit.go(f"{SUPPLIER.root}/sheets/{kept}")


@router.get("/{name}.json")
def report_data(visit: Visited, name: RandomName) -> Response:
    """Return the report and the rows of the sheets as data."""
    content = orjson.dumps(_upload(visit, name).check.sheet.to_json())
    return Response(content, media_type="application/json", headers=PRIVATE)


@router.get("/{name}.csv")
def report_list(visit: Visited, name: RandomName) -> Response:
    """Return the problems as a table; a text that a spreadsheet program would run as a formula is quoted."""
    headings = [visit.say(f"sheet.column.{key}") for key in COLUMNS]
    report = _upload(visit, name).check.sheet.report
    rows = (
        (
            *(row.severity, row.sheet, row.cell, _heading(row.column, report.language)),
            *(row.value, row.message, row.suggestion, row.code),
        )
        for row in report.problems
    )
    return csv_response("report", headings, rows)


@router.get("/{name}")
def report_page(visit: Visited, name: RandomName) -> Response:
    """Show the report on a file."""
    upload = _upload(visit, name)
    report, views = upload.check.sheet.report, upload.check.sheet.sheets
    errors = [row for row in report.problems if row.severity == "error"]
    return visit.page(
        "supplier/sheet.html",
        title=_title(visit, upload, report, len(errors)),
        name=name,
        report=report,
        errors=errors,
        foreign=_is_foreign(report),
        notes=[row for row in report.problems if row.severity != "error"],
        heading=lambda key: _heading(key, report.language),
        views=views,
        anchors=_anchors(views),
        known=upload.check.known,
        request=upload.request,
        registered=visit.caller.participant is not None,
        digest=report.file_sha256,
        **template_choices(visit),
    )


@router.get("/{name}/corrected.xlsx")
def corrected(visit: Visited, name: RandomName) -> Response:
    """Return the file as a workbook whose wrong cells are red and state the reason."""
    upload = _upload(visit, name)
    seconds = visit.context.configuration.sheet_seconds
    content = visit.context.sandbox.run(seconds, correct_sheet, upload.sheet, upload.check.refusal)
    return download(content, XLSX, "to-correct.xlsx")


@router.post("/{name}/draft")
def draft(visit: Visited, name: RandomName) -> Response:
    """Keep the entry that a right file makes as a draft, and go on to sign it."""
    upload = _upload(visit, name)
    content = upload.check.sheet.draft
    if content is None:
        detail = "This file has cells to correct; correct them and choose it again."
        raise CradleError("draft.absent", detail, "file")
    entry = ToSign("entry", upload.sheet.name, orjson.dumps(content))
    return go_to_sign(visit, entry, upload.request)


def _upload(visit: Visit, name: str) -> Upload:
    return visit.context.sheets.get(name, visit.caller.organisation)


def _anchors(views: Sequence[SheetView]) -> dict[tuple[str | None, str | None], str]:
    """The id of each wrong cell on the page, by sheet and address."""
    return {
        (view.sheet, cell.cell): f"sheet{number}-{cell.cell}"
        for number, view in enumerate(views)
        for row in view.rows
        for cell in row.cells
        if cell.error is not None and cell.cell
    }


def _heading(key: str | None, language: Language) -> str:
    """The heading of a column; the key of one that the template does not have."""
    if key is None:
        return ""
    return heading(key, language) if is_heading(key) else key


def _is_foreign(report: RowReport) -> bool:
    """True if no sheet of the file is one of the template."""
    return any(row.code == "file.foreign" for row in report.problems)


def _title(visit: Visit, upload: Upload, report: RowReport, errors: int) -> str:
    if _is_foreign(report):
        return visit.say("sheet.title.foreign", file=upload.sheet.name)
    if report.accepted:
        return visit.say("sheet.title.right", file=upload.sheet.name)
    count = errors + report.problems_left_out
    form = "one" if count == 1 else "many"
    return visit.say(f"sheet.title.{form}", count=str(count), file=upload.sheet.name)
