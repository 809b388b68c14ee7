"""The page under Calculate: begin a calculation, correct one or calculate it by another rulebook, and the drafts.

A correction begins with the values of the calculation that it replaces, and so does a calculation by another rulebook.
A calculation of a model, plant and period that has one already becomes its correction, so the pages do not put two
figures of the same production beside each other.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Form, Query, Response
from pydantic import BaseModel

from api.draft_responses import heads_of
from api.web.manufacturer.calculation_draft import PATH, calculating, keep_form
from api.web.manufacturer.calculation_form import FORM, CalculationForm
from api.web.manufacturer.calculation_start import corrected_form, rulebook_form
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.service.access.drafts import list_drafts
from ledger.service.access.permissions import Action, scope_of
from ledger.service.products.offers import made_models
from ledger.store.access.drafts import DraftHead

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


class DraftLine(NamedTuple):
    """A draft as the table shows it; `href` continues it."""

    id: str
    title: str
    sort: str
    changed: str
    href: str


@router.get("/calculate.json")
def calculate_data(visit: Visited) -> Response:
    """Return the drafts as data, without their content."""
    scope_of(visit.caller, Action.CALCULATE)
    return visit.data(heads_of(_drafts(visit)))


@router.get("/calculate")
def calculate(
    visit: Visited,
    model: Annotated[str, Query(max_length=300)] = "",
    site: Annotated[str, Query(max_length=100)] = "",
    supersedes: Digits = "",
    source: Annotated[str, Query(alias="from", pattern=DIGITS)] = "",
) -> Response:
    """Show the way to begin, and the drafts."""
    scope_of(visit.caller, Action.CALCULATE)
    registered = visit.caller.participant is not None
    models = made_models(visit.context.ledger, visit.caller) if registered else ()
    same = (one for one in models if (one.model, one.site) == (model, site))
    values: dict[str, object] = {
        "models": [
            (one.subject, visit.say("calculate.product", model=one.model, site=one.site))
            for one in models
        ],
        "chosen": next((one.subject for one in same), ""),
        "supersedes": supersedes,
        "source": source,
        "registered": registered,
        "lines": list(_lines(visit)),
    }
    frame = MANUFACTURER.frame("calculate")
    return visit.page("manufacturer/calculate.html", visit.say("calculate.title"), values, frame)


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


def _drafts(visit: Visit) -> tuple[DraftHead, ...]:
    found = list_drafts(visit.context.ledger.store, visit.caller)
    return tuple(row for row in found if row.form in SORTS)


def _lines(visit: Visit) -> Iterator[DraftLine]:
    for draft in _drafts(visit):
        changed = datetime.fromtimestamp(draft.updated, UTC)
        yield DraftLine(
            id=draft.id,
            title=draft.title,
            sort=visit.say(f"calculate.sort.{draft.form}"),
            changed=f"{changed:%Y-%m-%d %H:%M} UTC",
            href=f"{PATH}/{draft.id}" if draft.form == FORM else f"/drafts/{draft.id}/sign",
        )
