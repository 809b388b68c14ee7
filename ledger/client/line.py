"""The request for the figure of one output line; apart from the client, so that it loads no HTTP library."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BorderYear:
    """The year of quantities at the carbon border, and its correction factor if one is stated, a decimal number."""

    year: int
    cscf: str | None = None

    def to_json(self) -> dict[str, object]:
        """The year, and the factor if it is stated."""
        return {"year": self.year} | ({} if self.cscf is None else {"cscf": self.cscf})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an entry, and the digests of the rulebook and factor sets that value it.

    `border` adds its quantities at the carbon border.
    """

    entry: str
    line: str
    rulebook: str
    factor_sets: Sequence[str]
    border: BorderYear | None = None

    def to_json(self) -> dict[str, object]:
        """The body of a request for a preview."""
        of = self.border
        border = {} if of is None else {"border": of.to_json()}
        return border | {
            "entry": self.entry,
            "line": self.line,
            "rulebook": self.rulebook,
            "factor_sets": sorted(self.factor_sets),
        }
