"""A policy by which a server checks itself: its own log keys, its first registrar, and all that it has registered.

Nobody can rely on it but the server's own reader, and every page that uses it says "this server checking itself". It
has no witnesses. An auditor writes a policy of its own (`cradle policy`).
"""

from ledger.append.ledger import Ledger
from ledger.state.view import View
from ledger.store.statements import ids_of_kind
from schemas.signed.participant import Participant
from schemas.signed.policy import Policy
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Kind
from schemas.vocabulary import Role

NOTE = "This server checking itself. A real policy is the reader's own."


def own_policy(ledger: Ledger) -> Policy:
    """The policy of a ledger over its present participants, rulebooks and factor sets."""
    with ledger.view() as view:
        auditors, registrar = _participants(view)
    stored = dict(ledger.methods())
    return Policy(
        note=NOTE,
        origin=ledger.origin,
        logs=ledger.log_keys(),
        quorum=0,
        registrars=(registrar,),
        auditors=auditors,
        rulebooks=tuple(
            sorted(name for name, document in stored.items() if isinstance(document, Rulebook))
        ),
        factor_sets=tuple(
            sorted(name for name, document in stored.items() if isinstance(document, FactorSet))
        ),
        oldest_registry_size=1,
    )


def _participants(view: View) -> tuple[tuple[str, ...], str]:
    """The auditors, ascending, and the first registrar, which registered itself first of all."""
    names = ids_of_kind(view.connection, Kind.PARTICIPANT.value)
    statements = view.read(names)
    auditors = [
        name
        for name, statement in statements.items()
        if isinstance(statement, Participant) and Role.AUDITOR in statement.roles
    ]
    return tuple(sorted(auditors)), names[0]
