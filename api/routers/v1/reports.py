"""Reports on calculations and deliveries: quality rating, study, differences, and export to another exchange."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.authentication import Caller
from api.context import Context
from api.negotiation import Negotiated, document_responses
from api.openapi import binary
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from api.questions import add_question
from api.studies import read_study
from ledger.desk import differences, figures, flows, readiness, samples, trade
from ledger.exchange.exporting import Export, Form, export_delivery
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.reading import require_visible
from ledger.service.answers.delivery_contents import read_delivery_contents
from ledger.translations.languages import Language
from schemas.signed.statement import Kind
from schemas.views.study import Study, StudyScope

router = APIRouter(prefix=PREFIX, tags=["reports"], responses=PROBLEMS)


for _question in (
    figures.quality,
    flows.flows,
    figures.choices,
    readiness.readiness,
    samples.sample,
    trade.element_origin,
):
    add_question(router, _question)


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


add_question(router, differences.difference)
add_question(router, differences.comparison)


@router.get(
    "/deliveries/{statement:id}/export",
    summary="Export a delivery's figure",
    operation_id="export",
    response_class=Response,
    responses=binary("application/json", "The file."),
)
def export(
    statement: Id,
    caller: Caller,
    context: Context,
    form: Annotated[Form, Query(alias="format", description="The format of the file.")],
    created: Annotated[
        int | None,
        Query(
            ge=0,
            le=4_102_444_800,
            description="The footprint's time of creation, seconds of UTC since 1970. Default: now.",
        ),
    ] = None,
    customer_part: Annotated[
        str | None,
        Query(
            max_length=200,
            pattern=r"^[^\x00-\x1f\x7f]+$",
            description="The customer's part number of a battery part. Default: the product's id.",
        ),
    ] = None,
) -> Response:
    """Return a delivery that states a figure as a file of PACT or Catena-X."""
    require_visible(context.ledger, caller, statement, Kind.DELIVERY)
    figure = read_delivery_contents(context.ledger, statement)
    now = context.now()
    made = datetime.fromtimestamp(now if created is None else created, UTC)
    content = export_delivery(figure, Export(form, made, customer_part))
    done = AccessRecord("export", statement, figure.delivery.issuer, form)
    note(context.ledger.store, caller, now, [done])
    headers = {"Content-Disposition": f'attachment; filename="{form}.json"'}
    return Response(content, media_type="application/json", headers=headers)
