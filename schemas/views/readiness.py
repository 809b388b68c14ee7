"""The readiness of a battery for the market: what bars it, what to look at, what is done, and from when the law asks.

A document about signed statements and no statement itself. It never says that a battery conforms to the law: a list
without a point that bars it says that Cradle found none.
"""

from typing import Literal

from schemas.base import Model
from schemas.signed.constants import Confidence
from schemas.values import Code, Count, Date, Index, ModelId, Period, StatementId, Text
from schemas.views.application import BatteryKind, Duty
from schemas.views.standing import OfFigure

State = Literal["bars", "look", "done", "not_known"]
Actor = Literal["manufacturer", "supplier", "auditor", "operator", "law"]

Place = Literal[
    "attestation",
    "calculation",
    "choices",
    "declaration",
    "law",
    "ledger",
    "newer",
    "period",
    "rulebook",
    "server",
    "stale",
    "statement",
    "suppliers",
    "verifier",
    "witnesses",
]
"""Where a point is mended.

A new `attestation`; a corrected `calculation`, one of a newer `period`, or one by another `rulebook`; the documents
behind the `choices`; a `declaration`; the `law`; another `ledger`; the `newer` statement; the operator's `server` or
its `witnesses`; the list of what is `stale`; the `statement` that the point is about; data of `suppliers`; a run of the
`verifier`.
"""


class Value(Model):
    """A value that the sentence of a point names."""

    name: Code
    value: Text


class Point(Model):
    """One point: its state, who must act, and the values of its sentence.

    Attributes:
        code: names its words; points of the same code differ in their values.
        sites: the number of sites that the point is about, for points of suppliers.
        place: where it is mended; None for a point that is done.
        since_day: the day from which it is so, if a day makes it so.
        since_entry: the position in the log of entries of the statement that made it so, or of the calculation.
        since_position: the position in the registry of the change that made it so.
        subject: the statement that it is about, if it is one that the reader may open.
    """

    code: Code
    state: State
    actor: Actor
    values: tuple[Value, ...] = ()
    sites: Count | None = None
    place: Place | None = None
    since_day: Date | None = None
    since_entry: Index | None = None
    since_position: Index | None = None
    subject: StatementId | None = None


class DutyDate(Model):
    """A duty of Article 7: its fixed day, and the months after the acts without which it has no date."""

    category: BatteryKind
    duty: Duty
    not_before: Date
    months: int
    confidence: Confidence


class Readiness(OfFigure):
    """The points of one calculation or declaration, in reading order, and the dates of its duties."""

    calculation: StatementId
    issuer: StatementId
    model: ModelId
    site: Code
    period: Period
    points: tuple[Point, ...]
    duties: tuple[DutyDate, ...]
    law_as_of: Date

    def counted(self, state: State) -> int:
        """The number of points in a state."""
        return sum(point.state == state for point in self.points)
