"""Spreadsheets: the template of a stage, and a dry run of a filled one. Nothing is kept, and nothing signed.

The answer to a filled template is its report by row and cell and, where nothing stands against it, the draft of
an entry, which its supplier signs with its own key and submits like any other. A file is read in a process of its
own (`api.sandbox`), so that one that is made to be slow or large keeps nobody else waiting.
"""

from http import HTTPStatus
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Depends, Query, Response

from api.authentication import Caller
from api.context import AppContext, Context
from api.openapi import binary
from api.problems import PROBLEMS
from api.responses import ABSENT, ResponseModel
from api.submissions import Body
from api.templates import XLSX, Form, template_of
from ledger.exchange.entry_draft import Drafter, parse_entry_draft
from ledger.exchange.spreadsheet.dry_run import Refused, Sheet, correct, tell
from ledger.exchange.spreadsheet.words import Language
from ledger.service.access.journal import Done, note
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.trying import sets_for, told_for
from ledger.service.trial import try_entry
from schemas.errors import CradleError
from schemas.row_report import RowReport
from schemas.values import Digest, StatementId
from schemas.vocabulary import Stage

router = APIRouter(tags=["sheets"], responses=PROBLEMS)

_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": dict.fromkeys((XLSX, "text/csv", "application/octet-stream"), _BINARY),
    }
}


def _sheet(
    caller: Caller,
    context: Context,
    data: Body,
    name: Annotated[
        str,
        Query(
            max_length=255,
            pattern=r"^[^\x00-\x1f\x7f]*$",
            description="The file's name: an ending that the content does not fit is refused.",
        ),
    ] = "",
    language: Annotated[
        Language | None, Query(description="Of numbers and of the report; else the file's own.")
    ] = None,
    factor_set: Annotated[
        tuple[Digest, ...],
        Query(description="Factor sets that value goods of unknown suppliers.", max_length=16),
    ] = (),
) -> Sheet:
    """What was sent, to be read by its sender."""
    scope_of(caller, Action.TRY_SHEET)
    context.quota.count_sheet(caller.organisation)
    sets = sets_for(context.ledger, caller, factor_set)
    return Sheet(data, name, language, sets, told_for(context.ledger, caller) if sets else {})


Sent = Annotated[Sheet, Depends(_sheet)]


class SheetResponse(ResponseModel):
    """What was read of a file: its report, and the draft of an entry where nothing stands against it.

    `judged` says whether the ledger's own rules were asked too, which takes a registered participant. `known` is
    the live entry of one's own that says the same already: submitting the draft again would be refused.
    """

    report: RowReport
    judged: bool
    known: Annotated[StatementId | None, ABSENT] = None
    draft: Annotated[dict[str, Any] | None, ABSENT] = None


@router.get(
    "/templates",
    operation_id="template",
    response_class=Response,
    responses={
        HTTPStatus.OK: {
            "description": "The file.",
            "content": dict.fromkeys((XLSX, "text/csv"), _BINARY),
        }
    },
)
def template(
    caller: Caller,
    stage: Annotated[Stage, Query(description="Of one's own process.")] = Stage.RAW_MATERIAL,
    language: Annotated[Language, Query(description="Of headings and lists.")] = "en",
    form: Annotated[Form, Query(alias="format", description="A workbook, or CSV text.")] = "xlsx",
) -> Response:
    """An empty template of a stage, with lists to choose from and an example of it."""
    scope_of(caller, Action.TRY_SHEET)
    return template_of(language, stage, form)


@router.post(
    "/sheets", operation_id="try_sheet", openapi_extra=_BODY, response_model_exclude_none=True
)
def read(caller: Caller, context: Context, sheet: Sent) -> SheetResponse:
    """Report on a filled template, row by row, and make the draft of its entry; nothing is kept."""
    told, _, known = _try(context, caller, sheet)
    report = RowReport.parse(orjson.dumps(told["report"]))
    judged = caller.participant is not None
    return SheetResponse(report=report, judged=judged, known=known, draft=told.get("draft"))


@router.post(
    "/sheets/corrected",
    operation_id="correct_sheet",
    openapi_extra=_BODY,
    response_class=Response,
    responses=binary(XLSX, "The workbook."),
)
def corrected(caller: Caller, context: Context, sheet: Sent) -> Response:
    """The same file as a fresh template to correct: what is wrong is red and says why."""
    _, refused, _ = _try(context, caller, sheet)
    content = context.sandbox.run(context.configuration.sheet_seconds, correct, sheet, refused)
    headers = {"Content-Disposition": 'attachment; filename="to-correct.xlsx"'}
    return Response(content, media_type=XLSX, headers=headers)


def _try(
    context: AppContext, caller: Principal, sheet: Sheet
) -> tuple[dict[str, Any], Refused | None, str | None]:
    """What is told of a file, what the ledger has against its draft, and the entry that says the same."""
    seconds = context.configuration.sheet_seconds
    told = orjson.loads(context.sandbox.run(seconds, tell, sheet))
    if "draft" not in told or caller.participant is None:
        return told, None, None
    context.quota.require_patience(caller.organisation)
    try:
        drafter = Drafter(context.ledger.origin, caller.participant, context.fresh)
        draft = parse_entry_draft(orjson.dumps(told["draft"]), {}, drafter)
        return told, None, try_entry(context.ledger, draft)
    except CradleError as error:
        context.quota.count_refusal(caller.organisation)
        note(
            context.ledger.store,
            caller,
            context.now(),
            [Done("refused", "sheet", None, error.code)],
        )
        refused = error.code, error.detail, error.place
    return orjson.loads(context.sandbox.run(seconds, tell, sheet, refused)), refused, None
