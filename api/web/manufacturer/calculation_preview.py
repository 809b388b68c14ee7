"""The preview of a calculation: the figure as an auditor will see it, and the way to the signature.

Beside the figure stand the conservative one, every rule that bars a declaration, the entries that are left out with
their own figures, and what nobody can recompute. Nothing is signed here; a figure that changed is shown again.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, NamedTuple

import orjson
from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from api.paths import RandomName
from api.problems import is_own_failure, status_of
from api.web.manufacturer.calculation_draft import Calculating, open_calculation
from api.web.manufacturer.calculation_reading import problem_of
from api.web.signature import ToSign, go_to_sign
from api.web.wording import form_of
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.desk.calculations import CalculationPreview, preview_calculation
from ledger.desk.question import Quota
from ledger.documents.declaration.evidence import asserted, production
from ledger.documents.declaration.layout import method_facts, stage_chart, stage_table
from ledger.documents.page import Facts
from ledger.documents.parts import parts_words
from ledger.state.profiles import name_of
from ledger.translations.documents import number
from schemas.errors import CradleError, sentence
from schemas.values import Figure
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.report import ConservativeTotal, ReportedChoice

router = APIRouter(prefix=f"{MANUFACTURER.root}/calculate", include_in_schema=False)


class Bar(NamedTuple):
    """A rule that bars the declaration: its sentence and code."""

    words: str
    code: str


class ChoiceLine(NamedTuple):
    """A choice of the manufacturer as the table shows it."""

    row: ReportedChoice
    effect: str


class Seen(BaseModel):
    """The field of the form that goes on to the signature: the total that the preview showed."""

    seen: str = ""


class PreviewData(BaseModel):
    """A preview as data."""

    total: Figure
    document: DeclarationDocument
    conservative: ConservativeTotal | None = None
    choices: tuple[ReportedChoice, ...] = ()
    hidden: int = 0
    bars: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@router.get("/{name}/preview.json")
def preview_data(visit: Visited, name: RandomName) -> Response:
    """Return the preview as data."""
    made = _preview(visit, open_calculation(visit, name))
    return visit.data(
        PreviewData(
            total=made.calculation.total,
            document=made.document,
            conservative=made.choices.conservative,
            choices=made.choices.choices or (),
            hidden=made.choices.hidden,
            bars=tuple(row.detail for row in made.bars),
            missing=made.missing,
            remarks=made.draft.remarks,
        )
    )


@router.get("/{name}/preview")
def preview_page(visit: Visited, name: RandomName) -> Response:
    """Show the figure, or why there is none."""
    found = open_calculation(visit, name)
    try:
        made = _preview(visit, found)
    except CradleError as error:
        return _refused(visit, found, error)
    return _page(visit, found, made)


@router.post("/{name}/sign")
def sign(visit: Visited, name: RandomName, sent: Annotated[Seen, Form()]) -> Response:
    """Keep the previewed calculation as a draft, and go to sign it; the typed form stays until it is in the log."""
    found = open_calculation(visit, name)
    try:
        made = _preview(visit, found)
    except CradleError as error:
        return _refused(visit, found, error)
    if made.calculation.total != sent.seen:
        return _page(visit, found, made, changed=True)
    stated = ToSign("calculation", found.title, _content(visit, made))
    return go_to_sign(visit, stated)


def _preview(visit: Visit, found: Calculating) -> CalculationPreview:
    """Draft the calculation, which is counted and noted like one of `POST /v1/calculations/draft`.

    Raises:
        CradleError: the first problem of the form, or as `preview_calculation`.
    """
    if found.read.request is None:
        first = found.read.problems[0]
        raise CradleError(first.code, first.sentence, first.field)
    with visit.desk.opened(Quota.PREVIEW, joined=False) as desk:
        return preview_calculation(desk, found.read.request)


def _refused(visit: Visit, found: Calculating, error: CradleError) -> Response:
    """Show why there is no figure, with a link to the step that mends it."""
    if is_own_failure(error):
        raise error
    own = found.read.problems[0] if found.read.request is None else problem_of(error)
    href = f"{found.path}/{own.step}" if own.step else found.path
    values: dict[str, object] = {
        "found": found,
        "error": error,
        "problems": [("", own.sentence, own.language)],
        "href": f"{href}#{own.field}" if own.field else href,
    }
    title = visit.say("calculate.preview.none")
    frame = MANUFACTURER.frame("calculate")
    return visit.page(
        "manufacturer/calculation_refused.html", title, values, frame, status_of(error)
    )


def _page(
    visit: Visit, found: Calculating, made: CalculationPreview, *, changed: bool = False
) -> Response:
    document, language = made.document, visit.language
    conservative = made.choices.conservative
    values: dict[str, object] = {
        "found": found,
        "changed": changed,
        "total": made.calculation.total,
        "figure": number(document.total, language),
        "unit": visit.say(f"page.unit.{document.per}"),
        "conservative": "" if conservative is None else number(conservative.total, language),
        "parts": "" if conservative is None else parts_words(conservative.parts, language),
        "bars": [Bar(sentence(row.detail), row.code) for row in made.bars],
        "missing": made.missing,
        "choices": list(_choices(visit, made)),
        "hidden": _hidden(visit, made.choices.hidden),
        "document": document,
        "chart": stage_chart(document, language),
        "stages": stage_table(document, language),
        "method": Facts(tuple(method_facts(document, language))),
        "production": Facts(tuple(production(document, language))),
        "asserted": Facts(tuple(asserted(document, language))),
    }
    title = visit.say("calculate.preview", title=found.title)
    status = HTTPStatus(409) if changed else HTTPStatus.OK
    frame = MANUFACTURER.frame("calculate")
    return visit.page("manufacturer/calculation_preview.html", title, values, frame, status)


def _hidden(visit: Visit, count: int) -> str:
    """The number of suppliers' choices in words; empty for none."""
    return (
        visit.say(f"calculate.choices.hidden.{form_of(count)}", count=str(count)) if count else ""
    )


def _choices(visit: Visit, made: CalculationPreview) -> Iterator[ChoiceLine]:
    """The manufacturer's own choices, the one worth most first."""
    for row in made.choices.choices or ():
        yield ChoiceLine(row, "" if row.effect is None else number(row.effect, visit.language))


def _content(visit: Visit, made: CalculationPreview) -> bytes:
    """The draft of the statement: header, composition, exact cells by digest, and the names of what it cites."""
    added = {"origin", "issuer", "sections"}
    header = {key: value for key, value in made.calculation.to_json().items() if key not in added}
    sections = {"composition": made.composition.to_json()}
    labels = dict(_labels(visit, made))
    named = {"exact": made.calculation.sections.exact}
    return orjson.dumps({"header": header, "sections": sections, "named": named, "labels": labels})


def _labels(visit: Visit, made: CalculationPreview) -> Iterator[tuple[str, str]]:
    """The names of the rulebook and of the suppliers whose deliveries are counted."""
    yield made.calculation.rulebook, made.document.method.title
    with visit.context.ledger.view() as view:
        for row in made.composition.rows:
            record = None if row.delivery is None else view.delivery(row.delivery)
            if record is not None:
                firm = name_of(view, record.delivery.issuer)
                yield record.id, f"{firm}, {record.delivery.product}"
