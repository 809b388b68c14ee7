"""The lines of a policy that its reader compares with other sources, and which of them are not confirmed.

A policy that was drafted from a bundle accepts what the bundle says of itself, so each of its lines needs another
source: the keys of the logs, and every id that it lists. A line is named `logs`, or by its list and its id, such as
`registrars sha256:0e86...`. In a marked policy each line counts as unconfirmed that is not among the confirmed ones,
also one whose mark was deleted or that was added since. A policy without any mark is the reader's own.

Source: docs/formats/policy.md. Left out: the origin, which is in the names of the log keys, and what the reader
decides alone, such as the quorum and the oldest registry.
"""

from collections.abc import Iterator, Mapping

from schemas.errors import CradleError
from schemas.signed.policy import Policy

LOGS = "logs"
ALL = "all"
"""The line of a mark that covers the whole policy, as drafts had before each line was marked."""

LISTS = ("registrars", "auditors", "rulebooks", "factor_sets")
_UNSAID = "Compare it with another source than the bundle."


def lines_of(policy: Policy) -> tuple[str, ...]:
    """The lines of a policy, by name."""
    listed = (f"{name} {value}" for name in LISTS for value in getattr(policy, name))
    return (LOGS, *listed)


def is_marked(policy: Policy) -> bool:
    """True if the policy was drafted from a bundle: it has marked lines, confirmed or not."""
    return bool(policy.unconfirmed or policy.confirmed)


def unconfirmed_lines(policy: Policy) -> Mapping[str, str]:
    """The lines that are not confirmed, each with a sentence on what to compare it with."""
    marks = {row.line: row.compare_with for row in policy.unconfirmed or ()}
    if ALL in marks:
        return {ALL: marks[ALL]}
    confirmed = {row.line for row in policy.confirmed or ()}
    return {
        line: marks.get(line, _UNSAID)
        for line in lines_of(policy)
        if is_marked(policy) and (line in marks or line not in confirmed)
    }


def mark_faults(policy: Policy) -> Iterator[CradleError]:
    """Marks of lines that the policy does not have."""
    lines = {*lines_of(policy)}
    for index, row in enumerate(policy.unconfirmed or ()):
        if row.line not in lines | {ALL}:
            yield _unknown(row.line, f"unconfirmed[{index}].line")
    for index, mark in enumerate(policy.confirmed or ()):
        if mark.line not in lines:
            yield _unknown(mark.line, f"confirmed[{index}].line")


def _unknown(line: str, place: str) -> CradleError:
    detail = f"The policy has no line {line!r:.100}; correct the name, or remove this mark."
    return CradleError("policy.line", detail, place)
