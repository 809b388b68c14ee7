"""Checks shared by several kinds: the issuer's role, liveness, and the registry state."""

from ledger.rules.roles import role_problem
from ledger.state.admission import Admitted
from ledger.state.problems import refuse_first
from ledger.state.view import View
from ledger.store.log import edge_of, size_of
from schemas.errors import CradleError
from schemas.readable import require_readable_json
from schemas.signed.kinds import issuer_of, section_digests
from schemas.signed.participant import Participant
from schemas.values import RegistryState


def require_readable_texts(admitted: Admitted) -> None:
    """Refuse a new statement with a text that is not read as it is written, in its payload or a section.

    Raises:
        CradleError: `text.hidden` or `text.composition`.
    """
    require_readable_json(admitted.envelope.payload)
    for name, document in section_digests(admitted.statement).items():
        require_readable_json(admitted.documents[document], name.value, "value")


def require_role(view: View, admitted: Admitted) -> None:
    """Refuse an issuer without a role that issues statements of this kind.

    Raises:
        CradleError: `issuer.role`.
    """
    issuer = view.statement(issuer_of(admitted.statement) or "", Participant)
    if issuer is None:
        raise CradleError("issuer.role", "The issuer is not registered; register first.", "issuer")
    refuse_first([role_problem(admitted.id, admitted.kind, issuer)], admitted.id)


def require_live(view: View, statement: str, code: str, place: str) -> None:
    """Refuse an action on a statement that was superseded or withdrawn; `code` gets that word.

    Raises:
        CradleError: `<code>.superseded` or `<code>.withdrawn`.
    """
    change = view.facts.changes.one(statement)
    if change is not None:
        detail = f"{statement} was {change.kind} by {change.by}; name the newest version."
        raise CradleError(f"{code}.{change.kind}", detail, place)


def newest_version(view: View, statement: str) -> str | None:
    """The newest version of a statement, as of this transaction; None where it was withdrawn."""
    newest = statement
    while (change := view.facts.changes.one(newest)) is not None:
        if change.kind == "withdrawn":
            return None
        newest = change.by
    return newest


def require_state(view: View, state: RegistryState, place: str) -> None:
    """Refuse a registry state that this ledger never had.

    Raises:
        CradleError: `state.unknown`.
    """
    reached = size_of(view.connection, "registry")
    if state.size > reached or state.root != _root(view, state.size):
        detail = f"The registry never had this state; it has {reached} leaves now."
        raise CradleError("state.unknown", detail, place)


def _root(view: View, size: int) -> str:
    return edge_of(view.connection, "registry", size).root().hex()
