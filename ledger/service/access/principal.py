"""The principal of a request: its credential, its organisation, and its roles."""

from dataclasses import dataclass

from schemas.vocabulary import CredentialKind, Role


@dataclass(frozen=True, slots=True)
class Principal:
    """The authenticated caller of a request.

    Attributes:
        credential: the id it logged in under.
        kind: person, machine or script.
        organisation: the owner of the credential.
        participant: the registration of that organisation, None before it has one.
        roles: the roles it acts in.
        at_folder: it is not a login, but who opens the ledger's folder.
    """

    credential: str
    kind: CredentialKind
    organisation: str
    participant: str | None
    roles: frozenset[Role]
    at_folder: bool = False

    @property
    def operates(self) -> bool:
        """True if it acts for the operator, who reads the whole ledger."""
        return Role.OPERATOR in self.roles
