"""The frame of the supplier's pages: its tabs, and who has this workspace."""

from typing import Final

from api.authentication import Caller
from api.web.frame import Frame, Tab
from ledger.service.access.permissions import MAY, Action
from schemas.errors import CradleError
from schemas.vocabulary import Role

ROOT: Final = "/supplier"
TABS: Final = (
    Tab("requests", ROOT),
    Tab("submit", f"{ROOT}/submit"),
    Tab("deliveries", f"{ROOT}/deliveries"),
    Tab("history", f"{ROOT}/history"),
)


def supplier_frame(current: str) -> Frame:
    """Build the frame of a page under a tab."""
    return Frame("supplier", TABS, current)


def require_supplier(caller: Caller) -> None:
    """Refuse a login that does not work in this workspace.

    Raises:
        CradleError: `access.denied`.
    """
    if not has_workspace(caller.roles):
        able = ", ".join(sorted(role.value for role in MAY[Action.TRY_SHEET]))
        detail = f"The supplier's workspace takes the role {able}; use a login that has it."
        raise CradleError("access.denied", detail)


def has_workspace(roles: frozenset[Role]) -> bool:
    """Return whether a login with these roles works in the supplier's workspace."""
    return bool(roles & MAY[Action.TRY_SHEET].keys())
