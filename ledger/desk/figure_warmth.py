"""The figure of a long chain before its page is opened: whether all of it is kept, and computing what is not.

Ten thousand entries take seconds to evaluate. A page asks first, shows what the signed figure states, and opens whole
once the rest is kept.
"""

from ledger.desk.desk import Desk
from ledger.desk.flows import kept_flows, known_flows
from ledger.service.access.reports import sees_whole
from ledger.service.answers.declaration import kept_declaration, known_declaration
from ledger.state.declared import calculation_behind


def is_warm(desk: Desk, statement: str) -> bool:
    """True if a figure's document and flows are kept for this reader.

    Raises:
        CradleError: `access.denied`, `statement.unknown`.
    """
    view, calculation = desk.view, calculation_behind(desk.view, statement)
    exact = sees_whole(desk.view, desk.caller, calculation, statement)
    kept = kept_declaration(view, statement), kept_flows(view, calculation, exact=exact)
    return None not in kept


def warm(desk: Desk, statement: str) -> None:
    """Compute and keep a figure's document and flows for this reader; nothing is shown by it.

    Raises:
        CradleError: as `is_warm`, `known_declaration` and `known_flows`.
    """
    calculation = calculation_behind(desk.view, statement)
    exact = sees_whole(desk.view, desk.caller, calculation, statement)
    known_declaration(desk.view, statement)
    known_flows(desk.view, calculation, exact=exact)
