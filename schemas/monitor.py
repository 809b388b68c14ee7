"""`monitor`: what was found when a ledger was gone through from end to end. A document, never a statement of the log.

A bundle shows one calculation and what it rests on; a monitor has looked at everything, so it can say what no bundle
can: that nobody outside drew too much, and that no second entry states the same goods. It is signed as a DSSE envelope
of a type of its own, by a key that the reader's policy lists. It speaks of one state of both logs, and of no other.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.policy import LogKeys
from schemas.report import Finding, Step
from schemas.values import Date, Index, Origin, RegistryState, Text

MONITOR_TYPE = "application/vnd.cradle.monitor.v1+json"
"""The media type that the signature binds to the report (DSSE v1)."""


class MonitorReport(Model):
    """The judgement on one ledger at one state. `verdict` never says true.

    `entries` and `registry` are the sizes that both logs' newest checkpoints sign, and the roots over the leaves that
    were read, which a contradiction may tell apart from the signed ones. `logs` are the keys by which the checkpoints
    were opened, as the ledger keeps them. `left_out` is the number of findings that did not fit into the file.
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
