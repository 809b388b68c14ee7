"""Spreadsheets: the template of a stage, and a check of a filled one, which stores and signs nothing.

A filled template is answered with a report by row and cell and, if it has no error, with the draft of an entry,
which the supplier signs with its own key and submits. A file is read in a separate process (`api.sandbox`), so that
a slow or large one does not delay other requests.
"""

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Response

from api.authentication import Caller
from api.context import Context
from api.openapi import binary
from api.paths import PREFIX
from api.problems import PROBLEMS
from api.sheet_checks import check_sheet, counted_sheet
from api.submissions import Body, FileName
from api.templates import ODS, XLS, XLSX, Form, template_of
from ledger.exchange.spreadsheet.dry_run import Sheet, correct_sheet
from ledger.service.access.permissions import Action, scope_of
from ledger.translations.languages import Language
from schemas.values import Digest
from schemas.views.sheet_view import SheetResponse
from schemas.vocabulary import Stage

router = APIRouter(prefix=PREFIX, tags=["spreadsheets"], responses=PROBLEMS)

_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": dict.fromkeys((XLSX, ODS, XLS, "text/csv", "application/octet-stream"), _BINARY),
    }
}


def _sheet(
    caller: Caller,
    context: Context,
    data: Body,
    name: Annotated[
        FileName,
        Query(description="The file's name; an ending that does not fit the content is refused."),
    ] = "",
    language: Annotated[
        Language | None,
        Query(description="The language of the numbers and the report. Default: the file's own."),
    ] = None,
    factor_set: Annotated[
        tuple[Digest, ...],
        Query(
            description="The digests of factor sets that value goods of unknown suppliers.",
            max_length=16,
        ),
    ] = (),
) -> Sheet:
    """Read the uploaded file and its settings from the request, and count it."""
    return counted_sheet(context, caller, data, name, language, factor_set)


Sent = Annotated[Sheet, Depends(_sheet)]


@router.get(
    "/templates",
    summary="Get a spreadsheet template",
    operation_id="template",
    response_class=Response,
    responses={
        HTTPStatus.OK: {
            "description": "The template.",
            "content": dict.fromkeys((XLSX, "text/csv"), _BINARY),
        }
    },
)
def template(
    caller: Caller,
    stage: Annotated[
        Stage, Query(description="The life cycle stage of the process.")
    ] = Stage.RAW_MATERIAL,
    language: Annotated[Language, Query(description="The language of headings and lists.")] = "en",
    form: Annotated[
        Form, Query(alias="format", description="A workbook (xlsx) or CSV text.")
    ] = "xlsx",
) -> Response:
    """Return an empty template of a stage, with lists to choose from and an example."""
    scope_of(caller, Action.TRY_SHEET)
    return template_of(language, stage, form)


@router.post(
    "/sheets",
    summary="Check a spreadsheet",
    operation_id="try_sheet",
    openapi_extra=_BODY,
    response_model_exclude_none=True,
    response_description="The report, and the draft of the entry if there is no error.",
)
def read(caller: Caller, context: Context, sheet: Sent) -> SheetResponse:
    """Check a filled template row by row and draft its entry; nothing is stored."""
    return check_sheet(context, caller, sheet).respond(caller)


@router.post(
    "/sheets/corrected",
    summary="Get a spreadsheet with its errors marked",
    operation_id="correct_sheet",
    openapi_extra=_BODY,
    response_class=Response,
    responses=binary(XLSX, "The workbook."),
)
def corrected(caller: Caller, context: Context, sheet: Sent) -> Response:
    """Return the content of a filled template as a workbook whose wrong cells are red and state the reason."""
    refused = check_sheet(context, caller, sheet).refusal
    content = context.sandbox.run(
        context.configuration.sheet_seconds, correct_sheet, sheet, refused
    )
    headers = {"Content-Disposition": 'attachment; filename="to-correct.xlsx"'}
    return Response(content, media_type=XLSX, headers=headers)
