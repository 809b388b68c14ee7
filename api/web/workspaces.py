"""The workspaces: their tabs, and the logins that work in each.

A login works in each workspace whose first action its roles may do; an operator does the work of a supplier too, but
not that of an auditor. Rights are not decided here: every page asks for its own permission besides.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from api.authentication import Caller
from api.web.frame import Frame, Tab
from ledger.service.access.permissions import MAY, Action
from schemas.errors import CradleError
from schemas.signed.statement import Kind
from schemas.vocabulary import Role


class Workspace(NamedTuple):
    """The pages of one role.

    Attributes:
        name: names its words, `frame.workspace.{name}`.
        root: the path of its first page.
        action: that a login must be allowed to do.
        tabs: of its pages.
        drafts: the path of the page that lists the drafts.
    """

    name: str
    root: str
    action: Action
    tabs: tuple[Tab, ...]
    drafts: str

    def frame(self, current: str | None = None) -> Frame:
        """Build the frame of a page, under a tab if it belongs to one."""
        return Frame(self.name, self.tabs, current)

    def has(self, roles: frozenset[Role]) -> bool:
        """Return whether a login with these roles works here."""
        return bool(roles & MAY[self.action].keys())

    @property
    def guard(self) -> Callable[[Caller], None]:
        """The dependency of its routes, which refuses other logins with `access.denied`."""

        def require(caller: Caller) -> None:
            if not self.has(caller.roles):
                able = ", ".join(sorted(role.value for role in MAY[self.action]))
                detail = (
                    f"The {self.name}'s workspace takes the role {able}; use a login that has it."
                )
                raise CradleError("access.denied", detail)

        return require


def _workspace(name: str, action: Action, tabs: tuple[str, ...], drafts: str) -> Workspace:
    """A workspace whose first tab is its root, and whose other tabs are below it; `drafts` is one of them."""
    root = f"/{name}"
    workspace_tabs = (Tab(tabs[0], root), *(Tab(key, f"{root}/{key}") for key in tabs[1:]))
    return Workspace(
        name,
        root,
        action,
        workspace_tabs,
        next(tab.href for tab in workspace_tabs if tab.key == drafts),
    )


SUPPLIER: Final = _workspace(
    "supplier", Action.TRY_SHEET, ("requests", "submit", "deliveries", "history"), drafts="submit"
)
MANUFACTURER: Final = _workspace(
    "manufacturer",
    Action.CALCULATE,
    ("products", "asked", "calculate", "stale", "portfolio"),
    drafts="calculate",
)
OPERATOR: Final = _workspace(
    "operator",
    Action.ADMINISTER,
    ("accounts", "engagements", "registrations", "witnesses", "health", "backups"),
    drafts="accounts",
)
_REGISTRATIONS: Final = next(tab for tab in OPERATOR.tabs if tab.key == "registrations")
REGISTRAR: Final = Workspace(
    "registrar", _REGISTRATIONS.href, Action.COUNTERSIGN, (_REGISTRATIONS,), _REGISTRATIONS.href
)
"""One page of the operator's workspace, which a registrar's own login reaches too."""

AUDITOR: Final = _workspace("auditor", Action.AUDIT, ("cases",), drafts="cases")
WORKSPACES: Final = (OPERATOR, MANUFACTURER, REGISTRAR, SUPPLIER, AUDITOR)
"""In the order in which a login that has several is led to one."""

_OF_KIND: Final[Mapping[Kind, Workspace]] = {
    Kind.CALCULATION: MANUFACTURER,
    Kind.DECLARATION: MANUFACTURER,
    Kind.ATTESTATION: AUDITOR,
    Kind.COMMITMENT: AUDITOR,
}


_OF_FORM: Final[Mapping[str, Kind]] = {"calculation_form": Kind.CALCULATION}
"""The kind of statement that a draft in a form of its own becomes."""


def workspace_named(name: str) -> Workspace:
    """The workspace of a name, which the folder of its templates has too."""
    return next(workspace for workspace in WORKSPACES if workspace.name == name)


def workspace_of_form(form: str, roles: frozenset[Role]) -> Workspace:
    """The workspace in which a person with these roles writes drafts in a form, by the kind that they become."""
    named = next((kind for kind in Kind if kind.value == form), Kind.ENTRY)
    return workspace_of_kind(_OF_FORM.get(form, named), roles)


def workspace_of_kind(kind: Kind, roles: frozenset[Role]) -> Workspace:
    """The workspace in which a person with these roles signs and keeps statements of a kind."""
    own = _OF_KIND.get(kind, SUPPLIER)
    return own if own.has(roles) else next(iter(workspaces_of(roles)), own)


def workspaces_of(roles: frozenset[Role]) -> tuple[Workspace, ...]:
    """The workspaces in which a login with these roles works; one that is a tab of another counts with that."""
    own = tuple(workspace for workspace in WORKSPACES if workspace.has(roles))
    tabs = {tab.href for workspace in own for tab in workspace.tabs if tab.href != workspace.root}
    return tuple(workspace for workspace in own if workspace.root not in tabs)
