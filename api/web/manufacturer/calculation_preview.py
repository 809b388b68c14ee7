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
from ledger.desk.calculations import CalculationPreview, preview_calculation
from ledger.desk.question import Quota
from ledger.documents.parts import parts_words
from ledger.state.profiles import name_of
from schemas.errors import CradleError, sentence
from schemas.values import Figure
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
    hidden: int = 0
    bars: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@twins(router, "/{name}/preview")
def preview(visit: Visited, name: RandomName) -> PreviewData:
    """Return the preview as data."""
    made = _preview(visit, open_calculation(visit, name))
    return PreviewData(
        total=made.calculation.total,
        document=made.document,
        conservative=made.choices.conservative,
        choices=made.choices.choices or (),
        hidden=made.choices.hidden,
        bars=tuple(row.detail for row in made.bars),
        missing=made.missing,
        remarks=made.draft.remarks,
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
    return visit.page(
        "manufacturer/calculation_refused.html",
        error,
        status=status_of(error),
        found=found,
        problems=[("", own.sentence, own.language)],
        href=f"{href}#{own.field}" if own.field else href,
    )


def _page(
    visit: Visit, found: Calculating, made: CalculationPreview, *, changed: bool = False
) -> Response:
    conservative = made.choices.conservative
    parts = "" if conservative is None else parts_words(conservative.parts, visit.language)
    return visit.page(
        "manufacturer/calculation_preview.html",
        status=HTTPStatus(409) if changed else HTTPStatus.OK,
        found=found,
        changed=changed,
        total=made.calculation.total,
        conservative=conservative,
        parts=parts,
        bars=made.bars,
        sentence=sentence,
        missing=made.missing,
        choices=made.choices,
        **document_values(visit, made.document),
    )


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
    with visit.ledger.view() as view:
        for row in made.composition.rows:
            record = None if row.delivery is None else view.delivery(row.delivery)
            if record is not None:
                firm = name_of(view, record.delivery.issuer)
                yield record.id, f"{firm}, {record.delivery.product}"
