"""Registrations that wait for the registrar's countersignature, as the HTTP API lists them."""

from schemas.base import Model
from schemas.submission import SubmissionBody
from schemas.values import Index, StatementId, Text


class WaitingRegistration(Model):
    """A registration that its firm has signed and the registrar has not.

    `firm` is the legal name that it states, `organisation` the account that left it, `left` the time in seconds of UTC
    since 1970.
    """

    id: StatementId
    organisation: Text
    firm: Text
    left: Index
    submission: SubmissionBody


class WaitingRegistrations(Model):
    """The registrations that wait, the oldest first."""

    items: tuple[WaitingRegistration, ...]


class LeftRegistration(Model):
    """The id that a participant will have."""

    id: StatementId
