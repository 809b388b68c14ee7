"""Registrations that wait for the registrar's countersignature, as the HTTP API lists them."""

from schemas.base import Model
from schemas.exchanged.submission import SubmissionBody
from schemas.signed.participant import Profile, PublicKey
from schemas.values import Index, StatementId, Text
from schemas.views.names import NamedFirm
from schemas.vocabulary import Role


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


class DeclinedRegistration(Model):
    """A registration that the registrar did not countersign: why, and when in seconds of UTC since 1970."""

    id: StatementId
    reason: Text
    declined: Index


class ListedKey(Model):
    """A key that a registration lists.

    Attributes:
        key: and its `fingerprint`, the first 16 bytes of the SHA-256 of the raw key, in groups of four digits.
        use: `root` changes the keys later, `working` signs statements.
        holder: a participant that has or had this key; its registration is refused.
    """

    key: PublicKey
    fingerprint: Text
    use: Text
    holder: NamedFirm | None = None


class RegistrationReview(Model):
    """Everything that a waiting registration says, and what the ledger knows about it.

    Attributes:
        id: the id that the participant will have.
        organisation: the account that left it at `left`, and `account` the name that it was opened under.
        registrar: that it names and that has to countersign.
        resembling: registered participants with a name like this one's.
    """

    id: StatementId
    organisation: Text
    account: Text
    left: Index
    profile: Profile
    roles: tuple[Role, ...]
    threshold: Index
    registrar: NamedFirm
    keys: tuple[ListedKey, ...]
    resembling: tuple[NamedFirm, ...]


class RegistrationReviews(Model):
    """The registrations that wait, the oldest first."""

    items: tuple[RegistrationReview, ...]
