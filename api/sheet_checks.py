"""Check a filled template for a caller: the file's own rules, then the ledger's rules on the entry that it makes.

The file is read in a separate process (`api.sandbox`). The ledger judges the draft only if its caller is a registered
participant; its refusal is then reported at the cell that caused it. Nothing is stored or signed.
"""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

import orjson

from api.context import AppContext
from api.problems import is_own_failure
from api.responses import ResponseModel
from api.submissions import note_refused
from ledger.append.dry_run import judge_draft
from ledger.exchange.draft_files import Drafter, parse_entry_draft
from ledger.exchange.spreadsheet.dry_run import Refusal, Sheet, report_sheet
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.sheets import factor_sets_for, supplier_figures_for
from ledger.translations.languages import Language
from schemas.base import ABSENT
from schemas.errors import CradleError
from schemas.values import StatementId
from schemas.views.row_report import RowReport
from schemas.views.sheet_view import SheetView


class SheetCheck(NamedTuple):
    """The result of a check.

    Attributes:
        found: `report` and, if there is no error, `draft`, as `report_sheet` writes them.
        refusal: of the draft by the ledger.
        known: the caller's valid entry with the same content.
    """

    found: dict[str, Any]
    refusal: Refusal | None
    known: str | None


class SheetResponse(ResponseModel):
    """The report on a file, the sheets that have an error and, if there is none, the draft of an entry.

    `judged` is true if the ledger's own rules were checked too, which needs a registered participant. `known` is the
    caller's valid entry with the same content; submitting the draft again would be refused.
    """

    report: RowReport
    sheets: tuple[SheetView, ...]
    judged: bool
    known: Annotated[StatementId | None, ABSENT] = None
    draft: Annotated[dict[str, Any] | None, ABSENT] = None


def respond(checked: SheetCheck, caller: Principal) -> SheetResponse:
    """The result of a check as data."""
    found = checked.found
    report = RowReport.parse(orjson.dumps(found["report"]))
    return SheetResponse(
        report=report,
        sheets=tuple(SheetView.parse(orjson.dumps(view)) for view in found["sheets"]),
        judged=caller.participant is not None,
        known=checked.known,
        draft=found.get("draft"),
    )


def counted_sheet(
    context: AppContext,
    caller: Principal,
    file: tuple[bytes, str],
    language: Language | None = None,
    factor_sets: Sequence[str] = (),
) -> Sheet:
    """Count a file that a caller has checked, and join it with the data that it is checked with.

    Args:
        context: the ledger and the settings.
        caller: that is logged in.
        file: its bytes and its name.
        language: of the numbers and of the report; by default the file's own.
        factor_sets: the digests of factor sets that value goods of unknown suppliers.

    Raises:
        CradleError: `access.denied`, `quota.sheets`, or as `factor_sets_for`.
    """
    scope_of(caller, Action.TRY_SHEET)
    context.quota.count_sheet(caller.organisation)
    sets = factor_sets_for(context.ledger, factor_sets)
    figures = supplier_figures_for(context.ledger, caller) if sets else {}
    data, name = file
    return Sheet(data, name, language, sets, figures)


def check_sheet(context: AppContext, caller: Principal, sheet: Sheet) -> SheetCheck:
    """Read a file, and have the ledger judge the draft that it makes.

    Raises:
        CradleError: `sheet.busy`, `sheet.resource_limit`, `quota.refusals`, or a failure of the server.
    """
    seconds = context.configuration.sheet_seconds
    found = orjson.loads(context.sandbox.run(seconds, report_sheet, sheet))
    if "draft" not in found or caller.participant is None:
        return SheetCheck(found, None, None)
    context.quota.require_patience(caller.organisation)
    try:
        drafter = Drafter(context.ledger.origin, caller.participant, context.fresh)
        draft = parse_entry_draft(orjson.dumps(found["draft"]), {}, drafter)
        return SheetCheck(found, None, judge_draft(context.ledger, draft))
    except CradleError as error:
        if is_own_failure(error):
            raise
        note_refused(context, caller, "sheet", [error])
        refused = error.code, error.detail, error.place
    found = orjson.loads(context.sandbox.run(seconds, report_sheet, sheet, refused))
    return SheetCheck(found, refused, None)
