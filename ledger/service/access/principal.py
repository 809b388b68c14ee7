"""The principal of a request: its credential, its organisation, and its roles."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.vocabulary import Role


class CredentialKind(StrEnum):
    """The kind of holder of a credential."""

    PERSON = "person"
    MACHINE = "machine"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Principal:
    """The authenticated caller of a request.

    Attributes:
        credential: the id it logged in under.
        kind: person, machine or script.
        organisation: the owner of the credential.
        participant: the registration of that organisation, None before it has one.
        roles: the roles it acts in.
    """

    credential: str
    kind: CredentialKind
    organisation: str
    participant: str | None
    roles: frozenset[Role]

    @property
    def operates(self) -> bool:
        """True if it acts for the operator, who reads the whole ledger."""
        return Role.OPERATOR in self.roles
