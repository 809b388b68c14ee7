"""A choice: a legitimate word of a declarer that moves a figure, with its alternative and the evidence behind it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from ledger.choices.coordinates import Change
from ledger.choices.kinds import Depth, Kind
from ledger.footprint.graph.numbers import explained_sum
from schemas.signed.attestation import Attestation
from schemas.signed.settled import ChoiceId, Explanation, Settled, SettledChoice

State = Literal["unevidenced", "documented", "settled"]
"""`documented` if a document or digest is named, `settled` if an accepted auditor attests that choice, or a published
document that the reader accepts answers it."""


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
        coordinate: its place in the statement; empty for one that is of the whole statement.
        kg: the mass over the period of the entry that must be explained to settle it; None where none is missing.
    """

    kind: Kind
    subject: str
    by: str
    detail: str
    changes: tuple[Change, ...] = ()
    evidence: tuple[str, ...] = ()
    coordinate: str = ""
    kg: Decimal | None = None

    @property
    def id(self) -> ChoiceId:
        """The id by which an attestation names the choice."""
        return ChoiceId(self.kind.code, self.subject, self.coordinate)

    def state(self, examined: "Examined") -> State:
        """The state of the choice for a reader."""
        if examined.settles(self):
            return "settled"
        return "documented" if self.evidence else "unevidenced"


class AuditWord(NamedTuple):
    """An attestation, and the choices that it settles as far as they are shown."""

    attestation: Attestation
    settled: Settled | None


@dataclass(frozen=True)
class Examined:
    """The choices that auditors accepted by a reader have settled, by their ids.

    A choice that is not named is not settled, however deep its statement was examined. `published` are those that
    documents answer which the reader accepts from their publishers.
    """

    settled: Mapping[ChoiceId, Sequence[SettledChoice]] = field(default_factory=dict)
    published: frozenset[ChoiceId] = frozenset()

    @classmethod
    def by(cls, *words: "AuditWord | None") -> "Examined":
        """The choices that some attestations settle; None, or a refusal, settles nothing."""
        rows = defaultdict[ChoiceId, list[SettledChoice]](list)
        for word in words:
            if word is not None and word.settled is not None:
                for row in word.settled.choices if word.attestation.outcome != "refused" else ():
                    rows[row.id].append(row)
        return cls(dict(rows))

    def settles(self, choice: Choice) -> bool:
        """True if it is published, or an auditor looked deep enough and explained all mass that the choice lacks."""
        named = self.settled.get(choice.id, ())
        return choice.id in self.published or any(_is_enough(choice, row) for row in named)

    def absent(self, choices: Iterable[Choice]) -> tuple[ChoiceId, ...]:
        """The ids that auditors settled and that are none of some choices: they settle nothing."""
        return tuple(sorted({*self.settled} - {choice.id for choice in choices}))


def _is_enough(choice: Choice, row: SettledChoice) -> bool:
    """True if a row of an attestation is deep enough for a choice, and explains what mass it lacks."""
    is_explained = choice.kg is None or kg_of(row.explained) >= choice.kg
    return is_explained and takes(choice.kind, row.depth)


def takes(kind: Kind, depth: Depth) -> bool:
    """True if an examination of a depth settles a choice of a kind."""
    return depth in (kind.depth, "site_visit")


def kg_of(explained: Sequence[Explanation] | None) -> Decimal:
    """The kg that substances explain; zero without any."""
    return explained_sum(Decimal(it.kg) for it in explained or ())


NOT_EXAMINED = Examined()
"""No auditor has examined anything."""
