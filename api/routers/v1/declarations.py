"""Documents about a declaration, in the type that a client accepts: data, page or PDF; and passport data."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.authentication import Caller
from api.context import Context
from api.negotiation import HTML, JSON, PDF, document_response, require_type
from api.openapi import binary
from api.paths import Id
from api.problems import PROBLEMS
from ledger.documents.declaration.layout import lay_out, to_bytes
from ledger.documents.rendering.html import render_html
from ledger.documents.rendering.pdf import render_pdf
from ledger.exchange.battery_pass import battery_pass_of
from ledger.service.access.declarations import declaration_for
from ledger.translations.languages import Language
from schemas.declaration_document import DeclarationDocument

router = APIRouter(tags=["documents"], responses=PROBLEMS)

DocumentLanguage = Annotated[
    Language, Query(alias="lang", description="The language of a page or PDF.")
]


def _described() -> dict[int | str, dict[str, Any]]:
    """The three types of a declaration, for the API's description."""
    page: dict[str, Any] = {"schema": {"type": "string"}}
    file = {"schema": {"type": "string", "format": "binary"}}
    content = {HTML: page, PDF: file}
    return {200: {"model": DeclarationDocument, "description": "The document.", "content": content}}


@router.get(
    "/documents/{statement:id}",
    summary="Get a declaration as a document",
    operation_id="declaration_document",
    response_model=None,
    responses=_described(),
)
def declaration(
    statement: Id,
    request: Request,
    caller: Caller,
    context: Context,
    language: DocumentLanguage = "en",
) -> Response:
    """Return a declaration, or a calculation as it would be declared, as JSON, HTML or PDF by `Accept`."""
    chosen = require_type(request, (JSON, HTML, PDF))
    document = declaration_for(context.ledger, caller, statement, context.now())
    if chosen == JSON:
        return document_response(to_bytes(document), JSON, "declaration.json")
    page = lay_out(document, language)
    if chosen == HTML:
        return document_response(render_html(page).encode(), HTML, "declaration.html")
    return document_response(render_pdf(page), PDF, "declaration.pdf")


@router.get(
    "/documents/{statement:id}/battery-pass",
    summary="Get a declaration as passport data",
    operation_id="battery_pass",
    response_class=Response,
    responses=binary(JSON, "The aspect `CarbonFootprintForBatteries` 1.2.0."),
)
def battery_pass(statement: Id, caller: Caller, context: Context) -> Response:
    """Return a declaration as the aspect `CarbonFootprintForBatteries` 1.2.0 of the BatteryPass data model."""
    document = declaration_for(context.ledger, caller, statement, context.now())
    return document_response(battery_pass_of(document), JSON, "battery-pass.json")
