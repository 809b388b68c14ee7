"""Differences and comparisons of figures as a principal may know them.

The operator, and an auditor engaged for every calculation in question, are shown everything. A manufacturer is shown
the causes of its own calculations: its own sites and rows, and the sum of all others (`documents.difference.folding`).
Every participant with a part in a figure reads in the journal that it was shown.
"""

from collections.abc import Iterable, Sequence

from ledger.append.ledger import Ledger
from ledger.disclosure.refusals import HiddenError
from ledger.documents.difference.folding import fold_comparison, fold_difference
from ledger.service.access.asking import asking, note_hidden
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import require_participant
from ledger.service.access.principal import Principal
from ledger.service.access.reports import report_lines, sees_whole
from ledger.service.access.visibility import unknown_statement
from ledger.service.answers.difference import compare_calculation, explain_difference_of
from ledger.state.declared import calculation_behind
from ledger.state.evaluation import evaluate_stated
from schemas.signed.calculation import Calculation
from schemas.views.difference import Comparison, Difference


def difference_for(
    ledger: Ledger, principal: Principal, before: str, after: str, now: int
) -> Difference:
    """The difference of two figures, with the parts that the principal may see.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `explain_difference_of` and `note`.
    """
    whole = open_figures(ledger, principal, "difference", (before, after), now)
    found = explain_difference_of(ledger, before, after)
    return found if whole else fold_difference(found, require_participant(principal))


def comparison_for(
    ledger: Ledger, principal: Principal, name: str, rulebooks: Sequence[str], now: int
) -> Comparison:
    """A battery under several rulebooks, with the parts that the principal may see.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `compare_calculation` and `note`.
    """
    whole = open_figures(ledger, principal, "comparison", (name,), now)
    with asking(ledger, principal, now) as answers:
        hidden = list[HiddenError]()
        found = compare_calculation(answers, name, rulebooks, hidden)
        note_hidden(ledger, principal, now, hidden)
    return found if whole else fold_comparison(found, require_participant(principal))


def open_figures(
    ledger: Ledger, principal: Principal, action: str, names: Iterable[str], now: int
) -> bool:
    """True if the principal may see everything behind these figures; each is noted in the journal.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `evaluate_stated` and `note`.
    """
    calculations = [_calculation_of(ledger, name) for name in names]
    wholes = [sees_whole(ledger, principal, name) for name in calculations]
    for name, whole in zip(calculations, wholes, strict=True):
        with ledger.view() as view:
            stated, declared = evaluate_stated(view, name)
        done = AccessRecord(action, name, None, "")
        lines = report_lines(done, stated, declared.computed.resolution, declared.rows, whole=whole)
        note(ledger.store, principal, now, lines)
    return all(wholes)


def _calculation_of(ledger: Ledger, name: str) -> str:
    """The calculation of that id, or the one that a declaration of that id names."""
    with ledger.view() as view:
        calculation = calculation_behind(view, name)
        if view.statement(calculation, Calculation) is None:
            raise unknown_statement(name)
    return calculation
