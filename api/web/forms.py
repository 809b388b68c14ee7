"""Shared parts of forms: the last day of a period, problems at their fields, and the way to a signature."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from fastapi import Response

from api.web.workspace import Visit
from ledger.service.access.drafts import keep_draft


class FormProblem(NamedTuple):
    """A sentence about a field, its language if that is not the page's, its code, and the step of a form in steps."""

    field: str
    sentence: str
    language: str
    code: str
    step: str = ""


class ToSign(NamedTuple):
    """A statement that is ready to be signed: the form of its draft, a title for people, and the content."""

    form: str
    title: str
    content: bytes


def problem_values(problems: Sequence[FormProblem]) -> dict[str, Any]:
    """The values of a template: the rows of the summary, the first code, and the first problem of each field."""
    return {
        "problems": [problem[:3] for problem in problems],
        "code": problems[0].code if problems else "",
        "wrong": {problem.field: problem for problem in reversed(problems)},
    }


def day_after(day: str) -> str:
    """The day after a day, which ends a half-open period; a text that is no day is left for the model to refuse."""
    try:
        return str(date.fromisoformat(day) + timedelta(days=1))
    except ValueError:
        return day


def go_to_sign(visit: Visit, statement: ToSign, request: str = "") -> Response:
    """Keep a draft and answer with the way to its signing page.

    Args:
        visit: the request to the page.
        statement: that is ready.
        request: the id of the request for data that it is to answer, or empty.

    Raises:
        CradleError: as `keep_draft`.
    """
    context = visit.context
    kept = keep_draft(visit.store, visit.caller, context.fresh(), *statement, visit.now)
    return visit.go(answering(f"/drafts/{kept.id}/sign", request))


def answering(path: str, request: str) -> str:
    """The address of a page on the way to answering a request for data, if there is one."""
    return f"{path}?request={request}" if request else path
