"""The page of what-if questions: another supplier, another flow, another grid. Nothing on it is signed.

Each question is an address, so it can be kept and sent on; its answer is computed again each time it is opened.
"""

from decimal import Decimal
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Response

from api.paths import IdDigits
from api.web.manufacturer.figure_links import FIGURES, Crumb, figure_crumbs
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.footprint.analysis.what_if import Exchange
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded, show_figure
from ledger.translations.documents import number, percentage
from schemas.errors import CradleError
from schemas.views.what_if import WhatIf, WhatIfOptions

router = APIRouter(prefix=FIGURES, include_in_schema=False)
Place = Annotated[int | None, Query(ge=0, le=100_000)]
Other = Annotated[str | None, Query(alias="with", max_length=1000)]
"""The place of an input among the options, and of what is put there; for a site, a country."""


class StageLine(NamedTuple):
    """A stage before and after."""

    name: str
    before: str
    after: str


class Answer(NamedTuple):
    """The answer in words: the question, both figures, the change, and the stages."""

    question: str
    before: str
    after: str
    change: str
    share: str
    stages: list[StageLine]


@router.get("/{digits}/what-if.json")
def what_if_data(visit: Visited, digits: IdDigits) -> Response:
    """Return what can be exchanged as data."""
    return visit.data(_options(visit, digits))


@router.get("/{digits}/what-if")
def what_if_page(
    visit: Visited, digits: IdDigits, row: Place = None, site: Place = None, other: Other = None
) -> Response:
    """Show what can be exchanged, and the answer to a question."""
    options = _options(visit, digits)
    values: dict[str, object] = {
        "options": options,
        "digits": digits,
        "crumbs": (*figure_crumbs(visit, options.model, digits), Crumb(visit.say("what_if.crumb"))),
        "answer": None,
        "number": lambda value: number(show_figure(Decimal(value)), visit.language),
        "chosen": (row, site, other),
    }
    if other is not None:
        exchange, question = _question(visit, options, (row, site, other))
        found = visit.desk.what_if(f"sha256:{digits}", *exchange)
        values["answer"] = _answer(visit, found, question)
    title = visit.say("what_if.title")
    return visit.page("manufacturer/what_if.html", title, values, MANUFACTURER.frame("products"))


def _options(visit: Visit, digits: str) -> WhatIfOptions:
    return visit.desk.exchanges(f"sha256:{digits}")


def _question(
    visit: Visit, options: WhatIfOptions, asked: tuple[int | None, int | None, str]
) -> tuple[Exchange, str]:
    """The exchange that an address asks for, and the question in words.

    Raises:
        CradleError: `what_if.row`.
    """
    row, site, other = asked
    if row is not None and row < len(options.inputs) and other.isdecimal():
        found = options.inputs[row]
        if int(other) < len(found.alternatives):
            chosen = found.alternatives[int(other)]
            exchange = Exchange(found.entry, found.place, chosen.flow, chosen.delivery)
            words = visit.say("what_if.question", other=chosen.name, name=found.name)
            return exchange, words
    if site is not None and site < len(options.sites):
        exchange = Exchange(options.sites[site].entry, country=other)
        return exchange, visit.say("what_if.question.country", country=other)
    detail = "This exchange is not offered; choose one of the list."
    raise CradleError("what_if.row", detail)


def _answer(visit: Visit, found: WhatIf, question: str) -> Answer:
    before, change = Decimal(found.before), Decimal(found.change)
    sign = "+" if change > 0 else ""
    pairs = zip(found.stages_before, found.stages_after, strict=True)
    return Answer(
        question=question,
        before=number(found.before, visit.language),
        after=number(found.after, visit.language),
        change=f"{sign}{number(found.change, visit.language)}",
        share=f"{sign}{percentage(EXPLAIN.divide(change, before), visit.language)}"
        if before > 0
        else "",
        stages=[
            StageLine(
                visit.say(f"declaration.stage.{one.stage.value}"),
                number(format_rounded(Decimal(one.value)), visit.language),
                number(format_rounded(Decimal(other.value)), visit.language),
            )
            for one, other in pairs
        ],
    )
