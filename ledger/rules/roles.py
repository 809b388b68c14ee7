"""The roles that issue each kind of statement.

An objection is open to every role but a witness, and its issuer may withdraw it; who may withdraw what is a rule of
versions.
"""

from collections.abc import Mapping

from ledger.footprint.graph.resolution import Problem
from schemas.signed.participant import Participant
from schemas.signed.statement import Kind
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
    Kind.ADMISSION: frozenset({Role.REGISTRAR}),
}
"""The roles of which an issuer of this kind has one."""

_DOINGS: Mapping[Kind, str] = {
    Kind.ENTRY: "submit entries",
    Kind.DELIVERY: "deliver",
    Kind.WITHDRAWAL: "withdraw",
    Kind.CALCULATION: "calculate",
    Kind.ATTESTATION: "attest",
    Kind.DECLARATION: "declare",
    Kind.SITE_BALANCE: "submit site balances",
    Kind.COMMITMENT: "commit to a sample",
    Kind.OBJECTION: "object",
    Kind.ANSWER: "answer an objection",
    Kind.ADMISSION: "admit a method",
}
"""The act of issuing each kind, as a verb."""


def _plural(role: Role) -> str:
    return f"{role.value}{'es' if role is Role.WITNESS else 's'}"


def role_problem(name: str, kind: Kind, issuer: Participant) -> Problem | None:
    """The issuer of a statement has a role that issues its kind; None if it has."""
    if not ROLES[kind].isdisjoint(issuer.roles):
        return None
    may = " and ".join(sorted(_plural(role) for role in ROLES[kind]))
    registered = " and ".join(sorted(role.value for role in issuer.roles))
    detail = f"only {may} can {_DOINGS[kind]}; the issuer is registered as {registered}"
    return Problem("issuer.role", name, detail, "issuer")
