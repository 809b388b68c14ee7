"""The state of a running ledger as the operator's pages show it: witnesses, health, journal and backups.

Times are whole seconds of UTC since 1970.
"""

from typing import Literal

from schemas.base import Model
from schemas.values import Index, StatementId, Text

WitnessStanding = Literal["current", "behind", "none", "alarm"]


class LogHead(Model):
    """The newest signed checkpoint of a log."""

    log: Literal["entries", "registry"]
    size: Index
    root: Text


class CosignedSize(Model):
    """The newest checkpoint of a log that a witness has cosigned: its size, and the time of the cosignature."""

    log: Literal["entries", "registry"]
    size: Index
    time: Index


class WitnessState(Model):
    """A configured witness.

    Attributes:
        cosigned: the newest cosignature of each log that is kept here.
        answers: True if it signed both logs when it was last asked; absent before the first answer.
        refusals: the codes of its refusals since the server's start, with their numbers.
        standing: `current` if it has signed both newest checkpoints, `behind` if only older ones, `none` if none,
            `alarm` if it says that it has seen another history.
    """

    name: Text
    key: Text
    url: Text
    cosigned: tuple[CosignedSize, ...]
    answers: bool | None = None
    refusals: tuple[tuple[Text, Index], ...]
    standing: WitnessStanding


class WitnessStates(Model):
    """The configured witnesses, and the newest checkpoints; `current` counts the witnesses that have signed both."""

    heads: tuple[LogHead, ...]
    logs_open: bool
    current: Index
    items: tuple[WitnessState, ...]


class Refused(Model):
    """A refusal in the journal: its code, and how often it occurred in a day."""

    code: Text
    count: Index


class HealthReport(Model):
    """A server and its ledger.

    Attributes:
        version: of the program.
        accepts: True if the ledger accepts statements; else `reason` and its `code` say why not.
        database: `sqlite` or `server`.
        free: and `capacity`, bytes of the disk of the ledger's folder.
        heads: the newest signed checkpoints.
        epoch: counts the processes that have taken the ledger over; the writer is the last.
        waiting: submissions that wait for the sequencer.
        accounts: and `registrations`, the organisations and the registrations that wait.
        requests: answered since the server's start, and `failures` of the server itself among them.
        refused: in the last day, the most frequent first; `cut` if the journal is longer than what was read.
    """

    version: Text
    at: Index
    accepts: bool
    code: Text | None = None
    reason: Text | None = None
    database: Literal["sqlite", "server"]
    free: Index
    capacity: Index
    heads: tuple[LogHead, ...]
    epoch: Index
    waiting: Index
    registrations: Index
    requests: Index
    failures: Index
    refused: tuple[Refused, ...]
    cut: bool


class JournalLineShown(Model):
    """A line of the journal with its number, and the login that acted, for the operator alone."""

    number: Index
    at: Index
    organisation: Text
    name: Text
    login: Text
    action: Text
    subject: str
    owner: StatementId | None = None
    detail: str


class JournalPage(Model):
    """Lines of the journal, the newest first; `next` is the number before which older ones are."""

    items: tuple[JournalLineShown, ...]
    next: Index | None = None


class BackupLine(Model):
    """A backup that was made, or one that was restored for a check; both are proved before a line is written.

    Attributes:
        act: `made` or `restored`.
        place: the folder as the operator named it, without the folders above.
        entries: and `registry`, the sizes of the logs in it.
        size: bytes.
        keys: True if the private keys are in it.
    """

    act: Literal["made", "restored"]
    at: Index
    place: Text
    origin: Text
    entries: Index
    entries_root: Text
    registry: Index
    registry_root: Text
    size: Index
    keys: bool


class BackupState(Model):
    """A backup of the record: `restored` is the time of its last restore for a check.

    `missing` counts the leaves of both logs since then; it is absent if the log has another root at that size.
    """

    line: BackupLine
    restored: Index | None = None
    missing: Index | None = None


class BackupStates(Model):
    """The backups of the record, the newest first."""

    items: tuple[BackupState, ...]
