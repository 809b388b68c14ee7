"""The auditor's policy: the keys, participants and documents that a reader accepts.

It is the reader's own file and never comes from a bundle. Anything that a policy does not list is a finding. A quorum
of 0 witnesses must be written out, and the report shows it.
"""

from pydantic import Field

from schemas.base import Model
from schemas.values import Date, Digest, Index, Origin, RegistryState, StatementId, Text

VerifierKey = str


class EarlierKey(Model):
    """An earlier key of a log; it counts for checkpoints of up to `until` leaves."""

    vkey: VerifierKey
    until: Index


class LogKeys(Model):
    """The verifier keys of both logs, in C2SP form (`<origin>+<hash>+<base64>`), and replaced ones in `earlier`."""

    entries: VerifierKey
    registry: VerifierKey
    earlier: tuple[EarlierKey, ...] | None = None


class Witness(Model):
    """A witness whose cosignature counts, and the group of parties to which it belongs."""

    vkey: VerifierKey
    group: Text


class WarrantyNote(Model):
    """A published warranty: the verifier key (Ed25519) of its publisher, and the lines of the signed note."""

    publisher: VerifierKey
    note: tuple[str, ...] = Field(min_length=1, max_length=64)

    @classmethod
    def of(cls, publisher: VerifierKey, note: bytes) -> "WarrantyNote":
        """The row of a note as its publisher writes it."""
        return cls(publisher=publisher, note=tuple(note.decode().removesuffix("\n").split("\n")))

    def as_written(self) -> bytes:
        """The note; the inverse of `of`."""
        return "".join(f"{line}\n" for line in self.note).encode()


class UnconfirmedLine(Model):
    """A line of a drafted policy that its reader has not compared yet, and what to compare it with."""

    line: Text
    compare_with: Text


class ConfirmedLine(Model):
    """A line of a drafted policy, what its reader compared it with, and the day by which that was done."""

    line: Text
    compared_with: Text
    on: Date


class Policy(Model):
    """The keys, participants and documents that one reader trusts.

    `monitors` are the keys of the monitors whose reports on the whole ledger count, `warranties` the published ones
    that settle a service life. `unconfirmed` and `confirmed` mark a draft that was taken from a bundle: until each of
    its lines is confirmed, nothing is verified under the policy. Only such a draft may lack the keys of the logs.
    """

    note: Text | None = None
    origin: Origin
    logs: LogKeys | None = None
    quorum: Index
    witnesses: tuple[Witness, ...] = ()
    monitors: tuple[VerifierKey, ...] | None = None
    warranties: tuple[WarrantyNote, ...] | None = None
    registrars: tuple[StatementId, ...] = Field(min_length=1)
    auditors: tuple[StatementId, ...] = ()
    rulebooks: tuple[Digest, ...] = Field(min_length=1)
    factor_sets: tuple[Digest, ...] = Field(min_length=1)
    oldest_registry_size: Index
    last_seen: RegistryState | None = None
    unconfirmed: tuple[UnconfirmedLine, ...] | None = None
    confirmed: tuple[ConfirmedLine, ...] | None = None
