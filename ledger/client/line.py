"""The request for the figure of one output line; apart from the client, so that it loads no HTTP library."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an entry, and the digests of the rulebook and factor sets that value it."""

    entry: str
    line: str
    rulebook: str
    factor_sets: Sequence[str]

    def to_json(self) -> dict[str, object]:
        """The body of a request for a preview."""
        return {
            "entry": self.entry,
            "line": self.line,
            "rulebook": self.rulebook,
            "factor_sets": sorted(self.factor_sets),
        }
