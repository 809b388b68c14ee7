"""`monitor`: the report on a check of the whole ledger. It is a document, never a statement of the log.

A bundle shows one calculation and what it rests on. A monitor reads everything, so it can report what no bundle can:
that entries outside the bundle overdraw no delivery, and that no second entry states the same goods. It is signed as a
DSSE envelope of a type of its own, by a key that the reader's policy lists, and is valid for one state of both logs.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.signed.policy import LogKeys
from schemas.values import Date, Index, Origin, RegistryState, Text
from schemas.views.report import Finding, Step

MONITOR_TYPE = "application/vnd.cradle.monitor.v1+json"
"""The media type that the signature binds to the report (DSSE v1)."""


class MonitorReport(Model):
    """The verdict on one ledger at one state; it does not mean that a statement is true.

    `entries` and `registry` give the sizes in both logs' newest signed checkpoints, and the roots over the leaves that
    were read; these differ from the signed roots only if a contradiction says so. `logs` are the keys with which the
    checkpoints were verified, as the ledger keeps them. `left_out` is the number of findings omitted from the file.
    """

    document: Literal["monitor"]
    origin: Origin
    logs: LogKeys
    entries: RegistryState
    registry: RegistryState
    date: Date
    software: Text
    verdict: Literal["consistent", "contradicted", "incomplete"]
    exit_code: Literal[0, 1, 2]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...] = Field(max_length=1000)
    left_out: Index
