"""Problems and broken rules, as refusals of a submission or request."""

from collections.abc import Iterable

from ledger.footprint.graph.resolution import Problem
from schemas.errors import CradleError, sentence


def refusal(problem: Problem, place: str = "", own: str = "") -> CradleError:
    """The error of a problem.

    Args:
        problem: its subject is added to the sentence, unless it is the submitted statement itself.
        place: the field path, where the problem itself has none.
        own: the id of the submitted statement.
    """
    detail = sentence(problem.detail)
    if problem.subject != own:
        detail = f"{detail.removesuffix('.')} ({problem.subject})."
    return CradleError(problem.code, detail, problem.place or place)


def refuse_first(problems: Iterable[Problem | None], own: str = "") -> None:
    """Refuse the submitted statement `own` for the first rule that it breaks, if any.

    Raises:
        CradleError: the code of the rule, with the field path.
    """
    for problem in problems:
        if problem is not None:
            raise refusal(problem, own=own)
