"""Spreadsheets tried at the doors: what stands for goods of unknown suppliers, and the ledger's word on a draft.

A median of what suppliers told is shown to the operator alone: asked before and after a delivery, it would give
that delivery's figure away, whatever the number of suppliers. A draft is judged as one's own, never as another's.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ledger.service.access.methods import read_method
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.answers.supplier_figures import told_figures
from ledger.service.append.ledger import Ledger
from schemas.rulebook import FactorSet


def sets_for(ledger: Ledger, principal: Principal, named: Iterable[str]) -> tuple[bytes, ...]:
    """The bytes of kept factor sets that may be passed on.

    Raises:
        CradleError: `access.denied`, `document.*`, or as `FactorSet.parse` for a rulebook.
    """
    found = tuple(read_method(ledger, principal, name) for name in named)
    for data in found:
        FactorSet.parse(data)
    return found


def told_for(ledger: Ledger, principal: Principal) -> Mapping[tuple[str, str], tuple[Decimal, ...]]:
    """What suppliers told, by product and unit: for the operator; nothing for anybody else.

    Raises:
        CradleError: `access.denied`.
    """
    scope = scope_of(principal, Action.TRY_SHEET)
    return told_figures(ledger) if scope is Scope.ALL else {}
