"""The values from which readiness is judged; all of them were read or computed before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from ledger.documents.declaration.source import DeclarationSource
from ledger.footprint.graph.resolution import Problem
from schemas.signed.quality import StudyQuality
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.report import Report, ReportedChoice
from schemas.views.standing import FigureStanding


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
        standing: of the figure, with all that it is known for.
        report: of the verifier on the audit bundle, under the server's own policy; None if it was not run.
        choices: behind the figure, with those that the reader may not open; empty if the rulebook has no alternatives.
        own: the ids of the statements that the reader may open; None if it may open all.
        positions: of the statements that points are about, as far as the log has them.
        witnesses: the number of witnesses that signed the newest checkpoint.
        checkpoint: the size of the log of entries under it.
        is_demo: True if the keys of this ledger were made by one hand.
        today: the day of the judgement.
    """

    declared: DeclarationSource
    document: DeclarationDocument
    quality: StudyQuality | None
    short: Problem | None
    refusals: Sequence[Refusal]
    standing: FigureStanding
    report: Report | None
    choices: Sequence[ReportedChoice]
    own: frozenset[str] | None
    positions: Mapping[str, LogPosition]
    witnesses: int
    checkpoint: int
    is_demo: bool
    today: date
