"""The principal of a request: which credential came, of whom, and as what it may act."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.vocabulary import Role


class CredentialKind(StrEnum):
    """Who holds a credential."""

    PERSON = "person"
    MACHINE = "machine"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks.

    Attributes:
        credential: the id it logged in under.
        kind: person, machine or script.
        organisation: whose credential it is.
        participant: the registration of that organisation, None before it has one.
        roles: as which it acts.
    """

    credential: str
    kind: CredentialKind
    organisation: str
    participant: str | None
    roles: frozenset[Role]

    @property
    def operates(self) -> bool:
        """Whether it acts for the operator, who reads all that the ledger holds."""
        return Role.OPERATOR in self.roles
