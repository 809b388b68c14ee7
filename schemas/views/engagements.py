"""Engagements of auditors as the operator's page shows them, with names for people."""

from schemas.base import Model
from schemas.signed.statement import Kind
from schemas.values import Date, Index, StatementId, Text
from schemas.views.names import NamedFirm


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
