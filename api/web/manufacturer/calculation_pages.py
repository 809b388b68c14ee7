"""The task list of a kept calculation, and the page of each of its steps.

A step is saved as it was typed, right or wrong, and the list says what bars the figure. So nothing typed is lost, and a
person may begin anywhere.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from api.paths import RandomName
from api.web.forms import problem_values
from api.web.manufacturer.calculation_draft import (
    Calculating,
    calculating,
    keep_form,
    kept_form,
    open_calculation,
    task_context,
)
from api.web.manufacturer.calculation_form import ROWS, WARRANTIES, CalculationForm, is_number
from api.web.manufacturer.calculation_tasks import MARKS, problems_of, tasks_of, typed_period
from api.web.offered_methods import offered_rulebooks, offered_sets
from api.web.supplier.delivery_choices import reason_options
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.service.products.offers import calculated_before
from ledger.translations.documents import number
from schemas.views.products import MadeEntry, OfferedRow, OwedItem
from schemas.vocabulary import Category, CompositionRole

router = APIRouter(prefix=f"{MANUFACTURER.root}/calculate", include_in_schema=False)
Step = Literal["product", "method", "battery", "end_of_life", "rows", "exclusions", "filling"]
OWED_MARKS: Final = {
    "no_figure": "warn",
    "stale": "warn",
    "not_valid": "bad",
    "asked": "info",
    "overdue": "bad",
}
"""The sort of chip of what is owed."""


class TaskData(BaseModel):
    """A task as data."""

    key: str
    state: str
    detail: str


class ProblemData(BaseModel):
    """A problem as data."""

    step: str
    field: str
    detail: str
    code: str


class CalculationData(BaseModel):
    """A kept calculation as data: its fields, its tasks, and its problems."""

    form: CalculationForm
    tasks: list[TaskData]
    problems: list[ProblemData]


class OwedData(BaseModel):
    """What other firms owe to the product, as data."""

    items: tuple[OwedItem, ...]


async def _sent(request: Request) -> list[tuple[str, str]]:
    """Read the fields of the form; a coroutine, because the body is read as it arrives."""
    form = await request.form()
    return [(name, text) for name, text in form.multi_items() if isinstance(text, str)]


Sent = Annotated[list[tuple[str, str]], Depends(_sent)]


@twins(router, "/{name}")
def tasks(visit: Visited, name: RandomName) -> CalculationData:
    """Return a kept calculation as data."""
    found = open_calculation(visit, name)
    return CalculationData(
        form=found.form,
        tasks=[
            TaskData(key=one.key, state=one.state, detail=one.words)
            for one in tasks_of(visit, task_context(visit, found))
        ],
        problems=[
            ProblemData(step=one.step, field=one.field, detail=one.sentence, code=one.code)
            for one in found.read.problems
        ],
    )


@router.get("/{name}")
def tasks_page(visit: Visited, name: RandomName) -> Response:
    """Show what a calculation still lacks, task by task."""
    found = open_calculation(visit, name)
    listed = list(tasks_of(visit, task_context(visit, found)))
    barring = sum(one.state == "bars" for one in listed)
    return visit.page(
        "manufacturer/calculation.html", found=found, tasks=listed, barring=barring, marks=MARKS
    )


@twins(router, "/{name}/owed")
def owed(visit: Visited, name: RandomName) -> OwedData:
    """Return what other firms owe as data."""
    return OwedData(items=tuple(task_context(visit, open_calculation(visit, name)).owed))


@router.get("/{name}/owed")
def owed_page(visit: Visited, name: RandomName) -> Response:
    """Show which suppliers owe a figure, a newer one, a valid delivery, or an answer."""
    found = open_calculation(visit, name)
    return visit.page(
        "manufacturer/calculation_owed.html",
        found=found,
        owed=task_context(visit, found).owed,
        marks=OWED_MARKS,
    )


@router.get("/{name}/{step}")
def step_page(visit: Visited, name: RandomName, step: Step) -> Response:
    """Show a step with what was typed; its problems stand at the fields once it was saved."""
    found = open_calculation(visit, name, step)
    shown = problems_of(found.read, step) if step in found.form.saved else ()
    return visit.page(
        "manufacturer/calculation_step.html",
        found=found,
        step=step,
        fields=fields_of(visit, found, step),
        **problem_values(shown),
    )


@router.post("/{name}/{step}")
def save_step(visit: Visited, name: RandomName, step: Step, sent: Sent) -> Response:
    """Save a step; go back to the tasks, or to the step if something in it is wrong or a row is to be added."""
    form = kept_form(visit, name).with_step(step, sent, visit.language)
    found = _corrects(visit, calculating(visit, name, form)) if step == "product" else None
    found = found or calculating(visit, name, form)
    keep_form(visit, found)
    stays = ("act", "more") in sent or problems_of(found.read, step)
    return visit.go(f"{found.path}/{step}" if stays else found.path)


def _corrects(visit: Visit, found: Calculating) -> Calculating | None:
    """The form as a correction, if the log has a calculation of the same model, plant and period; None if not."""
    form, model, period = found.form, found.model, typed_period(found.form)
    if model is None or period is None or form.supersedes:
        return None
    known = calculated_before(visit.ledger, visit.caller, model.model, model.site, period)
    if known is None:
        return None
    return calculating(visit, found.name, form.model_copy(update={"supersedes": known[7:]}))


Option = tuple[str, str]


def fields_of(visit: Visit, found: Calculating, step: str) -> dict[str, Any]:
    """The values of a step's template besides the typed text."""
    made = _FIELDS.get(step)
    return {
        "shown": defaultdict(str, {name: _shown(visit, found, name) for name in found.form.fields}),
        **({} if made is None else made(visit, found)),
    }


def _shown(visit: Visit, found: Calculating, name: str) -> str:
    """A field as it was typed; a number that was read, in the page's language."""
    form = found.form
    if is_number(name) and name in form.read:
        return number(form.read[name], visit.language)
    return form.fields[name]


def _product(visit: Visit, found: Calculating) -> dict[str, Any]:
    models = found.offers.models.values()
    return {
        "models": [
            (one.subject, visit.say("calculate.product", model=one.model, site=one.site))
            for one in models
        ],
        "reasons": reason_options(visit),
        "entries": [_entry_words(visit, row) for row in found.entries],
    }


def _method(visit: Visit, found: Calculating) -> dict[str, Any]:
    labels = dict(offered_rulebooks(visit))
    rulebooks = [
        (
            digest,
            f"{one.title}: {labels[digest]}",
            visit.say(f"calculate.status.{one.legal_status}"),
            one.declarable,
            one.unknown,
        )
        for digest, one in found.rulebooks.items()
        if digest in labels  # not removed in the meantime
    ]
    words = dict(offered_sets(visit))
    sets = [
        (digest, f"{one.title}: {words[digest]}")
        for digest, one in found.factor_sets.items()
        if digest in words
    ]
    return {"rulebooks": rulebooks, "factor_sets": sets}


def _battery(visit: Visit, found: Calculating) -> dict[str, Any]:
    known = () if found.rulebook is None else found.rulebook.functional_units
    vehicles = dict.fromkeys(row.vehicle_category for unit in known for row in unit.cycles_per_year)
    rows = found.form.rows_of("warranties")
    count = min(max([-1, *rows]) + 2, WARRANTIES)
    return {
        "categories": [
            (one.value, visit.say(f"calculate.category.{one.value}")) for one in Category
        ],
        "vehicles": [(one, one) for one in vehicles],
        "warranties": range(count),
    }


def _end_of_life(visit: Visit, found: Calculating) -> dict[str, Any]:
    """The deliveries of end-of-life treatment that may be ticked."""
    return {
        "parts": [
            (row.delivery[7:], _part_words(visit, row))
            for row in found.offers.rows.values()
            if row.ends_life and row.delivery is not None
        ]
    }


def _rows(visit: Visit, found: Calculating) -> dict[str, Any]:
    roles = (CompositionRole.DISTRIBUTION, CompositionRole.END_OF_LIFE)
    numbers = found.form.rows_of("rows")
    return {
        "roles": [(one.value, visit.say(f"declaration.stage.{one.value}")) for one in roles],
        "sources": [(key, _part_words(visit, row)) for key, row in found.offers.rows.items()],
        "rows": range(min(max([-1, *numbers]) + 2, ROWS)),
    }


def _exclusions(visit: Visit, found: Calculating) -> dict[str, Any]:
    """The entries of the product that may be left out."""
    return {"listed": [(row, _entry_words(visit, row)) for row in found.entries]}


_FIELDS: Final[Mapping[str, Callable[[Visit, Calculating], dict[str, object]]]] = {
    "product": _product,
    "method": _method,
    "battery": _battery,
    "end_of_life": _end_of_life,
    "rows": _rows,
    "exclusions": _exclusions,
}


def _entry_words(visit: Visit, row: MadeEntry) -> str:
    words = {"period": visit.period(row.period), "lot": row.lot, "digits": row.id[7:19]}
    return visit.say("calculate.entry" if row.lot is None else "calculate.entry.lot", **words)


def _part_words(visit: Visit, row: OfferedRow) -> str:
    """A part that may be counted: the firm, the goods, and how long the delivery is valid."""
    if row.delivery is None:
        period = visit.period(row.period)
        return visit.say("calculate.part.own", product=row.product, period=period)
    words = {"firm": row.firm or "", "product": row.product, "day": row.valid_until or ""}
    return visit.say("calculate.part.delivered", **words)
