"""The parts of a figure's standing that take its evaluation, and what of a standing a reader may know.

conservative   before the audit that the standing names, and after it
incomplete     the datasets behind the figure that count some of their inputs as zero
bars           what keeps the figure from being a declaration under the law
"""

from collections.abc import Iterator

from ledger.choices.report import ReportedChoices
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.incomplete import incomplete_datasets
from ledger.rules.documents import missing_for_article_7
from schemas.errors import sentence
from schemas.views.report import ConservativeTotal
from schemas.views.standing import ConservativeStanding, ConservativeSum, FigureStanding


def with_worth(
    standing: FigureStanding,
    choices: ReportedChoices,
    graph: PlausibilityContext,
    short: Problem | None,
) -> FigureStanding:
    """A standing with what an evaluation gives.

    Args:
        standing: of the figure.
        choices: behind it, under no policy.
        graph: behind it.
        short: the reason why its period is too short for a declaration; None if it is not.
    """
    conservative = None
    if choices.conservative is not None:
        after = None if standing.audit is None or choices.after is None else _sum(choices.after)
        conservative = ConservativeStanding(before=_sum(choices.conservative), after=after)
    return standing.model_copy(
        update={
            "conservative": conservative,
            "incomplete": len(incomplete_datasets(graph)),
            "bars": tuple(_bars(graph, short)),
        }
    )


def _sum(total: ConservativeTotal) -> ConservativeSum:
    return ConservativeSum(total=total.total, parts=total.parts)


def _bars(graph: PlausibilityContext, short: Problem | None) -> Iterator[str]:
    yield from missing_for_article_7(graph.rulebook, graph.resolution)
    if short is not None:
        yield sentence(f"Period: {short.detail}")


def without_causes(standing: FigureStanding) -> FigureStanding:
    """A standing for a reader who may know that something has changed, and no more.

    Who changed what, and at which leaf, would name the suppliers of suppliers.
    """
    if standing.changed is None:
        return standing
    known = {"causes": None, "after": None, "difference": None, "percent": None, "problem": None}
    changed = standing.changed.model_copy(update=known)
    life = tuple(step for step in standing.life if step.event != "changed")
    return standing.model_copy(update={"changed": changed, "life": life})
