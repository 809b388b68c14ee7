"""The preview of a calculation: the figure as an auditor will see it, and the way to the signature.

Beside the figure stand the conservative one, every rule that bars a declaration, the entries that are left out with
their own figures, and what nobody can recompute. Nothing is signed here; a figure that changed is shown again.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated

import orjson
from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from api.paths import RandomName
from api.problems import is_own_failure, status_of
from api.web.forms import ToSign, go_to_sign
from api.web.manufacturer.calculation_draft import Calculating, open_calculation
from api.web.manufacturer.calculation_reading import problem_of
from api.web.manufacturer.figure_links import document_values
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.choices.listing import (
    count_choices,
    counted_words,
    small_words,
    without_price,
    without_small,
)
from ledger.desk.calculations import CalculationPreview, preview_calculation
from ledger.desk.question import Quota
from ledger.documents.parts import parts_words
from ledger.state.profiles import name_of
from schemas.errors import CradleError, sentence
from schemas.values import Figure
from schemas.views.choice_counts import ChoiceCounts
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.report import ConservativeTotal, ReportedChoice

router = APIRouter(prefix=f"{MANUFACTURER.root}/calculate", include_in_schema=False)


class Seen(BaseModel):
    """The field of the form that goes on to the signature: the total that the preview showed."""

    seen: str = ""


class PreviewData(BaseModel):
    """A preview as data."""

    total: Figure
    document: DeclarationDocument
    conservative: ConservativeTotal | None = None
    choices: tuple[ReportedChoice, ...] = ()
    counts: ChoiceCounts
    hidden: int = 0
    bars: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@twins(router, "/{name}/preview")
def preview(visit: Visited, name: RandomName) -> PreviewData:
    """Return the preview as data."""
    draft_preview = _preview(visit, open_calculation(visit, name))
    choices = draft_preview.choices.choices or ()
    return PreviewData(
        total=draft_preview.calculation.total,
        document=draft_preview.document,
        conservative=draft_preview.choices.conservative,
        choices=choices,
        counts=count_choices(choices),
        hidden=draft_preview.choices.hidden,
        bars=tuple(row.detail for row in draft_preview.bars),
        missing=draft_preview.missing,
        remarks=draft_preview.draft.remarks,
    )


@router.get("/{name}/preview")
def preview_page(visit: Visited, name: RandomName) -> Response:
    """Show the figure, or why there is none."""
    calculation = open_calculation(visit, name)
    try:
        draft_preview = _preview(visit, calculation)
    except CradleError as error:
        return _refused(visit, calculation, error)
    return _page(visit, calculation, draft_preview)


@router.post("/{name}/sign")
def sign(visit: Visited, name: RandomName, sent: Annotated[Seen, Form()]) -> Response:
    """Keep the previewed calculation as a draft, and go to sign it; the typed form stays until it is in the log."""
    calculation = open_calculation(visit, name)
    try:
        draft_preview = _preview(visit, calculation)
    except CradleError as error:
        return _refused(visit, calculation, error)
    if draft_preview.calculation.total != sent.seen:
        return _page(visit, calculation, draft_preview, changed=True)
    draft = ToSign("calculation", calculation.title, _content(visit, draft_preview))
    return go_to_sign(visit, draft)


def _preview(visit: Visit, calculation: Calculating) -> CalculationPreview:
    """Draft the calculation, which is counted and noted like one of `POST /v1/calculations/draft`.

    Raises:
        CradleError: the first problem of the form, or as `preview_calculation`.
    """
    if calculation.read.request is None:
        first = calculation.read.problems[0]
        raise CradleError(first.code, first.sentence, first.field)
    with visit.desk.opened(Quota.PREVIEW, joined=False) as desk:
        return preview_calculation(desk, calculation.read.request)


def _refused(visit: Visit, calculation: Calculating, error: CradleError) -> Response:
    """Show why there is no figure, with a link to the step that mends it."""
    if is_own_failure(error):
        raise error
    own = calculation.read.problems[0] if calculation.read.request is None else problem_of(error)
    href = f"{calculation.path}/{own.step}" if own.step else calculation.path
    return visit.page(
        "manufacturer/calculation_refused.html",
        error,
        status=status_of(error),
        found=calculation,
        problems=[("", own.sentence, own.language)],
        href=f"{href}#{own.field}" if own.field else href,
    )


def _page(
    visit: Visit,
    calculation: Calculating,
    draft_preview: CalculationPreview,
    *,
    changed: bool = False,
) -> Response:
    conservative = draft_preview.choices.conservative
    unit = draft_preview.calculation.unit
    parts = "" if conservative is None else parts_words(conservative.parts, visit.language, unit)
    choices = draft_preview.choices.choices or ()
    rows, small = without_small(choices, draft_preview.calculation.total)
    return visit.page(
        "manufacturer/calculation_preview.html",
        status=HTTPStatus(409) if changed else HTTPStatus.OK,
        found=calculation,
        changed=changed,
        total=draft_preview.calculation.total,
        conservative=conservative,
        parts=parts,
        bars=draft_preview.bars,
        sentence=sentence,
        missing=draft_preview.missing,
        choices=rows,
        priced=counted_words(count_choices(choices), visit.language),
        small="" if small is None else small_words(small, visit.language),
        without=without_price,
        hidden=draft_preview.choices.hidden,
        **document_values(visit, draft_preview.document),
    )


def _content(visit: Visit, draft_preview: CalculationPreview) -> bytes:
    """The draft of the statement: header, composition, exact cells by digest, and the names of what it cites."""
    added = {"origin", "issuer", "sections"}
    header = {
        key: value for key, value in draft_preview.calculation.to_json().items() if key not in added
    }
    sections = {"composition": draft_preview.composition.to_json()}
    labels = dict(_labels(visit, draft_preview))
    named = {"exact": draft_preview.calculation.sections.exact}
    return orjson.dumps({"header": header, "sections": sections, "named": named, "labels": labels})


def _labels(visit: Visit, draft_preview: CalculationPreview) -> Iterator[tuple[str, str]]:
    """The names of the rulebook and of the suppliers whose deliveries are counted."""
    yield draft_preview.calculation.rulebook, draft_preview.document.method.title
    with visit.ledger.view() as view:
        for row in draft_preview.composition.rows:
            record = None if row.delivery is None else view.delivery(row.delivery)
            if record is not None:
                firm = name_of(view, record.delivery.issuer)
                yield record.id, f"{firm}, {record.delivery.product}"
