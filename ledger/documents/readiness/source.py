"""The values from which readiness is judged; all of them were read or computed before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from ledger.documents.declaration.source import Attested, DeclarationSource
from ledger.footprint.graph.resolution import Problem
from schemas.signed.quality import StudyQuality
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.report import Report, ReportedChoice


class Refusal(NamedTuple):
    """A rule that would refuse the declaration, and the statement because of which it would."""

    by: str
    problem: Problem


class LogPosition(NamedTuple):
    """The position of a statement, in the log of entries or in the registry."""

    log: Literal["entries", "registry"]
    place: int


class ReadinessSource(NamedTuple):
    """What readiness is judged by.

    Attributes:
        declared: the statements and the graph behind the figure.
        document: the declaration document of the same.
        quality: the rating of the data; None if the rulebook has no rule for it.
        short: the reason why the period is too short; None if it is not.
        refusals: of the declaration, by the rules of periods and corrections.
        refused: the newest attestation if its auditor refused, and no auditor attests the figure; None otherwise.
        report: of the verifier on the audit bundle, under the server's own policy; None if it was not run.
        choices: behind the figure, with those that the reader may not open; empty if the rulebook has no alternatives.
        own: the ids of the statements that the reader may open; None if it may open all.
        positions: of the statements that points are about, as far as the log has them.
        superseded_at: the position in the registry of the change that replaced the figure.
        witnesses: the number of witnesses that signed the newest checkpoint.
        checkpoint: the size of the log of entries under it.
        outdated_at: the position in the registry of the first change since the figure was computed.
        is_demo: True if the keys of this ledger were made by one hand.
        today: the day of the judgement.
    """

    declared: DeclarationSource
    document: DeclarationDocument
    quality: StudyQuality | None
    short: Problem | None
    refusals: Sequence[Refusal]
    refused: Attested | None
    report: Report | None
    choices: Sequence[ReportedChoice]
    own: frozenset[str] | None
    positions: Mapping[str, LogPosition]
    superseded_at: int | None
    witnesses: int
    checkpoint: int
    outdated_at: int | None
    is_demo: bool
    today: date
