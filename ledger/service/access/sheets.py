"""Dry runs of spreadsheets: factor sets for goods of unknown suppliers, and the ledger's verdict on a draft.

A median of supplier figures is shown to the operator alone: a reader could ask before and after a
delivery and so compute that delivery's figure, whatever the number of suppliers. A draft is judged
as the principal's own, never as another's.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ledger.append.ledger import Ledger
from ledger.service.access.methods import read_method
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.answers.supplier_figures import supplier_figures
from schemas.signed.rulebook import FactorSet


def factor_sets_for(ledger: Ledger, named: Iterable[str]) -> tuple[bytes, ...]:
    """The bytes of kept factor sets that may be passed on.

    Raises:
        CradleError: `document.*`, or as `FactorSet.parse` for a rulebook.
    """
    documents = tuple(read_method(ledger, name) for name in named)
    for data in documents:
        FactorSet.parse(data)
    return documents


def supplier_figures_for(
    ledger: Ledger, principal: Principal
) -> Mapping[tuple[str, str], tuple[Decimal, ...]]:
    """The figures that suppliers stated, by product and unit; empty unless the principal is the operator.

    Raises:
        CradleError: `access.denied`.
    """
    scope = scope_of(principal, Action.TRY_SHEET)
    return supplier_figures(ledger) if scope is Scope.ALL else {}
