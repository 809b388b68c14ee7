"""A choice: a legitimate word of a declarer that moves a figure, with its alternative and the evidence behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ledger.choices.coordinates import Change
from ledger.choices.kinds import Kind
from schemas.signed.calculation import Attestation

State = Literal["unevidenced", "documented", "settled"]
"""`documented` if a document or digest is named, `settled` if an accepted auditor has examined it."""


@dataclass(frozen=True)
class Choice:
    """A choice in a statement.

    Attributes:
        kind: of the choice.
        subject: the id of the statement that makes it.
        by: the id of its issuer.
        detail: a clause that names the values chosen.
        changes: the alternative; empty if the rulebook, or the data, give none.
        evidence: the documents and digests that the statement names.
    """

    kind: Kind
    subject: str
    by: str
    detail: str
    changes: tuple[Change, ...] = ()
    evidence: tuple[str, ...] = ()

    def state(self, examined: "Examined", *, is_behind: bool = True) -> State:
        """The state of the choice for a reader; `is_behind` is false for a statement beside those behind the figure."""
        if examined.settles(self, is_behind=is_behind):
            return "settled"
        return "documented" if self.evidence else "unevidenced"


@dataclass(frozen=True)
class Examined:
    """The depths at which auditors that a reader accepts have examined statements.

    `default` are the depths at which all statements behind the figure were examined, `statements` those of single
    ones, in place of the default.
    """

    default: frozenset[str] = frozenset()
    statements: Mapping[str, frozenset[str]] | None = None

    @classmethod
    def by(cls, attestation: Attestation | None) -> "Examined":
        """What an attestation of a calculation examined; nothing without one, or by a refusal."""
        if attestation is None or attestation.outcome == "refused":
            return NOT_EXAMINED
        rows = attestation.depth.exceptions
        return cls(
            frozenset({attestation.depth.default}),
            {row.statement: frozenset({row.depth}) for row in rows},
        )

    def settles(self, choice: Choice, *, is_behind: bool = True) -> bool:
        """True if the statement of a choice was examined deeply enough; one beside the figure only by its own name."""
        default = self.default if is_behind else frozenset()
        depths = (self.statements or {}).get(choice.subject, default)
        enough = (
            {"site_visit"} if choice.kind.depth == "site_visit" else {"site_visit", "documents"}
        )
        return not depths.isdisjoint(enough)


NOT_EXAMINED = Examined()
"""No auditor has examined anything."""
