"""The files of a figure: its data, its pictures and tables, its document and study, and a bundle for each audience."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.concurrency import run_in_threadpool

from api.declaration_address import PREFIX, with_address
from api.document_response import document_headers
from api.paths import IdDigits
from api.studies import read_study
from api.web.frame import Chosen
from api.web.manufacturer.figure_links import FIGURES
from api.web.manufacturer.figure_pictures import (
    all_flows,
    by_country,
    country_tiles,
    kept_flows,
    sankey,
)
from api.web.manufacturer.figure_reading import read_flows_of
from api.web.twins import columns, csv_response, download, twins
from api.web.workspace import PRIVATE, Visit, Visited
from ledger.documents.declaration.layout import layout_declaration, stage_chart
from ledger.documents.drawing.sankey.rows import flow_rows
from ledger.documents.page import to_bytes
from ledger.documents.rendering.formats import MEDIA_TYPES
from ledger.exchange.battery_pass import is_passport
from ledger.footprint.graph.numbers import format_decimal
from ledger.state.declared import calculation_behind
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.flows import CalculationFlows
from schemas.vocabulary import Audience

router = APIRouter(prefix=FIGURES, include_in_schema=False)
STAGES = ("stage", "burdens", "credits", "value", "per_battery")
FLOWS = ("source", "source_country", "target", "smaller", "stage", "burdens", "credits")


@twins(router, "/{digits}")
def figure(visit: Visited, digits: IdDigits) -> DeclarationDocument:
    """Return the declaration document as data."""
    document = visit.desk.declaration_document(f"sha256:{digits}")
    return with_address(document, visit.context.configuration)


@twins(router, "/{digits}/flows")
def flows(visit: Visited, digits: IdDigits) -> CalculationFlows:
    """Return the flows as data."""
    return read_flows_of(visit, digits)


@router.get("/{digits}/flows.csv")
def flows_table(visit: Visited, digits: IdDigits) -> Response:
    """Return all flows by stage as a table, as far as the reader may look."""
    rows = (
        (
            row.source and row.source.name,
            row.source and row.source.country,
            row.target and row.target.name,
            ", ".join(row.smaller),
            part.stage,
            format_decimal(part.burdens),
            format_decimal(part.credits),
        )
        for row in flow_rows(all_flows(visit, flows(visit, digits)))
        for part in row.stages
    )
    return csv_response("flows", FLOWS, rows)


@router.get("/{digits}/stages.csv")
def stages_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the stages as a table."""
    return csv_response("stages", *columns(figure(visit, digits).stages, *STAGES))


@router.get("/{digits}/countries.csv")
def countries_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the burdens by country as a table."""
    burdens = by_country(flows(visit, digits))
    rows = ((code, format_decimal(value)) for code, value in burdens.items())
    return csv_response("countries", ("country", "burdens"), rows)


@router.get("/{digits}/{picture}.svg")
def picture_file(
    visit: Visited, digits: IdDigits, picture: Literal["stages", "flows", "countries"]
) -> Response:
    """Return a picture of the page as a file; it is drawn by the function that draws the page's."""
    drawn: dict[str, Callable[[], str]] = {
        "stages": lambda: stage_chart(figure(visit, digits), visit.language).svg,
        "flows": lambda: _flows_picture(visit, digits),
        "countries": lambda: country_tiles(visit, flows(visit, digits)),
    }
    return Response(drawn[picture](), media_type="image/svg+xml", headers=PRIVATE)


def _flows_picture(visit: Visit, digits: str) -> str:
    kept = kept_flows(visit, flows(visit, digits))
    return sankey(visit, figure(visit, digits), kept)


@router.get("/{digits}/document.{form}")
def document_file(
    visit: Visited, digits: IdDigits, form: Literal["pdf", "json"], lang: Chosen = None
) -> Response:
    """Return the declaration document, also of a figure that is not declared, as PDF or data."""
    document, language = figure(visit, digits), lang or visit.language
    page = layout_declaration(document, language)
    content = visit.context.typesetter.render(form, to_bytes(document), page)
    headers = {**PRIVATE, **document_headers("declaration", form, language)}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


@router.get("/{digits}/study.pdf")
async def study_file(visit: Visited, digits: IdDigits, lang: Chosen = None) -> Response:
    """Return the study with the parts that the reader may see, as PDF."""
    language = lang or visit.language
    calculation = await run_in_threadpool(_calculation, visit, digits)
    content = await read_study(visit.context, visit.caller, calculation, "full", "pdf", language)
    headers = {**PRIVATE, **document_headers("study", "pdf", language)}
    return Response(content, media_type=MEDIA_TYPES["pdf"], headers=headers)


@router.get("/{digits}.bundle")
def bundle_file(
    visit: Visited, digits: IdDigits, audience: Annotated[Audience | None, Query()] = None
) -> Response:
    """Return the bundle for an audience that the reader belongs to or may serve."""
    bundle = visit.desk.bundle(f"sha256:{digits}", audience)
    return download(bundle.content, "application/zip", bundle.name)


def file_links(
    visit: Visit, document: DeclarationDocument, digits: str, audiences: Sequence[Audience]
) -> Iterator[tuple[str, str]]:
    """The name and address of each file of the page: those of the figure, the bundles by audience, what anybody reads.

    Args:
        visit: of the reader.
        document: of the figure.
        digits: of the address.
        audiences: whose bundles the reader may have.
    """
    own, language = f"{FIGURES}/{digits}", visit.language
    declared, public = document.digests.declaration, Audience.PUBLIC
    files = {
        "document.pdf": f"{own}/document.pdf?lang={language}",
        "document.json": f"{own}/document.json",
        "study": f"{own}/study.pdf?lang={language}",
    }
    files |= {
        audience.value: f"{own}.bundle?audience={audience.value}"
        for audience in audiences
        if audience != public
    }
    if declared is not None:
        page = f"{PREFIX}/{declared[7:]}"
        files |= {"public": f"{page}.bundle", "public_study": f"{page}/study.pdf?lang={language}"}
        if document.study is not None and is_passport(document.standing):
            files["passport"] = f"{page}/battery-pass.json"
        files["page"] = page
    for key, href in files.items():
        yield visit.say(f"figure.file.{key}"), href


def _calculation(visit: Visit, digits: str) -> str:
    with visit.ledger.view() as view:
        return calculation_behind(view, f"sha256:{digits}")
