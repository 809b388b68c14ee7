"""The page of what-if questions: another supplier, another flow, another grid. Nothing on it is signed.

Each question is an address, so it can be kept and sent on; its answer is computed again each time it is opened.
"""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.paths import IdDigits
from api.web.manufacturer.figure_links import FIGURES, report_page
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from ledger.footprint.analysis.what_if import Exchange
from ledger.footprint.graph.numbers import EXPLAIN
from schemas.errors import CradleError
from schemas.views.what_if import WhatIf, WhatIfOptions

router = APIRouter(prefix=FIGURES, include_in_schema=False)
Place = Annotated[int | None, Query(ge=0, le=100_000)]
Other = Annotated[str | None, Query(alias="with", max_length=1000)]
"""The place of an input among the options, and of what is put there; for a site, a country."""


@twins(router, "/{digits}/what-if")
def exchanges(visit: Visited, digits: IdDigits) -> WhatIfOptions:
    """Return what can be exchanged as data."""
    return visit.desk.exchanges(f"sha256:{digits}")


@router.get("/{digits}/what-if")
def what_if_page(
    visit: Visited, digits: IdDigits, row: Place = None, site: Place = None, other: Other = None
) -> Response:
    """Show what can be exchanged, and the answer to a question."""
    options, answer, question = exchanges(visit, digits), None, ""
    if other is not None:
        exchange, question = _question(visit, options, row, site, other)
        answer = visit.desk.what_if(f"sha256:{digits}", *exchange)
    return report_page(
        visit,
        digits,
        "what_if",
        options,
        answer=answer,
        question=question,
        share=None if answer is None else _share(answer),
        chosen=(row, site, other),
    )


def _question(
    visit: Visit, options: WhatIfOptions, row: int | None, site: int | None, other: str
) -> tuple[Exchange, str]:
    """The exchange that an address asks for, and the question in words.

    Raises:
        CradleError: `what_if.row`.
    """
    if row is not None and row < len(options.inputs) and other.isdecimal():
        replaced = options.inputs[row]
        if int(other) < len(replaced.alternatives):
            chosen = replaced.alternatives[int(other)]
            exchange = Exchange(replaced.entry, replaced.place, chosen.flow, chosen.delivery)
            words = visit.say("what_if.question", other=chosen.name, name=replaced.name)
            return exchange, words
    if site is not None and site < len(options.sites):
        exchange = Exchange(options.sites[site].entry, country=other)
        return exchange, visit.say("what_if.question.country", country=other)
    detail = "This exchange is not offered; choose one of the list."
    raise CradleError("what_if.row", detail)


def _share(answer: WhatIf) -> Decimal | None:
    """The change as a part of the figure; None where that is not above zero."""
    before = Decimal(answer.before)
    return EXPLAIN.divide(Decimal(answer.change), before) if before > 0 else None
