"""The page under Calculate: begin a calculation, correct one or calculate it by another rulebook, and the drafts.

A correction begins with the values of the calculation that it replaces, and so does a calculation by another rulebook.
A calculation of a model, plant and period that has one already becomes its correction, so the pages do not put two
figures of the same production beside each other. A calculation by another rulebook begins without the rulebook, which
the person chooses (decision 0039).
"""

from collections.abc import Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Response
from pydantic import BaseModel

from api.draft_responses import DraftsResponse, heads_of
from api.web.manufacturer.calculation_draft import PATH, calculating, keep_form
from api.web.manufacturer.calculation_form import FORM, CalculationForm, is_number
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.service.access.drafts import list_drafts
from ledger.service.access.permissions import Action, require_participant, scope_of
from ledger.service.access.visibility import unknown_statement
from ledger.service.answers.restated import request_of
from ledger.service.products.offers import calculated_before, made_models
from ledger.state.declared import calculation_behind
from ledger.trust.leaves import made_subject
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.statement import SectionName

Pair = tuple[str, str]

router = APIRouter(prefix=MANUFACTURER.root, include_in_schema=False)
DIGITS: Final = "^([0-9a-f]{64})?$"
Digits = Annotated[str, Query(pattern=DIGITS)]

SORTS = (FORM, "calculation", "declaration")
"""The forms of drafts that the page lists."""


class Start(BaseModel):
    """The fields of the form that begins a calculation: of a product, a correction, or one by another rulebook."""

    subject: str = ""
    supersedes: str = ""
    source: str = ""


@twins(router, "/calculate")
def drafts(visit: Visited) -> DraftsResponse:
    """Return the drafts as data, without their content."""
    scope_of(visit.caller, Action.CALCULATE)
    rows = list_drafts(visit.store, visit.caller)
    return heads_of(tuple(row for row in rows if row.form in SORTS))


@router.get("/calculate")
def calculate(
    visit: Visited,
    model: Annotated[str, Query(max_length=300)] = "",
    site: Annotated[str, Query(max_length=100)] = "",
    supersedes: Digits = "",
    source: Annotated[str, Query(alias="from", pattern=DIGITS)] = "",
) -> Response:
    """Show the way to begin, and the drafts."""
    lines = drafts(visit).items
    registered = visit.caller.participant is not None
    models = made_models(visit.ledger, visit.caller) if registered else ()
    same = (
        made_model for made_model in models if (made_model.model, made_model.site) == (model, site)
    )
    return visit.page(
        "manufacturer/calculate.html",
        models=[
            (
                made_model.subject,
                visit.say("calculate.product", model=made_model.model, site=made_model.site),
            )
            for made_model in models
        ],
        chosen=next((made_model.subject for made_model in same), ""),
        supersedes=supersedes,
        source=source,
        registered=registered,
        lines=lines,
    )


@router.post("/calculate")
def begin(visit: Visited, start: Annotated[Start, Form()]) -> Response:
    """Keep a new draft, and go to its tasks."""
    scope_of(visit.caller, Action.CALCULATE)
    form = CalculationForm(fields={"subject": start.subject} if start.subject else {})
    if start.supersedes:
        form = corrected_form(visit, start.supersedes)
    elif start.source:
        form = rulebook_form(visit, start.source)
    name = visit.context.fresh()
    keep_form(visit, calculating(visit, name, form))
    return visit.go(f"{PATH}/{name}")


def corrected_form(visit: Visit, digits: str) -> CalculationForm:
    """The form of a calculation that replaces another of the same manufacturer.

    Raises:
        CradleError: `statement.unknown`, also for another firm's calculation.
    """
    name, own = f"sha256:{digits}", require_participant(visit.caller)
    with visit.ledger.view() as view:
        calculation = view.statement(name, Calculation)
        if calculation is None or calculation.issuer != own:
            raise unknown_statement(name)
        composition = view.section(calculation, SectionName.COMPOSITION, Composition)
    fields = dict(_fields(request_of(calculation, composition)))
    return CalculationForm(
        fields=fields,
        read={name: text for name, text in fields.items() if is_number(name)},
        factor_sets=calculation.factor_sets,
        supersedes=digits,
    )


def rulebook_form(visit: Visit, digits: str) -> CalculationForm:
    """The form of a calculation by another rulebook, from an own calculation or declaration.

    Raises:
        CradleError: as `corrected_form`.
    """
    ledger = visit.ledger
    with ledger.view() as view:
        name = calculation_behind(view, f"sha256:{digits}")
        calculation = view.statement(name, Calculation)
    form = corrected_form(visit, name[7:])
    fields = {key: text for key, text in form.fields.items() if key != "rulebook"}
    live = None
    if calculation is not None:
        model, site, period = calculation.model, calculation.site, calculation.period
        live = calculated_before(ledger, visit.caller, model, site, period)
    return form.model_copy(update={"fields": fields, "supersedes": (live or "")[7:]})


def _fields(request: CalculationRequest) -> Iterator[Pair]:
    """The filled fields of a request."""
    yield "subject", made_subject(request.issuer, request.model, request.site)
    yield from (("start", request.period.start), ("last", request.period.last_day))
    yield from (
        ("rulebook", request.rulebook),
        ("category", request.category.value if request.category else ""),
    )
    optional = {
        "vehicle_category": request.vehicle_category,
        "capacity_evidence": request.capacity_evidence,
        "batteries_evidence": request.batteries_evidence,
        "cycle_life": request.cycle_life,
    }
    yield "capacity_kwh", request.capacity_kwh or ""
    yield from ((name, text) for name, text in optional.items() if text is not None)
    for number, warranty in enumerate(request.warranties):
        cells = warranty.to_json().items()
        yield from ((f"warranties.{number}.{name}", str(value)) for name, value in cells)
    yield from _parts(request)
    if request.filling is not None:
        yield from ((name, "1") for name in request.filling.to_json())


def _parts(request: CalculationRequest) -> Iterator[Pair]:
    """The fields of the composition."""
    for treated in request.end_of_life:
        yield f"use.{treated.delivery[7:]}", "1"
        if treated.kg is not None:
            yield f"kg.{treated.delivery[7:]}", treated.kg
    for number, row in enumerate(request.rows):
        sort, name = ("entry", row.entry) if row.delivery is None else ("delivery", row.delivery)
        yield f"rows.{number}.role", row.role.value
        yield f"rows.{number}.source", f"{sort}:{(name or '')[7:]}:{row.line}"
        yield f"rows.{number}.amount", row.amount
    for exclusion in request.exclusions:
        yield f"leave.{exclusion.entry[7:]}", "1"
        yield f"why.{exclusion.entry[7:]}", exclusion.reason
