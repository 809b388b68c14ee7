"""Accounts and engagements as the operator's pages show them, with names for people and without secrets."""

from typing import Literal

from schemas.base import Model
from schemas.signed.statement import Kind
from schemas.values import Date, Index, StatementId, Text
from schemas.views.names import NamedFirm
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


class AuditSubject(Model):
    """A statement that an auditor can be engaged for.

    Attributes:
        issuer: the participant that signed it.
        goods: the model of a calculation or of a declaration's calculation, or the product of a delivery.
        start: the first day of the calculation's period; absent for a delivery.
        number: the delivery's own number.
    """

    id: StatementId
    kind: Kind
    issuer: NamedFirm
    goods: Text
    start: Date | None = None
    number: Text | None = None


class EngagementLine(Model):
    """An engagement: who may read everything behind which subject, granted by whom, and when.

    `name` is the name of the auditor's organisation. Times are seconds of UTC since 1970.
    """

    id: Text
    auditor: Text
    name: Text
    subject: AuditSubject
    granted_by: Text
    created: Index
    ended: Index | None = None


class EngagementLines(Model):
    """All engagements, the newest first."""

    items: tuple[EngagementLine, ...]
