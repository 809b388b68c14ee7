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
    calculation = open_calculation(visit, name)
    return CalculationData(
        form=calculation.form,
        tasks=[
            TaskData(key=task.key, state=task.state, detail=task.words)
            for task in tasks_of(visit, task_context(visit, calculation))
        ],
        problems=[
            ProblemData(
                step=problem.step,
                field=problem.field,
                detail=problem.sentence,
                code=problem.code,
            )
            for problem in calculation.read.problems
        ],
    )


@router.get("/{name}")
def tasks_page(visit: Visited, name: RandomName) -> Response:
    """Show what a calculation still lacks, task by task."""
    calculation = open_calculation(visit, name)
    listed = list(tasks_of(visit, task_context(visit, calculation)))
    barring = sum(task.state == "bars" for task in listed)
    return visit.page(
        "manufacturer/calculation.html",
        found=calculation,
        tasks=listed,
        barring=barring,
        marks=MARKS,
    )


@twins(router, "/{name}/owed")
def owed(visit: Visited, name: RandomName) -> OwedData:
    """Return what other firms owe as data."""
    return OwedData(items=tuple(task_context(visit, open_calculation(visit, name)).owed))


@router.get("/{name}/owed")
def owed_page(visit: Visited, name: RandomName) -> Response:
    """Show which suppliers owe a figure, a newer one, a valid delivery, or an answer."""
    calculation = open_calculation(visit, name)
    return visit.page(
        "manufacturer/calculation_owed.html",
        found=calculation,
        owed=task_context(visit, calculation).owed,
        marks=OWED_MARKS,
    )


@router.get("/{name}/{step}")
def step_page(visit: Visited, name: RandomName, step: Step) -> Response:
    """Show a step with what was typed; its problems stand at the fields once it was saved."""
    calculation = open_calculation(visit, name, step)
    shown = problems_of(calculation.read, step) if step in calculation.form.saved else ()
    return visit.page(
        "manufacturer/calculation_step.html",
        found=calculation,
        step=step,
        fields=fields_of(visit, calculation, step),
        **problem_values(shown),
    )


@router.post("/{name}/{step}")
def save_step(visit: Visited, name: RandomName, step: Step, sent: Sent) -> Response:
    """Save a step; go back to the tasks, or to the step if something in it is wrong or a row is to be added."""
    form = kept_form(visit, name).with_step(step, sent, visit.language)
    calculation = _corrects(visit, calculating(visit, name, form)) if step == "product" else None
    calculation = calculation or calculating(visit, name, form)
    keep_form(visit, calculation)
    stays = ("act", "more") in sent or problems_of(calculation.read, step)
    return visit.go(f"{calculation.path}/{step}" if stays else calculation.path)


def _corrects(visit: Visit, calculation: Calculating) -> Calculating | None:
    """The form as a correction, if the log has a calculation of the same model, plant and period; None if not."""
    form, model, period = calculation.form, calculation.model, typed_period(calculation.form)
    if model is None or period is None or form.supersedes:
        return None
    former_id = calculated_before(visit.ledger, visit.caller, model.model, model.site, period)
    if former_id is None:
        return None
    return calculating(
        visit, calculation.name, form.model_copy(update={"supersedes": former_id[7:]})
    )


Option = tuple[str, str]


def fields_of(visit: Visit, calculation: Calculating, step: str) -> dict[str, Any]:
    """The values of a step's template besides the typed text."""
    values_of = _FIELDS.get(step)
    return {
        "shown": defaultdict(
            str, {name: _shown(visit, calculation, name) for name in calculation.form.fields}
        ),
        **({} if values_of is None else values_of(visit, calculation)),
    }


def _shown(visit: Visit, calculation: Calculating, name: str) -> str:
    """A field as it was typed; a number that was read, in the page's language."""
    form = calculation.form
    if is_number(name) and name in form.read:
        return number(form.read[name], visit.language)
    return form.fields[name]


def _product(visit: Visit, calculation: Calculating) -> dict[str, Any]:
    models = calculation.offers.models.values()
    return {
        "models": [
            (model.subject, visit.say("calculate.product", model=model.model, site=model.site))
            for model in models
        ],
        "reasons": reason_options(visit),
        "entries": [_entry_words(visit, row) for row in calculation.entries],
    }


def _method(visit: Visit, calculation: Calculating) -> dict[str, Any]:
    labels = dict(offered_rulebooks(visit))
    rulebooks = [
        (
            digest,
            f"{rulebook.title}: {labels[digest]}",
            visit.say(f"calculate.status.{rulebook.legal_status}"),
            rulebook.declarable,
            rulebook.unknown,
        )
        for digest, rulebook in calculation.rulebooks.items()
        if digest in labels  # not removed in the meantime
    ]
    words = dict(offered_sets(visit))
    sets = [
        (digest, f"{factor_set.title}: {words[digest]}")
        for digest, factor_set in calculation.factor_sets.items()
        if digest in words
    ]
    return {"rulebooks": rulebooks, "factor_sets": sets}


def _battery(visit: Visit, calculation: Calculating) -> dict[str, Any]:
    units = () if calculation.rulebook is None else calculation.rulebook.functional_units
    vehicles = dict.fromkeys(row.vehicle_category for unit in units for row in unit.cycles_per_year)
    rows = calculation.form.rows_of("warranties")
    count = min(max([-1, *rows]) + 2, WARRANTIES)
    return {
        "categories": [
            (category.value, visit.say(f"calculate.category.{category.value}"))
            for category in Category
        ],
        "vehicles": [(vehicle, vehicle) for vehicle in vehicles],
        "warranties": range(count),
    }


def _end_of_life(visit: Visit, calculation: Calculating) -> dict[str, Any]:
    """The deliveries of end-of-life treatment that may be ticked."""
    return {
        "parts": [
            (row.delivery[7:], _part_words(visit, row))
            for row in calculation.offers.rows.values()
            if row.ends_life and row.delivery is not None
        ]
    }


def _rows(visit: Visit, calculation: Calculating) -> dict[str, Any]:
    roles = (CompositionRole.DISTRIBUTION, CompositionRole.END_OF_LIFE)
    numbers = calculation.form.rows_of("rows")
    return {
        "roles": [(role.value, visit.say(f"declaration.stage.{role.value}")) for role in roles],
        "sources": [(key, _part_words(visit, row)) for key, row in calculation.offers.rows.items()],
        "rows": range(min(max([-1, *numbers]) + 2, ROWS)),
    }


def _exclusions(visit: Visit, calculation: Calculating) -> dict[str, Any]:
    """The entries of the product that may be left out."""
    return {"listed": [(row, _entry_words(visit, row)) for row in calculation.entries]}


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
