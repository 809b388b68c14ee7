"""The page "Check a file" as HTML: the form, each step, the result and a refusal, whole or as a part of the page.

The part that a script swaps in is rendered from the same template as in the whole page.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import orjson
from fastapi import Request

from api.context import AppContext
from api.declaration_address import PREFIX
from api.web.frame import public_frame, refusal_words, render_page
from api.web.public import Check
from api.web.rendering import render
from ledger.append.ledger import Ledger
from ledger.audit.findings import StepNumber
from ledger.audit.report.findings import group_findings
from ledger.audit.report.names import names_of, shorten
from ledger.audit.steps import STEPS
from ledger.service.access.file_check import FileCheck
from ledger.service.access.public import PublicDeclaration, public_declaration
from ledger.translations.documents import has_text, number, period_words, text
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.views.report import Report, Step

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

    def result(self, check: FileCheck) -> str:
        """The page with the form and the result."""
        values = self._result_values(check)
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

    def result_part(self, check: FileCheck) -> dict[str, Any]:
        """The result, for the script."""
        values = self._result_values(check)
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

    def _result_values(self, check: FileCheck) -> dict[str, Any]:
        values = result_values(check, self._context.ledger, self._language)
        data = orjson.dumps(check.to_json(), option=orjson.OPT_INDENT_2)
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


SHOWN: Final = 20
"""Findings of one code, and consequences of one finding, that the page lists; the JSON has all."""

_GROUP = 5
"""Digits of an exact figure that stand together."""

_CONTENT = frozenset({StepNumber.CONTAINER, StepNumber.INTEGRITY})


class StepRow(NamedTuple):
    """A step with its name, what it requires, its outcome as a word for the style sheet, and its state in words.

    An outcome is that of the verifier, `waits`, or `contradicted`, which is known only when the report is complete.
    """

    number: int
    name: str
    clause: str
    outcome: str
    state: str


def step_rows(steps: Iterable[Step], language: Language) -> list[StepRow]:
    """All steps in their order; one without a result waits."""
    step_by_number = {step.number: step for step in steps}
    return [
        step_row(step_by_number[of], language) if of in step_by_number else _waiting(of, language)
        for of, _ in STEPS
    ]


def step_row(step: Step, language: Language) -> StepRow:
    """A step that ended."""
    state = "nothing" if step.outcome == "not_told" and not step.checked else step.outcome
    words = text(f"check.state.{state}", language, count=str(step.checked))
    return _row(StepNumber(step.number), step.outcome, words, language)


def _waiting(of: StepNumber, language: Language) -> StepRow:
    return _row(of, "waits", text("check.state.waits", language), language)


def _row(of: StepNumber, outcome: str, state: str, language: Language) -> StepRow:
    name = text(f"check.step.{of.label}", language)
    return StepRow(of.value, name, text(f"check.clause.{of.label}", language), outcome, state)


def result_values(check: FileCheck, ledger: Ledger, language: Language) -> dict[str, Any]:
    """The values of the template of a result."""
    own = {"own_policy": check.own_policy, "report": None, "receipt": None}
    if check.receipt is not None:
        heading = text(f"check.verdict.receipt.{check.receipt.verdict}", language)
        return {**own, "heading": heading, "receipt": check.receipt}
    if check.report is None:
        raise CradleError("check.resource_limit", "The check ended without a result.")
    return {**own, **_of_report(check.report, ledger, language)}


def _of_report(report: Report, ledger: Ledger, language: Language) -> dict[str, Any]:
    original = _original(report, ledger)
    names = names_of(report)
    return {
        "heading": text(f"check.verdict.{verdict_word(report)}", language),
        "report": report,
        "about": _about(report, original, language),
        "standing": report.standing,
        "now": None if original is None else original.document.standing,
        "successor": original and original.successor and f"{PREFIX}/{original.successor[7:]}",
        "groups": group_findings(report.findings),
        "labels": {of.value: of.label for of, _ in STEPS},
        "shown": SHOWN,
        "ids": lambda words: shorten(str(words), names),
        "declared": list(exact_digits(report.declared_total, language)),
        "recomputed": list(exact_digits(report.recomputed_total, language)),
        "coverage": list(_coverage(report, language)),
        "steps": judged_steps(report, language),
        "instead": _instead(report, original, language),
        "original": original,
        "declarations": PREFIX,
    }


def _about(report: Report, original: PublicDeclaration | None, language: Language) -> str:
    """What the file is about, before anything is said of it: product, maker and period; else the id of its subject."""
    heading = report.heading
    if heading is not None:
        named = {"model": heading.model, "firm": heading.firm, "site": heading.site}
        return text("check.about", language, **named, period=period_words(heading.period, language))
    if original is not None:
        document = original.document
        named = {"model": document.model, "firm": document.manufacturer.name}
        days = period_words(document.period, language)
        return text("check.about", language, **named, site=document.plant.site, period=days)
    return report.subject or ""


def verdict_word(report: Report) -> str:
    """The word of a report's heading: the verdict, or `altered` if the file itself is not what its digests say."""
    codes = {row.step for row in report.findings if row.severity == "contradiction"}
    return "altered" if codes & _CONTENT else report.verdict


def judged_steps(report: Report, language: Language) -> list[StepRow]:
    """All steps of a complete report."""
    return [_judged(row, report) for row in step_rows(report.steps, language)]


def _judged(row: StepRow, report: Report) -> StepRow:
    """A step with findings, marked as contradicted if one of them is a contradiction."""
    steps = {finding.step for finding in report.findings if finding.severity == "contradiction"}
    contradicts = row.outcome == "found" and row.number in steps
    return row._replace(outcome="contradicted") if contradicts else row


def exact_digits(value: str | None, language: Language) -> Iterator[str]:
    """An exact figure in groups of digits, which a copy joins again."""
    shown = "" if value is None else number(value, language)
    whole = next((at + 1 for at, mark in enumerate(shown) if mark in ".,"), len(shown))
    first = min(whole + _GROUP, len(shown))
    yield from filter(None, (shown[:first],))
    yield from (shown[at : at + _GROUP] for at in range(first, len(shown), _GROUP))


def _coverage(report: Report, language: Language) -> Iterator[tuple[str, str]]:
    for row in report.coverage or ():
        key = f"check.coverage.{row.what.replace(' ', '_')}"
        name = text(key, language) if has_text(key) else row.what
        yield name, text("check.of", language, told=str(row.told), of=str(row.of))


def _original(report: Report, ledger: Ledger) -> PublicDeclaration | None:
    """The declaration that the file is about, as this server holds it."""
    if report.subject is None:
        return None
    try:
        return public_declaration(ledger, report.subject)
    except CradleError as error:
        if error.code != "statement.unknown":
            raise
        return None


def _instead(
    report: Report, original: PublicDeclaration | None, language: Language
) -> list[Check] | None:
    """The parties that recomputed or attested the figure in the reader's place; None if it was recomputed."""
    if report.verdict not in {"incomplete", "attested"} or report.recomputed_total is not None:
        return None
    if original is None:
        return []
    agrees = "agrees" if original.agrees else "differs"
    words = text(f"public.server.{agrees}", language)
    verdict: Mapping[bool, Any] = {True: "verified", False: "contradicted"}
    rows = [Check(text("public.server", language), verdict[original.agrees], words)]
    audit = original.document.standing.audit
    if audit is not None:
        title = text("public.auditor", language, name=audit.auditor)
        level = text(f"declaration.level.{audit.level}", language)
        words = text("check.instead.auditor", language, level=level)
        rows.insert(0, Check(title, "attested", words))
    return rows
