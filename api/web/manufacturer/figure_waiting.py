"""The pages of a figure while it is computed: a long chain opens by its signed stages, and the rest follows.

The computation goes on in the background, once for each reader and statement; the page asks again by itself.
"""

from functools import partial
from typing import Final

from fastapi import Response

from api.web.manufacturer.figure_links import FIGURES, Crumb, figure_crumbs
from api.web.workspace import Visit
from ledger.desk.figure_warmth import is_warm, warm
from ledger.desk.local import LocalDesk
from ledger.state.declared import calculation_behind
from schemas.signed.calculation import Calculation

PATIENCE: Final = 1.0
"""Seconds that a page waits for the figure."""

AGAIN: Final = "2"
"""Seconds until the page asks again."""


def await_figure(visit: Visit, digits: str) -> Response | None:
    """Answer with what is signed if the figure is not computed within a moment; None if it is.

    Raises:
        CradleError: `access.denied`, `statement.unknown`.
    """
    name, local_desk = f"sha256:{digits}", visit.desk
    with local_desk.opened() as desk:
        if is_warm(desk, name):
            return None
    key = f"figure {visit.caller.organisation} {name}"
    if visit.context.recomputations.evaluate(key, partial(_warm, local_desk, name), PATIENCE):
        return None
    with local_desk.opened() as desk:
        calculation = desk.view.statement(calculation_behind(desk.view, name), Calculation)
    if calculation is None:
        return None
    answer = visit.page(
        "manufacturer/figure_waiting.html",
        crumbs=(
            *figure_crumbs(visit, calculation.model, digits),
            Crumb(visit.say("figure.waiting")),
        ),
        stated=calculation,
        again=f"{FIGURES}/{digits}",
    )
    answer.headers["Refresh"] = AGAIN
    return answer


def _warm(local_desk: LocalDesk, name: str) -> None:
    with local_desk.opened() as desk:
        warm(desk, name)
