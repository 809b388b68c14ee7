"""What an invitation's link opens for a program: the request, the ledger's description, and the new account.

Like a request, an invitation is operational: it is not signed and never enters a log. The log keys come from the
server itself, so a reader compares them with the operator's publication.
"""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schemas.base import Model, broken
from schemas.signed.policy import LogKeys
from schemas.values import (
    Amount,
    Code,
    Country,
    Date,
    Digest,
    Origin,
    Period,
    ProductId,
    StatementId,
    Text,
)
from schemas.vocabulary import Unit

LINE = 300
"""Characters of a field of the form; the rules of accounts are stricter."""


class StoredMethod(Model):
    """A rulebook or factor set that a ledger stores, by its digest."""

    digest: Digest
    id: Code
    version: Code
    title: Text


class LedgerDescription(Model):
    """What a new participant needs to know of a ledger.

    `registrar` is the first registration, whose holder countersigns others. `factor_sets` are those that may be passed
    on. `together` are the digests of those of them that value no flow twice, so that a method can name them all.
    """

    origin: Origin
    registrar: StatementId
    logs: LogKeys
    rulebooks: tuple[StoredMethod, ...]
    factor_sets: tuple[StoredMethod, ...]
    together: tuple[Digest, ...]


class InvitationView(Model):
    """A request as the holder of its link is shown it, and the ledger that the asker uses."""

    asker: StatementId
    asker_name: Text
    asker_country: Country
    firm: Text | None = None
    product: ProductId
    amount: Amount | None = None
    unit: Unit | None = None
    period: Period
    due: Date
    reference: Text
    ledger: LedgerDescription


class AccountBody(BaseModel):
    """The body that opens an account: the firm's name, and optionally a person's name and password."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(max_length=LINE)
    person: str | None = Field(default=None, max_length=LINE)
    password: str | None = Field(default=None, max_length=LINE)

    @model_validator(mode="after")
    def _has_whole_login(self) -> "AccountBody":
        if (self.person is None) != (self.password is None):
            detail = "a login name and a password are not both stated; state both or neither"
            raise broken("account.person", detail)
        return self


class OpenedAccount(Model):
    """A new account, the API key of its script, which is shown only once, and a person's login name.

    The login name is the name that was sent, with digits of the link behind it.
    """

    organisation: Text
    api_key: Text
    person: Text | None = None
