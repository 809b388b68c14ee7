"""Reports on calculations and deliveries: quality rating, study, differences, and export to another exchange."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api.authentication import Caller
from api.context import Context
from api.negotiation import Negotiated, document_responses
from api.openapi import binary
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from api.studies import read_study
from ledger.exchange.exporting import Export, Form, export_delivery
from ledger.service.access.choices import choices_behind
from ledger.service.access.differences import comparison_for, difference_for
from ledger.service.access.flows import flows_for
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.origins import origin_for
from ledger.service.access.readiness import readiness_for
from ledger.service.access.reading import require_visible
from ledger.service.access.reports import quality_for
from ledger.service.access.samples import sample_for
from ledger.service.answers.delivery_contents import read_delivery_contents
from ledger.translations.languages import Language
from schemas.signed.quality import QualityReport
from schemas.signed.sample import SampleState
from schemas.signed.statement import Kind
from schemas.values import StatementId
from schemas.views.choices import CalculationChoices
from schemas.views.difference import Comparison, Difference
from schemas.views.flows import CalculationFlows
from schemas.views.origin import Origin
from schemas.views.readiness import Readiness
from schemas.views.study import Study, StudyScope

router = APIRouter(prefix=PREFIX, tags=["reports"], responses=PROBLEMS)


@router.get(
    "/calculations/{statement:id}/quality",
    summary="Get a calculation's quality rating",
    operation_id="rate",
    response_model_exclude_none=True,
    response_description="The quality report.",
)
def quality(statement: Id, caller: Caller, context: Context) -> QualityReport:
    """Rate the data behind a calculation, as far as the caller may see them, and the cost of default data."""
    return quality_for(context.ledger, caller, statement, context.now())


@router.get(
    "/calculations/{statement:id}/flows",
    summary="Get a calculation's flows",
    operation_id="read_flows",
    response_model_exclude_none=True,
    response_description="The nodes and edges.",
)
def calculation_flows(statement: Id, caller: Caller, context: Context) -> CalculationFlows:
    """Return the figure as a graph of flows with stages, as far as the caller may look.

    The operator and an engaged auditor see every entry; the calculation's issuer sees its own. What arrives at them
    comes from closed blocks, to 4 digits: one for each supplier that states a figure, behind it those that it opens,
    and one for all others.
    """
    return flows_for(context.ledger, caller, statement, context.now())


@router.get(
    "/calculations/{statement:id}/choices",
    summary="Get the choices behind a calculation",
    operation_id="read_choices",
    response_model_exclude_none=True,
    response_description="The choices and the conservative figure.",
)
def choices(statement: Id, caller: Caller, context: Context) -> CalculationChoices:
    """Return the choices that move a figure, what each is worth, and what would settle it.

    A manufacturer reads its own choices, and the number of the others.
    """
    return choices_behind(context.ledger, caller, statement, context.now())


@router.get(
    "/calculations/{statement:id}/readiness",
    summary="Get the readiness of a battery",
    operation_id="read_readiness",
    response_model_exclude_none=True,
    response_description="The points and the dates of the duties.",
)
def readiness(
    statement: Id,
    caller: Caller,
    context: Context,
    verify: Annotated[
        Literal["yes"] | None,
        Query(description="`yes`: run the verifier also if many entries are behind the figure."),
    ] = None,
) -> Readiness:
    """Return what would bar a calculated or declared battery from the market, and who must act.

    A manufacturer reads the findings about its own statements, and the number of the others.
    """
    return readiness_for(
        context.ledger, caller, statement, context.now(), verify=verify is not None
    )


@router.get(
    "/calculations/{statement:id}/sample",
    summary="Get a calculation's sample",
    operation_id="read_sample",
    response_model_exclude_none=True,
    response_description="The commitment, and once it is revealed the sample.",
)
def calculation_sample(statement: Id, caller: Caller, context: Context) -> SampleState:
    """Return an auditor's commitment to a sample of a calculation, and the sample once an attestation reveals it.

    For the engaged auditor and the operator. A nonce that is still secret is never sent to a server: `cradle sample`
    draws the list from the audit bundle.
    """
    return sample_for(context.ledger, caller, statement, context.now())


@router.get(
    "/calculations/{statement:id}/origin",
    summary="Get the origin of a battery's elements",
    operation_id="read_origin",
    response_model_exclude_none=True,
    response_description="The elements by class and country.",
)
def element_origin(statement: Id, caller: Caller, context: Context) -> Origin:
    """Return the kg of lithium, nickel, cobalt, manganese and graphite by country of extraction, as a mass balance.

    The operator and the engaged auditor see entries, masses and documents; the manufacturer countries and 4 digits.
    """
    return origin_for(context.ledger, caller, statement, context.now())


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


Figure = Annotated[StatementId, Query(description="A calculation or a declaration.")]


@router.get(
    "/differences",
    summary="Get the difference of two figures",
    operation_id="explain_difference",
    response_model_exclude_none=True,
    response_description="The difference.",
)
def difference(before: Figure, after: Figure, caller: Caller, context: Context) -> Difference:
    """Return why the figures of two calculations or declarations differ, as a tree of causes.

    The operator and an auditor engaged for both see all of it. A manufacturer sees its own sites and rows, to 4 digits;
    a closed part of each level has the rest.
    """
    with context.quota.count_question(caller):
        return difference_for(context.ledger, caller, before, after, context.now())


@router.get(
    "/comparisons",
    summary="Get one battery under several rulebooks",
    operation_id="compare_rulebooks",
    response_model_exclude_none=True,
    response_description="The comparison.",
)
def comparison(
    calculation: Figure,
    caller: Caller,
    context: Context,
    rulebook: Annotated[
        list[Annotated[str, Query(max_length=100)]],
        Query(
            max_length=16,
            description="Ids of rulebooks that come with Cradle, or digests of stored ones. Default: the calculation's"
            " own, and all that come with Cradle.",
        ),
    ] = [],  # noqa: B006 - FastAPI copies the default
) -> Comparison:
    """Return a battery's figure under several rulebooks, and why each differs from the first.

    A rulebook without a figure is named with the reason. Visibility is that of differences.
    """
    with context.quota.count_question(caller):
        return comparison_for(context.ledger, caller, calculation, rulebook, context.now())


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
