"""Studies and declarations, in the format that a client accepts: data, page, PDF or Markdown; and passport data."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.authentication import Caller
from api.context import Context
from api.declaration_address import with_address
from api.document_response import shown_as
from api.negotiation import Negotiated, document_responses
from api.openapi import binary
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from api.studies import read_study
from ledger.documents.declaration.layout import layout_declaration
from ledger.documents.page import to_bytes
from ledger.exchange.battery_pass import battery_pass_of
from ledger.translations.languages import Language
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.study import Study, StudyScope

router = APIRouter(prefix=PREFIX, responses=PROBLEMS)
PageLanguage = Annotated[Language, Query(description="The language of a page; JSON has none.")]


@router.get(
    "/documents/{statement:id}",
    summary="Get a declaration as a document",
    operation_id="declaration_document",
    tags=["documents"],
    response_model=None,
    responses=document_responses(DeclarationDocument, "The declaration."),
)
def declaration(
    statement: Id,
    caller: Caller,
    context: Context,
    negotiated: Negotiated,
    lang: PageLanguage = "en",
) -> Response:
    """Return a declaration, or a calculation as it would be declared, by the `Accept` header."""
    bare_document = context.desk(caller).declaration_document(statement)
    document = with_address(bare_document, context.configuration)
    return negotiated.respond(to_bytes(document), layout_declaration(document, lang), "declaration")


@router.get(
    "/documents/{statement:id}/battery-pass",
    summary="Get a declaration as passport data",
    operation_id="battery_pass",
    tags=["documents"],
    response_class=Response,
    responses=binary("application/json", "The aspect `CarbonFootprintForBatteries` 1.2.0."),
)
def battery_pass(statement: Id, caller: Caller, context: Context) -> Response:
    """Return a declaration as the aspect `CarbonFootprintForBatteries` 1.2.0 of the BatteryPass data model."""
    document = context.desk(caller).declaration_document(statement)
    headers = shown_as("battery-pass.json")
    return Response(battery_pass_of(document), media_type="application/json", headers=headers)


@router.get(
    "/calculations/{statement:id}/study",
    summary="Get a calculation's study",
    operation_id="study",
    tags=["reports"],
    response_model=None,
    responses=document_responses(Study, "The study."),
)
async def study(
    statement: Id,
    caller: Caller,
    context: Context,
    negotiated: Negotiated,
    scope: Annotated[
        StudyScope,
        Query(description="`public`, without recipes and suppliers, or `full`."),
    ] = "full",
    lang: PageLanguage = "en",
) -> Response:
    """Return the study behind a calculation as JSON, HTML, PDF or Markdown, by the `Accept` header.

    The public study of a declared calculation is shown to every login that reads statements. The full one is shown to
    the operator, to an engaged auditor, and to the manufacturer as far as the data are its own.
    """
    content = await read_study(context, caller, statement, scope, negotiated.form, lang)
    return negotiated.answer(content, lang, "study")
