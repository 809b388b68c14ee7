"""The table of permissions by role, which the HTTP API checks and the documentation is made from.

A role reaches as far as its scope says. `own` is what the principal's participant issued or
received; `engaged` adds everything behind each statement for which the operator has engaged it;
`all` is the whole ledger. The parts of a statement that are then shown depend on its sections
(`visibility`). A role without a cell in a row may not do the action.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ledger.service.access.principal import Principal
from schemas.errors import CradleError
from schemas.vocabulary import Role


class Scope(StrEnum):
    """The reach of a permission."""

    OWN = "own"
    ENGAGED = "engaged"
    ALL = "all"


class Action(StrEnum):
    """An action of the HTTP API; the value is its name in the documentation."""

    SUBMIT = "submit statements"
    REGISTER = "submit registrations and changes of keys"
    COUNTERSIGN = "read and decline the registrations that wait"
    READ = "read statements and receipts"
    TRY_SHEET = "fetch templates and try spreadsheets"
    LINT = "check footprint files of others"
    PREVIEW = "preview the figure of a delivery"
    EXPLAIN = "read footprints with their contributions"
    CALCULATE = "draft calculations"
    BUNDLE = "fetch bundles"
    RECEIVE = "send footprints by PACT events, and read these"
    STALE = "list what has become stale"
    PORTFOLIO = "score calculations as of now"
    PRODUCTS = "list products and what is due"
    KEEP_METHOD = "add rulebooks and factor sets"
    REMOVE_METHOD = "remove rulebooks and factor sets that nothing uses"
    READ_METHOD = "read rulebooks and open factor sets"
    READ_LOGS = "read both logs"
    REQUEST = "ask for data, pass requests on, decline, withdraw and invite"
    READ_REQUESTS = "read requests for data"
    ENGAGE = "engage auditors"
    READ_ENGAGEMENTS = "read engagements"
    AUDIT = "open cases, and keep findings and looks of audits"
    ADMINISTER = "manage organisations and credentials"
    JOURNAL = "read the journal of access"
    NOTICES = "read its notices, and choose where they are sent"


_OWN, _ENGAGED, _ALL = Scope.OWN, Scope.ENGAGED, Scope.ALL
_S, _M, _A, _O, _R, _W = (
    Role.SUPPLIER,
    Role.MANUFACTURER,
    Role.AUDITOR,
    Role.OPERATOR,
    Role.REGISTRAR,
    Role.WITNESS,
)

MAY: Final[Mapping[Action, Mapping[Role, Scope]]] = {
    Action.SUBMIT: {_S: _OWN, _M: _OWN, _A: _OWN, _O: _ALL, _R: _OWN},
    Action.REGISTER: {_S: _OWN, _M: _OWN, _A: _OWN, _O: _ALL, _R: _ALL},
    Action.COUNTERSIGN: {_O: _ALL, _R: _ALL},
    Action.READ: {_S: _OWN, _M: _OWN, _A: _ENGAGED, _O: _ALL, _R: _OWN},
    Action.TRY_SHEET: {_S: _OWN, _M: _OWN, _O: _ALL},
    Action.LINT: {_S: _ALL, _M: _ALL, _A: _ALL, _O: _ALL, _R: _ALL},
    Action.PREVIEW: {_S: _OWN, _M: _OWN, _O: _ALL},
    Action.EXPLAIN: {_S: _OWN, _M: _OWN, _A: _ENGAGED, _O: _ALL},
    Action.CALCULATE: {_M: _OWN, _O: _ALL},
    Action.BUNDLE: {_S: _OWN, _M: _OWN, _A: _ENGAGED, _O: _ALL},
    Action.RECEIVE: {_S: _OWN, _M: _OWN, _O: _ALL},
    Action.STALE: {_M: _OWN, _A: _ENGAGED, _O: _ALL},
    Action.PORTFOLIO: {_M: _OWN, _O: _ALL},
    Action.PRODUCTS: {_M: _OWN, _O: _ALL},
    Action.KEEP_METHOD: {_M: _ALL, _O: _ALL},
    Action.REMOVE_METHOD: {_O: _ALL},
    Action.READ_METHOD: {_S: _ALL, _M: _ALL, _A: _ALL, _O: _ALL, _R: _ALL},
    Action.READ_LOGS: {_S: _ALL, _M: _ALL, _A: _ALL, _O: _ALL, _R: _ALL, _W: _ALL},
    Action.REQUEST: {_S: _OWN, _M: _OWN, _O: _ALL},
    Action.READ_REQUESTS: {_S: _OWN, _M: _OWN, _O: _ALL},
    Action.ENGAGE: {_O: _ALL},
    Action.READ_ENGAGEMENTS: {_A: _OWN, _O: _ALL},
    Action.AUDIT: {_A: _ENGAGED},
    Action.ADMINISTER: {_O: _ALL},
    Action.JOURNAL: {_S: _OWN, _M: _OWN, _A: _OWN, _O: _ALL, _R: _OWN},
    Action.NOTICES: {_S: _OWN, _M: _OWN, _A: _OWN, _O: _OWN, _R: _OWN},
}

_WIDTH: Final = {Scope.OWN: 0, Scope.ENGAGED: 1, Scope.ALL: 2}


def scope_of(principal: Principal, action: Action) -> Scope:
    """The widest scope of a principal's roles for an action.

    Raises:
        CradleError: `access.denied` where none of its roles may do it.
    """
    scopes = [MAY[action][role] for role in principal.roles if role in MAY[action]]
    if not scopes:
        able = ", ".join(sorted(role.value for role in MAY[action]))
        detail = f"To {action.value} takes the role {able}; this login has {_words(principal)}."
        raise CradleError("access.denied", detail)
    return max(scopes, key=lambda scope: _WIDTH[scope])


def require_participant(principal: Principal) -> str:
    """The participant that a principal is.

    Raises:
        CradleError: `access.unregistered`.
    """
    if principal.participant is None:
        detail = "This organisation is not registered as a participant yet; register it first."
        raise CradleError("access.unregistered", detail)
    return principal.participant


def _words(principal: Principal) -> str:
    return ", ".join(sorted(role.value for role in principal.roles))
