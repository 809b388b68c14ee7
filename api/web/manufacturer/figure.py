"""The page of a figure: why it is what it is, as far as the reader may look.

A calculation and a declaration have the same page. The tree opens by links, so it works without a script, and never
sends more of a large chain than is open. Its pictures are files of their own too.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.declaration_address import PREFIX
from api.paths import IdDigits
from api.web.manufacturer import figure_sections as sections
from api.web.manufacturer.figure_difference import difference_of
from api.web.manufacturer.figure_files import file_links
from api.web.manufacturer.figure_links import FIGURES, Crumb
from api.web.manufacturer.figure_pictures import (
    country_lines,
    country_tiles,
    flow_lines,
    kept_flows,
    sankey,
)
from api.web.manufacturer.figure_reading import FigureReading, read_figure
from api.web.manufacturer.figure_waiting import await_figure
from api.web.offered_methods import labels_of
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.documents.declaration.evidence import asserted, proof
from ledger.documents.declaration.layout import method_facts, stage_chart, stage_table
from ledger.documents.page import Facts
from ledger.service.access.bundles import bundle_name
from ledger.translations.documents import number, period_words, text

router = APIRouter(prefix=FIGURES, include_in_schema=False)
Open = Annotated[
    str | None,
    Query(alias="open", pattern=r"^(all|([0-9]{1,6}(\.[0-9]{1,6})*)?)$", max_length=4000),
]
"""The numbers of the open rows of the tree, with points between them, or `all`."""


@router.get("/{digits}")
def figure_page(
    visit: Visited, digits: IdDigits, opened: Open = None, verify: str = "", compare: str = ""
) -> Response:
    """Show the figure with its sections; of a long chain that nobody has opened yet, what is signed, for the moment."""
    waiting = await_figure(visit, digits)
    if waiting is not None:
        return waiting
    found = read_figure(visit, digits, verify=verify == "yes", compare=compare == "yes")
    document = found.document
    values = {
        **_head(visit, found),
        **_pictures(visit, found),
        "tree": sections.tree(visit, found, opened),
        "difference": difference_of(visit, found.difference),
        "rules": list(sections.rules(visit, found)),
        "asserted": Facts(tuple(asserted(document, visit.language))),
        "method": Facts(tuple(method_facts(document, visit.language))),
        "methods": labels_of(visit, (document.digests.rulebook, *document.digests.factor_sets)),
        "proof": Facts(tuple(proof(document, visit.language))),
        "files": list(file_links(visit, document, digits, found.audiences)),
        "bundle": bundle_name(f"sha256:{digits}", found.audiences[0]),
    }
    return visit.page(
        "manufacturer/figure.html", document.model, values, MANUFACTURER.frame("products")
    )


def _head(visit: Visit, found: FigureReading) -> dict[str, object]:
    """The head of the page: the trail, the figure, the states and the verdict."""
    document, language = found.document, visit.language
    period = period_words(document.period, language)
    declared = document.digests.declaration
    here = visit.say(
        f"figure.trail.{'calculation' if declared is None else 'declaration'}", period=period
    )
    own = f"{FIGURES}/{found.digits}"
    public = None if declared is None else f"{PREFIX}/{declared[7:]}"
    return {
        "found": found,
        "document": document,
        "own": own,
        "crumbs": (Crumb(visit.say("frame.tab.products"), MANUFACTURER.root), Crumb(here)),
        "made": visit.say(
            "figure.made",
            firm=document.manufacturer.name,
            site=document.plant.site,
            country=document.plant.country or document.manufacturer.country,
            period=period,
            batteries=str(document.batteries),
        ),
        "figure": number(document.total, language),
        "unit": text(f"page.unit.{document.per}", language),
        "below": visit.say(
            f"declaration.below.{document.per}",
            kg=number(document.per_battery, language),
            energy=number(document.total_energy, language),
        ),
        "pdf": f"{public or own}.pdf?lang={language}"
        if public
        else f"{own}/document.pdf?lang={language}",
        "public": public,
        "states": list(sections.states(visit, found)),
        "verdict": sections.verdict(visit, found),
    }


def _pictures(visit: Visit, found: FigureReading) -> dict[str, object]:
    """The pictures and the tables beside them."""
    document, flows = found.document, found.flows
    kept = kept_flows(visit, flows)
    return {
        "chart": stage_chart(document, visit.language),
        "stages": stage_table(document, visit.language),
        "sankey": sankey(visit, document, kept),
        "flows": list(flow_lines(visit, kept)),
        "extent": sections.extent(visit, found),
        "tiles": country_tiles(visit, flows),
        "countries": list(country_lines(visit, flows)),
    }
