"""`portfolio_scenarios`: changes that nobody has made, to be supposed for a whole portfolio, each under a name.

A scenario may take another supplier's goods everywhere in the same amount, multiply the own emissions of an entry or a
firm, average the lots of each product over a year, and value all by other factor sets. All changes of a scenario are
supposed together. Never signed.
"""

from typing import Literal

from pydantic import Field, field_validator

from schemas.base import Model, broken
from schemas.values import Code, Digest, NotNegative, StatementId, Text


class SuppliedLine(Model):
    """An output line of an entry."""

    entry: StatementId
    line: Code


class Replaced(Model):
    """The line `new` taken everywhere in place of `old`, in the same amount."""

    old: SuppliedLine
    new: SuppliedLine


class ScaledEmissions(Model):
    """The own emissions of an entry, or of all entries of an issuer, times a factor."""

    id: StatementId
    factor: NotNegative


class PortfolioScenario(Model):
    """Changes that are supposed together.

    Attributes:
        name: of the scenario.
        take: lines in place of others.
        own: own emissions.
        average: true if all goods of a product that a firm made at a site in a year count their mean, after the
            other changes.
        factor_sets: in place of those of the calculations; none keeps theirs.
    """

    name: Text
    take: tuple[Replaced, ...] = Field(default=(), max_length=4096)
    own: tuple[ScaledEmissions, ...] = Field(default=(), max_length=4096)
    average: Literal[True] | None = None
    factor_sets: tuple[Digest, ...] = Field(default=(), max_length=64)


class PortfolioScenarios(Model):
    """Scenarios, each to be supposed alone."""

    scenarios: tuple[PortfolioScenario, ...] = Field(min_length=1, max_length=4096)

    @field_validator("scenarios")
    @classmethod
    def _named_once(cls, rows: tuple[PortfolioScenario, ...]) -> tuple[PortfolioScenario, ...]:
        names = [row.name for row in rows]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise broken("portfolio.repeated", f"two scenarios are named {twice!r}; rename one")
        return rows
