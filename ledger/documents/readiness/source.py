"""The values from which readiness is judged; all of them were read or computed before."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ledger.documents.declaration.source import DeclarationSource
from ledger.footprint.graph.resolution import Problem
from schemas.declaration_document import DeclarationDocument
from schemas.quality import StudyQuality
from schemas.report import Report, ReportedChoice


class ReadinessSource(NamedTuple):
    """What readiness is judged by.

    Attributes:
        declared: the statements and the graph behind the figure.
        document: the declaration document of the same.
        quality: the rating of the data; None if the rulebook has no rule for it.
        short: the reason why the period is too short; None if it is not.
        problems: of periods and corrections that would refuse the declaration.
        report: of the verifier on the audit bundle, under the server's own policy; None if it was not run.
        choices: behind the figure, with those that the reader may not open; empty if the rulebook has no alternatives.
        own: the ids of the statements that the reader may open; None if it may open all.
        witnesses: the number of witnesses that the server asks.
        outdated_at: the position in the registry of the first change since the figure was computed.
        is_demo: True if the keys of this ledger were made by one hand.
        today: the day of the judgement.
    """

    declared: DeclarationSource
    document: DeclarationDocument
    quality: StudyQuality | None
    short: Problem | None
    problems: Sequence[Problem]
    report: Report | None
    choices: Sequence[ReportedChoice]
    own: frozenset[str] | None
    witnesses: int
    outdated_at: int | None
    is_demo: bool
    today: date
