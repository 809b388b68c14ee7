"""What the footprint reports as a problem, as the refusal of who submitted or asked."""

from ledger.footprint.graph import Problem
from schemas.errors import CradleError


def refusal(problem: Problem, place: str = "") -> CradleError:
    """The error of a problem; its subject is told in the sentence."""
    return CradleError(problem.code, f"{problem.detail} ({problem.subject}).", place)
