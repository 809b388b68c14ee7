"""The addresses of the pages about one figure, the trail of links that leads to them, and what these pages share."""

from typing import Any, Final, NamedTuple, Protocol

from fastapi import Response

from api.web.workspace import Visit
from api.web.workspaces import MANUFACTURER
from ledger.documents.declaration.evidence import asserted, production
from ledger.documents.declaration.layout import (
    method_facts,
    stage_chart,
    stage_table,
)
from ledger.documents.declaration.unit_words import (
    below_of,
    plausibility_of,
    production_title,
    unit_of,
)
from ledger.documents.page import Facts
from schemas.views.declaration_document import DeclarationDocument

FIGURES: Final = f"{MANUFACTURER.root}/figures"
"""The path of the pages about a calculation or declaration, by the digits of its id."""


class Crumb(NamedTuple):
    """A step of the trail; the last one is no link."""

    words: str
    href: str = ""


class FigureReport(Protocol):
    """A report about a figure, which names its product."""

    @property
    def model(self) -> str:
        """The battery model."""


def figure_crumbs(visit: Visit, model: str, digits: str) -> tuple[Crumb, ...]:
    """The trail to the figure's own page."""
    return (
        Crumb(visit.say("frame.tab.products"), MANUFACTURER.root),
        Crumb(model, f"{FIGURES}/{digits}"),
    )


def report_page(
    visit: Visit,
    digits: str,
    name: str,
    report: FigureReport,
    **values: Any,  # noqa: ANN401 - as a page has
) -> Response:
    """The page of a report about a figure; the name is that of its template and of its words."""
    crumbs = (*figure_crumbs(visit, report.model, digits), Crumb(visit.say(f"{name}.crumb")))
    return visit.page(
        f"manufacturer/{name}.html", found=report, digits=digits, crumbs=crumbs, **values
    )


def document_values(visit: Visit, document: DeclarationDocument) -> dict[str, Any]:
    """The parts of a declaration document that its previews and the page of its figure show."""
    language = visit.language
    return {
        "document": document,
        "unit": unit_of(document, language),
        "below": below_of(document, language),
        "production_title": production_title(document, language),
        "chart": stage_chart(document, language),
        "stages": stage_table(document, language),
        "method": Facts(tuple(method_facts(document, language))),
        "production": Facts(tuple(production(document, language))),
        "plausibility": plausibility_of(document, language),
        "asserted": Facts(tuple(asserted(document, language))),
    }
