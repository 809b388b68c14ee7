"""Spreadsheets: the template of a stage, and a dry run of a filled one. Nothing is kept, and nothing signed.

The answer to a filled template is its report by row and cell and, where nothing stands against it, the draft of
an entry, which its supplier signs with its own key and submits like any other. A file is read in a process of its
own (`api.apart`), so that one that is made to be slow or large keeps nobody else waiting.
"""

from http import HTTPStatus
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Depends, Query, Response

from api.answers import ABSENT, Told
from api.doors import Doors, TheDoors
from api.openapi import binary
from api.problems import PROBLEMS
from api.submissions import Body
from api.templates import XLSX, Form, template_of
from api.who import Who
from ledger.exchange.entry_draft import Drafter, parse_entry_draft
from ledger.exchange.spreadsheet.dry_run import Refusal, Sheet, correct_sheet, report_sheet
from ledger.service.access.journal import Done, note
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.trying import sets_for, told_for
from ledger.service.dry_run import try_entry
from ledger.translations.languages import Language
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
    who: Who,
    doors: TheDoors,
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
    scope_of(who, Action.TRY_SHEET)
    doors.quota.count_sheet(who.organisation)
    sets = sets_for(doors.ledger, who, factor_set)
    return Sheet(data, name, language, sets, told_for(doors.ledger, who) if sets else {})


Sent = Annotated[Sheet, Depends(_sheet)]


class SheetRead(Told):
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
    who: Who,
    stage: Annotated[Stage, Query(description="Of one's own process.")] = Stage.RAW_MATERIAL,
    language: Annotated[Language, Query(description="Of headings and lists.")] = "en",
    form: Annotated[Form, Query(alias="format", description="A workbook, or CSV text.")] = "xlsx",
) -> Response:
    """An empty template of a stage, with lists to choose from and an example of it."""
    scope_of(who, Action.TRY_SHEET)
    return template_of(language, stage, form)


@router.post(
    "/sheets", operation_id="try_sheet", openapi_extra=_BODY, response_model_exclude_none=True
)
def read(who: Who, doors: TheDoors, sheet: Sent) -> SheetRead:
    """Report on a filled template, row by row, and make the draft of its entry; nothing is kept."""
    told, _, known = _try(doors, who, sheet)
    report = RowReport.parse(orjson.dumps(told["report"]))
    judged = who.participant is not None
    return SheetRead(report=report, judged=judged, known=known, draft=told.get("draft"))


@router.post(
    "/sheets/corrected",
    operation_id="correct_sheet",
    openapi_extra=_BODY,
    response_class=Response,
    responses=binary(XLSX, "The workbook."),
)
def corrected(who: Who, doors: TheDoors, sheet: Sent) -> Response:
    """The same file as a fresh template to correct: what is wrong is red and says why."""
    _, refused, _ = _try(doors, who, sheet)
    content = doors.apart.run(doors.configuration.sheet_seconds, correct_sheet, sheet, refused)
    headers = {"Content-Disposition": 'attachment; filename="to-correct.xlsx"'}
    return Response(content, media_type=XLSX, headers=headers)


def _try(
    doors: Doors, who: Principal, sheet: Sheet
) -> tuple[dict[str, Any], Refusal | None, str | None]:
    """What is told of a file, what the ledger has against its draft, and the entry that says the same."""
    seconds = doors.configuration.sheet_seconds
    told = orjson.loads(doors.apart.run(seconds, report_sheet, sheet))
    if "draft" not in told or who.participant is None:
        return told, None, None
    doors.quota.require_patience(who.organisation)
    try:
        drafter = Drafter(doors.ledger.origin, who.participant, doors.fresh)
        draft = parse_entry_draft(orjson.dumps(told["draft"]), {}, drafter)
        return told, None, try_entry(doors.ledger, draft)
    except CradleError as error:
        doors.quota.count_refusal(who.organisation)
        note(doors.ledger.store, who, doors.now(), [Done("refused", "sheet", None, error.code)])
        refused = error.code, error.detail, error.place
    return orjson.loads(doors.apart.run(seconds, report_sheet, sheet, refused)), refused, None
