"""Declaring a figure: the states that follow one another, who acts next, and the declaration itself.

The form is an address (GET), so nothing typed is lost. The preview is the declaration document, and the rules of the
ledger judge it there already. Until an auditor has attested the figure, the page shows the states alone.
"""

from collections.abc import Iterator
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Final, NamedTuple

import orjson
from fastapi import APIRouter, Form, Query, Response
from pydantic import BaseModel, ConfigDict

from api.paths import IdDigits
from api.problems import is_own_failure, status_of
from api.web.manufacturer.progress import Stage, stages_of
from api.web.signature import ToSign, go_to_sign
from api.web.supplier.delivery_choices import reason_options
from api.web.wording import format_period
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.documents.declaration.evidence import asserted, checked, production
from ledger.documents.declaration.layout import (
    firm_facts,
    method_facts,
    stage_chart,
    stage_table,
)
from ledger.documents.page import Facts
from ledger.footprint.graph.numbers import show_figure
from ledger.service.access.declarations import preview_declaration_for
from ledger.service.access.permissions import require_participant
from ledger.service.products.listing import draft_title
from ledger.service.products.progress import progress_for
from ledger.translations.documents import number
from ledger.trust.canonical import canonical
from schemas.errors import CradleError
from schemas.signed.calculation import Declaration
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.products import FigureProgress

router = APIRouter(prefix=f"{MANUFACTURER.root}/figures", include_in_schema=False)

FIELDS: Final = {
    "conformity": "conformity",
    "study": "study",
    "details.address": "address",
    "details.trade_name": "trade_name",
    "details.contact": "contact",
    "town": "town",
    "supersedes.reason": "reason",
}
"""The field of the form for each place of a refusal."""

NEEDED: Final = ("conformity", "study")


class DeclarationForm(BaseModel):
    """The fields as they were typed; `seen` is set by the preview."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    conformity: str = ""
    study: str = ""
    address: str = ""
    trade_name: str = ""
    contact: str = ""
    town: str = ""
    reason: str = ""
    seen: str = ""


class FormProblem(NamedTuple):
    """A sentence about a field, and its language if that is not the page's."""

    field: str
    sentence: str
    language: str
    code: str


Typed = Annotated[DeclarationForm, Query()]
Sent = Annotated[DeclarationForm, Form()]


@router.get("/{digits}/declare.json")
def progress_data(visit: Visited, digits: IdDigits) -> Response:
    """Return the progress of a figure as data."""
    return visit.data(_read(visit, digits))


@router.get("/{digits}/declare/preview.json")
def preview_data(visit: Visited, digits: IdDigits, typed: Typed) -> Response:
    """Return the declaration document as data."""
    declaration = _declaration(visit, _read(visit, digits), typed)
    return visit.data(_document(visit, declaration))


@router.get("/{digits}/declare/preview")
def preview_page(visit: Visited, digits: IdDigits, typed: Typed) -> Response:
    """Show the declaration as it will be published, or the form with its problems."""
    found = _read(visit, digits)
    try:
        document = _document(visit, _declaration(visit, found, typed))
    except CradleError as error:
        return _refused(visit, found, typed, error)
    language = visit.language
    values: dict[str, object] = {
        "path": _path(digits),
        "form": typed,
        "fields": [(name, text) for name, text in typed if text and name != "seen"],
        "document": document,
        "figure": number(document.total, language),
        "unit": visit.say(f"page.unit.{document.per}"),
        "firm": Facts(tuple(firm_facts(document, language))),
        "chart": stage_chart(document, language),
        "stages": stage_table(document, language),
        "audit": Facts(tuple(checked(document, language))),
        "method": Facts(tuple(method_facts(document, language))),
        "production": Facts(tuple(production(document, language))),
        "asserted": Facts(tuple(asserted(document, language))),
    }
    title = visit.say("declare.preview", model=document.model, site=document.plant.site)
    frame = MANUFACTURER.frame("products")
    return visit.page("manufacturer/declare_preview.html", title, values, frame)


@router.get("/{digits}/declare")
def declare_page(visit: Visited, digits: IdDigits, typed: Typed) -> Response:
    """Show the states of a figure and, once it is attested, the form."""
    return _page(visit, _read(visit, digits), typed)


@router.post("/{digits}/declare")
def declare(visit: Visited, digits: IdDigits, sent: Sent) -> Response:
    """Keep the previewed declaration as a draft, and go to sign it."""
    found = _read(visit, digits)
    try:
        declaration = _declaration(visit, found, sent)
        document = _document(visit, declaration)
    except CradleError as error:
        return _refused(visit, found, sent, error)
    added = {"origin", "issuer", "nonce"}
    header = {name: text for name, text in declaration.to_json().items() if name not in added}
    labels = {declaration.calculation: draft_title(found.model, found.site)}
    if document.audit is not None:
        labels[declaration.attestation] = document.audit.auditor
    content = orjson.dumps({"header": header, "sections": {}, "labels": labels})
    return go_to_sign(visit, ToSign("declaration", draft_title(found.model, found.site), content))


def _read(visit: Visit, digits: str) -> FigureProgress:
    return progress_for(visit.context.ledger, visit.caller, f"sha256:{digits}")


def _path(digits: str) -> str:
    return f"{MANUFACTURER.root}/figures/{digits}"


def _declaration(visit: Visit, found: FigureProgress, form: DeclarationForm) -> Declaration:
    """The declaration that a form states.

    Raises:
        CradleError: `declaration.attestation` without an attestation, or as `Declaration.parse`.
    """
    if found.attestation is None:
        detail = "No auditor has attested this calculation; it cannot be declared yet."
        raise CradleError("declaration.attestation", detail, "attestation")
    members: dict[str, object] = {
        "origin": visit.context.ledger.origin,
        "issuer": require_participant(visit.caller),
        "calculation": found.calculation.id,
        "attestation": found.attestation.id,
        "conformity": form.conformity.strip(),
        "study": form.study.strip(),
        "nonce": visit.context.fresh(),
    }
    names = ("address", "trade_name", "contact")
    details = {name: text for name in names if (text := getattr(form, name).strip())}
    members |= {"details": details} if details else {}
    members |= {"town": form.town.strip()} if form.town.strip() else {}
    if found.replaces is not None:
        members["supersedes"] = {"id": found.replaces, "reason": form.reason}
    return Declaration.parse(canonical(members))


def _document(visit: Visit, declaration: Declaration) -> DeclarationDocument:
    """The document of the declaration, without the address that its page will have.

    Raises:
        CradleError: as `preview_declaration_for`.
    """
    context = visit.context
    return preview_declaration_for(context.ledger, visit.caller, declaration, context.now())


def _missing(visit: Visit, found: FigureProgress, form: DeclarationForm) -> Iterator[FormProblem]:
    """The empty fields that a declaration needs."""
    needed = (*NEEDED, "reason") if found.replaces is not None else NEEDED
    for name in needed:
        if not getattr(form, name).strip():
            sentence = visit.say(f"declare.missing.{name}")
            yield FormProblem(name, sentence, "", "schema.missing")


def _refused(
    visit: Visit, found: FigureProgress, form: DeclarationForm, error: CradleError
) -> Response:
    """Show the form with what is wrong: the empty fields, else the refusal."""
    if is_own_failure(error):
        raise error
    problems = tuple(_missing(visit, found, form))
    if not problems:
        field = FIELDS.get(error.place or "", "")
        problems = (FormProblem(field, error.detail, "en", error.code),)
    return _page(visit, found, form, problems, status_of(error))


def _page(
    visit: Visit,
    found: FigureProgress,
    form: DeclarationForm,
    problems: tuple[FormProblem, ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    own = found.calculation
    stages: list[Stage] = list(stages_of(visit, found))
    attested = found.attestation is not None and found.attestation.outcome != "refused"
    ready = attested and found.declaration is None and found.superseded_by is None
    values: dict[str, object] = {
        "path": _path(own.id[7:]),
        "found": found,
        "stages": stages,
        "next": next((one for one in stages if one.mark != "ok"), None),
        "ready": ready,
        "form": form,
        "figure": number(show_figure(Decimal(own.total)), visit.language),
        "unit": visit.say(f"page.unit.{own.per}"),
        "period": format_period(visit, own.period),
        "reasons": reason_options(visit),
        "problems": [one[:3] for one in problems],
        "code": problems[0].code if problems else "",
        "wrong": {one.field: one for one in reversed(problems)},
    }
    key = "title" if ready else "progress"
    title = visit.say(f"declare.{key}", model=found.model, site=found.site)
    frame = MANUFACTURER.frame("products")
    return visit.page("manufacturer/declare.html", title, values, frame, status)
