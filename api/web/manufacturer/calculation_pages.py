"""The task list of a kept calculation, and the page of each of its steps.

A step is saved as it was typed, right or wrong, and the list says what bars the figure. So nothing typed is lost, and a
person may begin anywhere.
"""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from api.paths import RandomName
from api.web.manufacturer.calculation_draft import (
    Calculating,
    calculating,
    keep_form,
    kept_form,
    open_calculation,
    task_context,
)
from api.web.manufacturer.calculation_fields import fields_of
from api.web.manufacturer.calculation_form import CalculationForm
from api.web.manufacturer.calculation_tasks import MARKS, problems_of, tasks_of, typed_period
from api.web.wording import form_of
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.service.products.offers import calculated_before
from schemas.views.products import OwedItem

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


@router.get("/{name}.json")
def tasks_data(visit: Visited, name: RandomName) -> Response:
    """Return a kept calculation as data."""
    found = open_calculation(visit, name)
    tasks = tasks_of(visit, task_context(visit, found))
    problems = [
        ProblemData(step=one.step, field=one.field, detail=one.sentence, code=one.code)
        for one in found.read.problems
    ]
    return visit.data(
        CalculationData(
            form=found.form,
            tasks=[TaskData(key=one.key, state=one.state, detail=one.words) for one in tasks],
            problems=problems,
        )
    )


@router.get("/{name}")
def tasks_page(visit: Visited, name: RandomName) -> Response:
    """Show what a calculation still lacks, task by task."""
    found = open_calculation(visit, name)
    tasks = list(tasks_of(visit, task_context(visit, found)))
    barring = sum(one.state == "bars" for one in tasks)
    values: dict[str, object] = {"found": found, "tasks": tasks, "marks": MARKS}
    title = visit.say(f"calculate.tasks.{form_of(barring)}", count=str(barring))
    frame = MANUFACTURER.frame("calculate")
    return visit.page("manufacturer/calculation.html", title, values, frame)


@router.get("/{name}/owed.json")
def owed_data(visit: Visited, name: RandomName) -> Response:
    """Return what other firms owe as data."""
    owed = task_context(visit, open_calculation(visit, name)).owed
    return visit.data(OwedData(items=tuple(owed)))


@router.get("/{name}/owed")
def owed_page(visit: Visited, name: RandomName) -> Response:
    """Show which suppliers owe a figure, a newer one, a valid delivery, or an answer."""
    found = open_calculation(visit, name)
    values: dict[str, object] = {
        "found": found,
        "owed": task_context(visit, found).owed,
        "marks": OWED_MARKS,
    }
    frame = MANUFACTURER.frame("calculate")
    title = visit.say("calculate.step.owed")
    return visit.page("manufacturer/calculation_owed.html", title, values, frame)


@router.get("/{name}/{step}")
def step_page(visit: Visited, name: RandomName, step: Step) -> Response:
    """Show a step with what was typed; its problems stand at the fields once it was saved."""
    found = open_calculation(visit, name, step)
    shown = problems_of(found.read, step) if step in found.form.saved else ()
    values: dict[str, object] = {
        "found": found,
        "step": step,
        "problems": [(one.field, one.sentence, one.language) for one in shown],
        "code": shown[0].code if shown else "",
        "wrong": {one.field: one for one in reversed(shown)},
        "fields": fields_of(visit, found, step),
    }
    frame = MANUFACTURER.frame("calculate")
    title = visit.say(f"calculate.step.{step}")
    return visit.page("manufacturer/calculation_step.html", title, values, frame)


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
    ledger, product = visit.context.ledger, (model.model, model.site)
    known = calculated_before(ledger, visit.caller, product, period)
    if known is None:
        return None
    return calculating(visit, found.name, form.model_copy(update={"supersedes": known[7:]}))
