"""The study of a calculation, in the format that a client accepts."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.authentication import Caller
from api.context import Context
from api.negotiation import Negotiated, document_responses
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from api.studies import read_study
from ledger.translations.languages import Language
from schemas.views.study import Study, StudyScope

router = APIRouter(prefix=PREFIX, tags=["reports"], responses=PROBLEMS)


@router.get(
    "/calculations/{statement:id}/study",
    summary="Get a calculation's study",
    operation_id="study",
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
    lang: Annotated[Language, Query(description="The language of a page; JSON has none.")] = "en",
) -> Response:
    """Return the study behind a calculation as JSON, HTML, PDF or Markdown, by the `Accept` header.

    The public study of a declared calculation is shown to every login that reads statements. The full one is shown to
    the operator, to an engaged auditor, and to the manufacturer as far as the data are its own.
    """
    content = await read_study(context, caller, (statement, scope), negotiated.form, lang)
    return negotiated.answer(content, lang, "study")
