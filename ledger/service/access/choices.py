"""The choices behind a calculation as a principal may know them.

The operator and the engaged auditor see every choice. A manufacturer sees its own and the number of the others, because
a choice names amounts and firms that are not open to it. The conservative figure it does see.
"""

from ledger.append.ledger import Ledger
from ledger.choices.kinds import KINDS
from ledger.choices.report import choices_for
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.principal import Principal
from ledger.service.access.reports import report_lines, sees_whole
from ledger.service.answers.choices import known_choices
from ledger.state.declared import calculation_behind
from ledger.state.evaluation import evaluate_stated
from schemas.views.choices import CalculationChoices, ChoiceLine


def choices_behind(
    ledger: Ledger, principal: Principal, statement: str, now: int
) -> CalculationChoices:
    """The choices behind a calculation, or behind the one that a declaration declares.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `evaluate_stated` and `note`.
    """
    with ledger.view() as view:
        calculation = calculation_behind(view, statement)
    whole = sees_whole(ledger, principal, calculation)
    with ledger.view() as view:
        stated, declared = evaluate_stated(view, calculation)
        found = known_choices(view, calculation, stated, declared, is_exact=whole)
    shown = found if whole else choices_for(found, stated.issuer)
    done = AccessRecord("choices", calculation, None, "")
    resolution = declared.computed.resolution
    lines = report_lines(done, stated, resolution, declared.rows, whole=whole)
    note(ledger.store, principal, now, lines)
    return CalculationChoices(
        calculation=calculation,
        model=stated.model,
        total=stated.total,
        conservative=shown.conservative,
        choices=tuple(
            ChoiceLine(choice=row, settled_by=KINDS[row.code].settled_by)
            for row in shown.choices or ()
        ),
        hidden=shown.hidden,
        sensitivity=shown.sensitivity or (),
    )
