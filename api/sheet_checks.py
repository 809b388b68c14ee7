"""Check a filled template for a caller: the file's own rules, then the ledger's rules on the entry that it makes.

The file is read in a separate process (`api.sandbox`). The ledger judges the draft only if its caller is a registered
participant; its refusal is then reported at the cell that caused it. Nothing is stored or signed.
"""

from collections.abc import Sequence
from typing import NamedTuple

from api.context import AppContext
from api.problems import is_own_failure
from api.submissions import note_refused
from ledger.append.dry_run import judge_draft
from ledger.exchange.draft_files import Drafter, entry_of
from ledger.exchange.spreadsheet.dry_run import Refusal, Sheet, report_sheet
from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.sheets import factor_sets_for, supplier_figures_for
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.views.sheet_view import CheckedSheet, SheetResponse


class SheetCheck(NamedTuple):
    """The result of a check.

    Attributes:
        sheet: the report and, if there is no error, the draft.
        refusal: of the draft by the ledger.
        known: the caller's valid entry with the same content.
    """

    sheet: CheckedSheet
    refusal: Refusal | None = None
    known: str | None = None

    def respond(self, caller: Principal) -> SheetResponse:
        """The result as data."""
        judged = caller.participant is not None
        return SheetResponse(**dict(self.sheet), judged=judged, known=self.known)


def counted_sheet(
    context: AppContext,
    caller: Principal,
    data: bytes,
    name: str,
    language: Language | None = None,
    factor_sets: Sequence[str] = (),
) -> Sheet:
    """Count a file that a caller has checked, and join it with the data that it is checked with.

    Args:
        context: the ledger and the settings.
        caller: that is logged in.
        data: the bytes of the file.
        name: of the file.
        language: of the numbers and of the report; by default the file's own.
        factor_sets: the digests of factor sets that value goods of unknown suppliers.

    Raises:
        CradleError: `access.denied`, `quota.sheets`, or as `factor_sets_for`.
    """
    scope_of(caller, Action.TRY_SHEET)
    context.quota.count_sheet(caller.organisation)
    sets = factor_sets_for(context.ledger, factor_sets)
    figures = supplier_figures_for(context.ledger, caller) if sets else {}
    return Sheet(data, name, language, sets, figures)


def check_sheet(context: AppContext, caller: Principal, sheet: Sheet) -> SheetCheck:
    """Read a file, and have the ledger judge the draft that it makes.

    Raises:
        CradleError: `sheet.busy`, `sheet.resource_limit`, `quota.refusals`, or a failure of the server.
    """
    checked_sheet = _read(context, sheet)
    if checked_sheet.draft is None or caller.participant is None:
        return SheetCheck(checked_sheet)
    context.quota.require_patience(caller.organisation)
    try:
        drafter = Drafter(context.ledger.origin, caller.participant, context.fresh)
        known_entry = judge_draft(context.ledger, entry_of(checked_sheet.draft, drafter))
        return SheetCheck(checked_sheet, known=known_entry)
    except CradleError as error:
        if is_own_failure(error):
            raise
        note_refused(context, caller, "sheet", [error])
        refused = error.code, error.detail, error.place
    return SheetCheck(_read(context, sheet, refused), refused)


def _read(context: AppContext, sheet: Sheet, refused: Refusal | None = None) -> CheckedSheet:
    """Read a file in a process of its own; with a refusal of its draft, to report it at its cell."""
    seconds = context.configuration.sheet_seconds
    return CheckedSheet.parse(context.sandbox.run(seconds, report_sheet, sheet, refused))
