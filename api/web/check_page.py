"""The page "Check a file" as HTML: the form, each step, the result and a refusal, whole or as a part of the page.

The part that a script swaps in is rendered from the same template as in the whole page.
"""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final

import orjson
from fastapi import Request

from api.context import AppContext
from api.web.check_result import result_values, step_row, step_rows
from api.web.frame import public_frame, refusal_words, render_page
from api.web.rendering import render
from ledger.audit.steps import STEPS
from ledger.service.access.file_check import FileCheck
from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.views.report import Step

EMBEDDED: Final = 1 << 20
"""The most bytes of a result as JSON that the page carries as a link."""

_MIB = 1 << 20


class CheckPage:
    """The page for one request."""

    def __init__(self, request: Request, context: AppContext, language: Language) -> None:
        self._request, self._context, self._language = request, context, language

    def form(self) -> str:
        """The page with the form alone."""
        return self._render(text("check.title", self._language), {})

    def result(self, found: FileCheck) -> str:
        """The page with the form and the result."""
        values = self._result_values(found)
        return self._render(str(values["heading"]), {"result": values})

    def refused(self, error: CradleError) -> str:
        """The page with the form and the cause of a refusal, at its field."""
        problem = self._problem(error)
        return self._render(self._error_title(), {"problem": problem})

    def step(self, step: Step) -> dict[str, Any]:
        """A step that ended, for the script."""
        row = step_row(step, self._language)
        said = text(
            "check.said.step",
            self._language,
            number=str(step.number),
            count=str(len(STEPS)),
            name=row.name,
            state=row.state,
        )
        html = self._part("check_step.html", {"row": row})
        return {"number": step.number, "html": html, "said": said}

    def result_part(self, found: FileCheck) -> dict[str, Any]:
        """The result, for the script."""
        values = self._result_values(found)
        html = self._part("check_result.html", {"result": values})
        title = str(values["heading"])
        return {"title": title, "result": html, "said": title}

    def refused_part(self, error: CradleError) -> dict[str, Any]:
        """The cause of a refusal, for the script."""
        problem = self._problem(error)
        html = self._part("check_problem.html", {"problem": problem})
        return {"title": self._error_title(), "result": html, "said": problem["words"]}

    def _error_title(self) -> str:
        return text("check.error", self._language, title=text("check.title", self._language))

    def _problem(self, error: CradleError) -> dict[str, str]:
        field = error.place if error.place in {"file", "policy", "beside"} else "file"
        return {**refusal_words(error, "check.code", self._language), "field": field}

    def _result_values(self, found: FileCheck) -> dict[str, Any]:
        values = result_values(found, self._context.ledger, self._language)
        data = orjson.dumps(found.to_json(), option=orjson.OPT_INDENT_2)
        link = f"data:application/json;base64,{b64encode(data).decode()}"
        return {**values, "json": link if len(data) <= EMBEDDED else ""}

    def _render(self, title: str, values: Mapping[str, object]) -> str:
        most = self._context.configuration.check_bytes
        shown = {
            "title": title,
            "result": None,
            "problem": None,
            "whole": True,
            "action": f"/check?lang={self._language}",
            "count": str(len(STEPS)),
            "mib": str(most // _MIB),
            "most": most,
            "waiting": step_rows((), self._language),
            **values,
        }
        frame = public_frame(self._context.ledger.origin, "check")
        return render_page("check.html", self._request, self._language, shown, frame)

    def _part(self, template: str, values: Mapping[str, object]) -> str:
        return render(template, self._language, whole=False, **values)
