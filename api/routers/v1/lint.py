"""The linter over HTTP: a footprint file or passport of others is checked, and nothing of it is kept.

A file is read in a separate process (`api.sandbox`), so that one made to be slow does not delay other requests.
"""

from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Query

from api.authentication import Caller
from api.context import Context
from api.paths import PREFIX
from api.problems import PROBLEMS
from api.submissions import Body, FileName
from ledger.exchange.lint.linter import lint_to_json
from ledger.service.access.permissions import Action, scope_of
from schemas.errors import CradleError
from schemas.views.lint_report import LintFormat, LintReport

router = APIRouter(prefix=PREFIX, tags=["lint"], responses=PROBLEMS)

_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"application/json": {}}}
}


@router.post(
    "/lint",
    summary="Check a footprint file or passport",
    operation_id="lint",
    openapi_extra=_BODY,
    response_model_exclude_none=True,
    response_description="The findings, errors first.",
)
def lint(
    caller: Caller,
    context: Context,
    data: Body,
    name: Annotated[
        FileName,
        Query(description="The file's name, for the report."),
    ] = "",
    form: Annotated[
        LintFormat | None,
        Query(alias="format", description="The file's format. Default: recognised by content."),
    ] = None,
) -> LintReport:
    """Check a file of BatteryPass, GEFEG, PACT, Catena-X or openEPD; nothing is stored."""
    scope_of(caller, Action.LINT)
    context.quota.count_sheet(caller.organisation)
    seconds = context.configuration.sheet_seconds
    report = orjson.loads(context.sandbox.run(seconds, lint_to_json, data, name, form))
    if "error" in report:
        raise CradleError(**report["error"])
    return LintReport.parse(orjson.dumps(report))
