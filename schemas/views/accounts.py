"""Accounts as the operator's pages show them: organisations with their participants and logins, without secrets."""

from typing import Literal

from schemas.base import Model
from schemas.values import Index, StatementId, Text
from schemas.vocabulary import Role

LoginState = Literal["valid", "expired", "ended"]


class Login(Model):
    """A login of an organisation. Times are seconds of UTC since 1970.

    Attributes:
        id: the login name.
        kind: `person`, `machine` or `script`.
        used: the last login or the last line in the journal; absent if neither is known.
        state: `ended` by the operator, or `expired` by itself.
    """

    id: Text
    kind: Literal["person", "machine", "script"]
    roles: tuple[Role, ...]
    created: Index
    expires: Index | None = None
    ended: Index | None = None
    used: Index | None = None
    state: LoginState


class Account(Model):
    """An organisation; `participant` and the `firm` that it registered as are absent before it is registered."""

    id: Text
    name: Text
    created: Index
    participant: StatementId | None = None
    firm: Text | None = None
    logins: tuple[Login, ...]


class Accounts(Model):
    """Organisations in the order of their ids; `next` is the id to go on after, if there are more."""

    items: tuple[Account, ...]
    next: Text | None = None
