"""The tasks of a calculation, each with its state: bars it, look at it, done, not looked at yet, cannot start yet.

A remark says what the auditor and the public page will see of a choice. It never offers a way to a lower figure.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from api.web.forms import FormProblem, day_after
from api.web.manufacturer.calculation_form import STEPS, CalculationForm
from api.web.manufacturer.calculation_reading import ReadCalculation
from api.web.rendering import form_of
from api.web.workspace import Visit
from schemas.signed.rulebook import Rulebook
from schemas.values import Period
from schemas.views.products import MadeModel, OwedItem
from schemas.vocabulary import CompositionRole, Stage

TaskState = Literal["bars", "look", "done", "open", "waits"]

MARKS: Final = {"bars": "bad", "look": "warn", "done": "ok", "open": "info", "waits": "info"}
"""The sort of chip of each state."""

NEEDED: Final = ("product", "method", "battery")
"""The steps without which there is no figure."""


class Task(NamedTuple):
    """A task: its key, its state, and a sentence about it; `href` is empty if it cannot start yet."""

    key: str
    state: TaskState
    words: str
    href: str


class TaskContext(NamedTuple):
    """A form with what its tasks are judged by.

    Attributes:
        path: of the pages of the form.
        form: as it was typed.
        read: the request that it states, or its problems.
        model: the chosen model and plant; None before it is chosen.
        rulebook: the chosen one; None before it is chosen.
        owed: data that other firms owe.
    """

    path: str
    form: CalculationForm
    read: ReadCalculation
    model: MadeModel | None
    rulebook: Rulebook | None
    owed: Sequence[OwedItem]


def tasks_of(visit: Visit, context: TaskContext) -> Iterator[Task]:
    """The tasks in their order: the steps of the form, what others owe, and the preview that leads to the signature."""
    for step in STEPS:
        state, key, words = _step(context, step)
        sentence = visit.say(f"calculate.{key}", **words)
        yield Task(step, state, sentence, f"{context.path}/{step}")
    yield _owed(visit, context)
    ready = context.read.request is not None
    sentence = visit.say(
        "calculate.task.preview.ready" if ready else "calculate.task.preview.waits"
    )
    href = f"{context.path}/preview" if ready else ""
    yield Task("preview", "open" if ready else "waits", sentence, href)


Judged = tuple[TaskState, str, dict[str, str]]
"""A state, the key of a sentence, and the values of its fields."""


def _step(context: TaskContext, step: str) -> Judged:
    problems = [problem for problem in context.read.problems if problem.step == step]
    if step not in context.form.saved and not _is_prefilled(context.form, step):
        state: TaskState = "bars" if step in NEEDED else "open"
        return state, f"task.{step}.open", {}
    if problems:
        return "bars", f"task.wrong.{form_of(len(problems))}", {"count": str(len(problems))}
    return next(_remarks(context, step), ("done", *_done(context, step)))


def _is_prefilled(form: CalculationForm, step: str) -> bool:
    """True for a step of a correction that has values of the calculation that it replaces."""
    own = re.compile(STEPS[step])
    typed = any(own.fullmatch(name) is not None for name in form.fields)
    return bool(form.supersedes) and step != "product" and typed


def _remarks(context: TaskContext, step: str) -> Iterator[Judged]:
    """The remarks on a step, the most serious first."""
    judge = _REMARKS.get(step)
    if judge is not None:
        yield from judge(context)


def _on_product(context: TaskContext) -> Iterator[Judged]:
    period = typed_period(context.form)
    if period is not None and not period.lasts_a_year:
        yield "look", "task.product.short", {}
    if context.form.supersedes:
        yield "look", "task.product.replaces", {"digits": context.form.supersedes[:12]}


def _on_method(context: TaskContext) -> Iterator[Judged]:
    rulebook = context.rulebook
    if rulebook is None:
        return
    if rulebook.unknown:
        yield "bars", "task.method.unknown", {"name": rulebook.id}
    if rulebook.declarable != "article_7":
        yield "look", f"task.method.{rulebook.declarable}", {"name": rulebook.id}


def _on_battery(context: TaskContext) -> Iterator[Judged]:
    form = context.form
    evidence = [f"warranties.{row}.evidence" for row in form.rows_of("warranties")]
    lacking = sum(not form.get(name) for name in ("capacity_evidence", *evidence))
    if lacking:
        yield "look", f"task.battery.evidence.{form_of(lacking)}", {"count": str(lacking)}


def _on_end_of_life(context: TaskContext) -> Iterator[Judged]:
    rulebook, form = context.rulebook, context.form
    rows = any(form.get(f"rows.{row}.role") == "end_of_life" for row in form.rows_of("rows"))
    if rows or form.chosen("use"):
        return
    if rulebook is not None and CompositionRole.END_OF_LIFE in rulebook.required_roles:
        yield "bars", "task.end_of_life.required", {"name": rulebook.id}
    yield "done", "task.end_of_life.none", {}


def _on_rows(context: TaskContext) -> Iterator[Judged]:
    rulebook, form = context.rulebook, context.form
    own = any(form.get(f"rows.{row}.role") == "distribution" for row in form.rows_of("rows"))
    if rulebook is not None and Stage.DISTRIBUTION in rulebook.required_stages and not own:
        yield "look", "task.rows.distribution", {"name": rulebook.id}
    if not form.rows_of("rows"):
        yield "done", "task.rows.none", {}


def _on_exclusions(context: TaskContext) -> Iterator[Judged]:
    count = len(context.form.chosen("leave"))
    if count:
        yield "look", f"task.exclusions.{form_of(count)}", {"count": str(count)}


_REMARKS: Final[dict[str, Callable[[TaskContext], Iterator[Judged]]]] = {
    "product": _on_product,
    "method": _on_method,
    "battery": _on_battery,
    "end_of_life": _on_end_of_life,
    "rows": _on_rows,
    "exclusions": _on_exclusions,
}


def _done(context: TaskContext, step: str) -> tuple[str, dict[str, str]]:
    """The sentence about a step that is done."""
    form, model, key = context.form, context.model, f"task.{step}.done"
    if step == "product" and model is not None:
        return key, {"model": model.model, "site": model.site}
    if step == "method":
        return key, {"name": "" if context.rulebook is None else context.rulebook.id}
    if step == "battery":
        return key, {"capacity": form.read.get("capacity_kwh", "")}
    counts = {
        "end_of_life": len(form.chosen("use")) or len(form.rows_of("rows")),
        "rows": len(form.rows_of("rows")),
    }
    if step not in counts:
        return key, {}
    return f"{key}.{form_of(counts[step])}", {"count": str(counts[step])}


def typed_period(form: CalculationForm) -> Period | None:
    """The typed period; None if it is none."""
    try:
        return Period(start=form.get("start"), end=day_after(form.get("last")))
    except ValueError:
        return None


def _owed(visit: Visit, context: TaskContext) -> Task:
    if context.model is None:
        return Task("owed", "waits", visit.say("calculate.task.owed.waits"), "")
    count = len(context.owed)
    words = visit.counted("calculate.task.owed", count)
    return Task("owed", "look" if count else "done", words, f"{context.path}/owed")


def problems_of(read: ReadCalculation, step: str) -> tuple[FormProblem, ...]:
    """The problems of one step."""
    return tuple(problem for problem in read.problems if problem.step == step)
