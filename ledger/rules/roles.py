"""The roles that issue each kind of statement.

An objection is open to every role but a witness, and its issuer may withdraw it; who may withdraw what is a rule of
versions.
"""

from collections.abc import Mapping

from ledger.footprint.graph.resolution import Problem
from schemas.participant import Participant
from schemas.statement import Kind
from schemas.vocabulary import Role

_PRODUCERS = frozenset({Role.SUPPLIER, Role.MANUFACTURER})
_ALL_BUT_WITNESSES = frozenset(Role) - {Role.WITNESS}

ROLES: Mapping[Kind, frozenset[Role]] = {
    Kind.ENTRY: _PRODUCERS,
    Kind.DELIVERY: _PRODUCERS,
    Kind.WITHDRAWAL: _ALL_BUT_WITNESSES,
    Kind.CALCULATION: frozenset({Role.MANUFACTURER}),
    Kind.ATTESTATION: frozenset({Role.AUDITOR}),
    Kind.DECLARATION: frozenset({Role.MANUFACTURER}),
    Kind.SITE_BALANCE: _PRODUCERS,
    Kind.COMMITMENT: frozenset({Role.AUDITOR}),
    Kind.OBJECTION: _ALL_BUT_WITNESSES,
    Kind.ANSWER: _PRODUCERS | {Role.AUDITOR},
}
"""The roles of which an issuer of this kind has one."""


def role_problem(name: str, kind: Kind, issuer: Participant) -> Problem | None:
    """The issuer of a statement has a role that issues its kind; None if it has."""
    if not ROLES[kind].isdisjoint(issuer.roles):
        return None
    roles = " or ".join(sorted(role.value for role in ROLES[kind]))
    detail = f"a statement of kind {kind.value} must be issued by a {roles}"
    return Problem("issuer.role", name, detail, "issuer")
