"""The rules of an attestation that concern how it was made: its validity, depth, level, and outcome beside a verdict.

The depth is derived from what was looked at, so that an auditor who would please cannot state more than it recorded.
Validity follows PEF (Commission Recommendation (EU) 2021/2279, Annex I): the verification report and statement are
valid for at most three years. `date` is the auditor's word; the log keeps no times. Left out: that an attestation is
not of the auditor's own figure (`documents`).
"""

from collections.abc import Mapping
from typing import Final, Literal

from ledger.footprint.graph.resolution import Problem
from schemas.signed.attestation import Attestation, Depth, DepthException
from schemas.values import a_year_from
from schemas.views.report import Verdict

ExaminedDepth = Literal["recomputed", "sampled", "site_visit", "documents"]
Outcome = Literal["verified", "verified_with_remarks", "refused"]

_LEAST_FIRST: Final[tuple[ExaminedDepth, ...]] = (
    "recomputed",
    "sampled",
    "documents",
    "site_visit",
)

_EVIDENCE: Final = frozenset({"sampled", "documents", "site_visit"})
"""The depths at which documents or sites were seen."""

YEARS: Final = 3
"""The years for which an attestation may be valid."""


def latest_validity(day: str) -> str:
    """The last day on which an attestation of that day may be valid."""
    for _ in range(YEARS):
        day = a_year_from(day, 1)
    return day


def validity_problem(name: str, attestation: Attestation) -> Problem | None:
    """An attestation is valid for at most three years from its day; None if it is, or states no validity."""
    until, day = attestation.valid_until, attestation.date
    if until is None or day is None:
        return None
    if until > latest_validity(day):
        detail = (
            f"it is of {day} and valid until {until}; an attestation is valid for at most {YEARS} years,"
            f" here until {latest_validity(day)}"
        )
        return Problem("attestation.validity", name, detail, "valid_until")
    return None


def level_problem(name: str, attestation: Attestation) -> Problem | None:
    """An assurance rests on evidence: recomputing alone is agreed-upon procedures; None if the level is supported.

    ISO 14064-3:2019 (3.6.5 to 3.6.8) knows two levels of assurance, both by evidence on the data, and beside them
    agreed-upon procedures, which report findings without assurance. Limited assurance needs evidence on some
    statement, reasonable assurance on all.
    """
    level, depth = attestation.level, attestation.depth
    is_whole = depth.default in _EVIDENCE
    is_some = (
        is_whole
        or attestation.sections is not None
        or any(row.depth in _EVIDENCE for row in depth.exceptions)
    )
    if level == "agreed_upon_procedures" or is_whole or (level == "limited" and is_some):
        return None
    seen = "some statements" if is_some else "no statement"
    detail = (
        f"{level} assurance rests on evidence, and the depth is evidence on {seen}: recomputing alone is"
        " agreed_upon_procedures. State that level, or the depth to which documents or sites were seen"
    )
    return Problem("attestation.level", name, detail, "level")


def is_postdated(attestation: Attestation, today: str) -> bool:
    """True if an attestation is dated after today, so that its validity would be counted from a day to come."""
    return attestation.date is not None and attestation.date > today


def conflicting_outcome(outcome: Outcome, verdict: Verdict, *, rests: bool) -> Problem | None:
    """An outcome that says verified stands over a figure that was recomputed; None if it does, or is a refusal.

    Args:
        outcome: the auditor's word.
        verdict: of the verifier on the bundle that is attested.
        rests: True if the attestation names the deliveries that other auditors have attested, so that `attested` is
            enough.
    """
    enough = {"verified", "attested"} if rests else {"verified"}
    if outcome == "refused" or verdict in enough:
        return None
    detail = (
        f"the verifier finds the bundle {verdict}, and the outcome says {outcome}; refuse the figure, or"
        " have it corrected and recompute it"
    )
    return Problem("attestation.outcome", "attestation", detail, "outcome")


def examined_depth(*, visited: bool, seen: int, rows: int) -> ExaminedDepth:
    """The depth to which an entry was examined.

    Args:
        visited: True if the site was visited.
        seen: the rows whose document was seen.
        rows: the rows that add to the figure.
    """
    if visited:
        return "site_visit"
    if not seen:
        return "recomputed"
    return "documents" if seen >= rows else "sampled"


def stated_depth(depths: Mapping[str, ExaminedDepth]) -> Depth:
    """The depth that an attestation may state: the least of all entries, and as exceptions those examined more deeply.

    Args:
        depths: of each entry behind the figure; without any, nothing but a recomputation was possible.
    """
    default = next((level for level in _LEAST_FIRST if level in depths.values()), _LEAST_FIRST[0])
    deeper = ((name, depth) for name, depth in sorted(depths.items()) if depth != default)
    exceptions = (DepthException(statement=name, depth=depth) for name, depth in deeper)
    return Depth(default=default, exceptions=tuple(exceptions))
