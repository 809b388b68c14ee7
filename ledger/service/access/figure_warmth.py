"""The figure of a long chain before its page is opened: whether all of it is kept, and computing what is not.

Ten thousand entries take seconds to evaluate. A page asks first, shows what the signed figure states, and opens whole
once the rest is kept.
"""

from ledger.append.ledger import Ledger
from ledger.service.access.flows import flows_key, known_flows
from ledger.service.access.principal import Principal
from ledger.service.access.reports import sees_whole
from ledger.service.answers.declaration import declaration_key, known_declaration
from ledger.state.declared import calculation_behind


def is_warm(ledger: Ledger, principal: Principal, statement: str) -> bool:
    """True if a figure's document and flows are kept for this reader.

    Raises:
        CradleError: `access.denied`, `statement.unknown`.
    """
    calculation = _calculation(ledger, statement)
    exact = sees_whole(ledger, principal, calculation)
    with ledger.view() as view:
        wanted = declaration_key(view, statement), flows_key(view, calculation, exact=exact)
        return all(key in view.memory.computed for key in wanted)


def warm(ledger: Ledger, principal: Principal, statement: str) -> None:
    """Compute and keep a figure's document and flows for this reader; nothing is shown by it.

    Raises:
        CradleError: as `is_warm`, `known_declaration` and `known_flows`.
    """
    calculation = _calculation(ledger, statement)
    exact = sees_whole(ledger, principal, calculation)
    with ledger.view() as view:
        known_declaration(view, statement)
        known_flows(view, calculation, exact=exact)


def _calculation(ledger: Ledger, statement: str) -> str:
    with ledger.view() as view:
        return calculation_behind(view, statement)
