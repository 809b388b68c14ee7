"""The rules of declared periods: one figure for each day, model and plant, and corrections that hide no day.

Article 7(1) of Regulation (EU) 2023/1542 asks for one declaration for each battery model and manufacturing plant. Two
live declarations of one issuer, model and site whose periods share a day would let their issuer show the lower one. So
the second is refused unless it supersedes the first. It keeps model and site, so that nothing frees the period of
another product, and covers every day of the first, so that no month vanishes. A calculation that was superseded is
declared no more: its issuer has said that it is wrong.

The rule of periods is our own (decision 0032). Not seen: one product under two model ids, site codes or participants.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ledger.footprint.graph.resolution import Change, Problem
from schemas.signed.calculation import AssertedCalculation


class DeclaredFigure(NamedTuple):
    """A declaration's id, and the calculation that it declares."""

    id: str
    calculation: AssertedCalculation

    @property
    def product(self) -> tuple[str, str, str]:
        """The issuer, the model and the site."""
        calculation = self.calculation
        return calculation.issuer, calculation.model, calculation.site


def replacement_problems(new: DeclaredFigure, old: DeclaredFigure) -> Iterator[Problem]:
    """A declaration that supersedes another keeps model and site, and covers its period."""
    for field in ("model", "site"):
        if getattr(new.calculation, field) != getattr(old.calculation, field):
            detail = (
                f"the superseded declaration has another {field},"
                f" {getattr(old.calculation, field)}; declare this one without superseding it"
            )
            yield Problem("supersedes.identity", new.id, detail, "calculation")
    period, earlier = new.calculation.period, old.calculation.period
    if not period.covers(earlier):
        detail = (
            f"the superseded declaration is of {earlier.start} to {earlier.end}, and {period.start}"
            f" to {period.end} leaves out days of it; calculate a period that covers it"
        )
        yield Problem("supersedes.period", new.id, detail, "calculation")


def overlap_problems(new: DeclaredFigure, live: Iterable[DeclaredFigure]) -> Iterator[Problem]:
    """A declaration shares no day with another live one of its issuer, model and site.

    Args:
        new: the later declaration.
        live: earlier ones that were not superseded, without the one that it supersedes.
    """
    for other in live:
        period = other.calculation.period
        if other.product == new.product and period.overlaps(new.calculation.period):
            detail = (
                f"{other.id} declares this model and site from {period.start} to {period.end};"
                " supersede it, or declare a period that shares no day with it"
            )
            yield Problem("declaration.period", new.id, detail, "calculation")


def superseded_calculation_problem(
    name: str, calculation: str, change: Change | None
) -> Problem | None:
    """A declaration is of a calculation that was not superseded when the log accepted it.

    Args:
        name: of the declaration.
        calculation: the id of the declared calculation.
        change: of that calculation, as of the declaration; None if there is none.
    """
    if change is None:
        return None
    detail = f"{calculation} was {change.kind} by {change.by}; declare the newest calculation"
    return Problem("declaration.superseded_calculation", name, detail, "calculation")
