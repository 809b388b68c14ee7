"""Declaring a figure: the states that follow one another, who acts next, and the declaration itself.

The form is an address (GET), so nothing typed is lost. The preview is the declaration document, and the rules of the
ledger judge it there already. Until an auditor has attested the figure, the page shows the states alone.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Final, NamedTuple

import orjson
from fastapi import APIRouter, Form, Query, Response
from pydantic import BaseModel, ConfigDict

from api.paths import IdDigits
from api.problems import is_own_failure, status_of
from api.web.forms import FormProblem, ToSign, go_to_sign, problem_values
from api.web.manufacturer.figure_links import document_values
from api.web.supplier.delivery_choices import reason_options
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.documents.declaration.evidence import checked
from ledger.documents.declaration.layout import firm_facts
from ledger.documents.page import Facts
from ledger.service.access.declarations import preview_declaration_for
from ledger.service.access.permissions import require_participant
from ledger.service.products.listing import draft_title
from ledger.service.products.progress import progress_for
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
    "chemistry": "chemistry",
    "date": "date",
    "signatory.name": "signatory",
    "signatory.function": "function",
    "supersedes.reason": "reason",
}
"""The field of the form for each place of a refusal."""


def _needed(figure: FigureProgress) -> Iterator[str]:
    """The fields that may not be empty; the number of conformity is a battery's alone."""
    if figure.calculation.unit is None:
        yield "conformity"
    yield "study"
    if figure.replaces is not None:
        yield "reason"


class DeclarationForm(BaseModel):
    """The fields as they were typed; `seen` is set by the preview."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    conformity: str = ""
    study: str = ""
    address: str = ""
    trade_name: str = ""
    contact: str = ""
    town: str = ""
    chemistry: str = ""
    date: str = ""
    signatory: str = ""
    function: str = ""
    reason: str = ""
    seen: str = ""


class Stage(NamedTuple):
    """A state of a figure: its name, what is known of it, who acts, the sort of its chip, and a link with its words."""

    name: str
    words: str
    actor: str
    mark: str
    state: str
    href: str = ""
    act: str = ""


Typed = Annotated[DeclarationForm, Query()]
Sent = Annotated[DeclarationForm, Form()]


@twins(router, "/{digits}/declare")
def progress(visit: Visited, digits: IdDigits) -> FigureProgress:
    """Return the progress of a figure as data."""
    return progress_for(visit.ledger, visit.caller, f"sha256:{digits}")


@twins(router, "/{digits}/declare/preview")
def preview(visit: Visited, digits: IdDigits, typed: Typed) -> DeclarationDocument:
    """Return the declaration document as data."""
    return _document(visit, _declaration(visit, progress(visit, digits), typed))


@router.get("/{digits}/declare/preview")
def preview_page(visit: Visited, digits: IdDigits, typed: Typed) -> Response:
    """Show the declaration as it will be published, or the form with its problems."""
    figure = progress(visit, digits)
    try:
        document = _document(visit, _declaration(visit, figure, typed))
    except CradleError as error:
        return _refused(visit, figure, typed, error)
    language = visit.language
    return visit.page(
        "manufacturer/declare_preview.html",
        path=_path(digits),
        form=typed,
        fields=[(name, text) for name, text in typed if text and name != "seen"],
        firm=Facts(tuple(firm_facts(document, language))),
        audit=Facts(tuple(checked(document, language))),
        **document_values(visit, document),
    )


@router.get("/{digits}/declare")
def declare_page(visit: Visited, digits: IdDigits, typed: Typed) -> Response:
    """Show the states of a figure and, once it is attested, the form."""
    return _page(visit, progress(visit, digits), typed)


@router.post("/{digits}/declare")
def declare(visit: Visited, digits: IdDigits, sent: Sent) -> Response:
    """Keep the previewed declaration as a draft, and go to sign it."""
    figure = progress(visit, digits)
    try:
        declaration = _declaration(visit, figure, sent)
        document = _document(visit, declaration)
    except CradleError as error:
        return _refused(visit, figure, sent, error)
    added = {"origin", "issuer", "nonce"}
    header = {name: text for name, text in declaration.to_json().items() if name not in added}
    labels = {declaration.calculation: draft_title(figure.model, figure.site)}
    if document.standing.audit is not None:
        labels[declaration.attestation] = document.standing.audit.auditor
    content = orjson.dumps({"header": header, "sections": {}, "labels": labels})
    return go_to_sign(visit, ToSign("declaration", draft_title(figure.model, figure.site), content))


def _path(digits: str) -> str:
    return f"{MANUFACTURER.root}/figures/{digits}"


def _declaration(visit: Visit, figure: FigureProgress, form: DeclarationForm) -> Declaration:
    """The declaration that a form states.

    Raises:
        CradleError: `declaration.attestation` without an attestation, or as `Declaration.parse`.
    """
    if figure.attestation is None:
        detail = "No auditor has attested this calculation; it cannot be declared yet."
        raise CradleError("declaration.attestation", detail, "attestation")
    members: dict[str, object] = {
        "origin": visit.ledger.origin,
        "issuer": require_participant(visit.caller),
        "calculation": figure.calculation.id,
        "attestation": figure.attestation.id,
        "study": form.study.strip(),
        "nonce": visit.context.fresh(),
    }
    names = ("address", "trade_name", "contact")
    details = {name: text for name in names if (text := getattr(form, name).strip())}
    members |= {"details": details} if details else {}
    for name in ("conformity", "town", "chemistry", "date"):
        members |= {name: text} if (text := getattr(form, name).strip()) else {}
    stated = {"name": form.signatory.strip(), "function": form.function.strip()}
    if person := {name: text for name, text in stated.items() if text}:
        members["signatory"] = person
    if figure.replaces is not None:
        members["supersedes"] = {"id": figure.replaces, "reason": form.reason}
    return Declaration.parse(canonical(members))


def _document(visit: Visit, declaration: Declaration) -> DeclarationDocument:
    """The document of the declaration, without the address that its page will have.

    Raises:
        CradleError: as `preview_declaration_for`.
    """
    return preview_declaration_for(visit.ledger, visit.caller, declaration, visit.now)


def _missing(visit: Visit, figure: FigureProgress, form: DeclarationForm) -> Iterator[FormProblem]:
    """The empty fields that a declaration needs."""
    for name in _needed(figure):
        if not getattr(form, name).strip():
            sentence = visit.say(f"declare.missing.{name}")
            yield FormProblem(name, sentence, "", "schema.missing")


def _refused(
    visit: Visit, figure: FigureProgress, form: DeclarationForm, error: CradleError
) -> Response:
    """Show the form with what is wrong: the empty fields, else the refusal."""
    if is_own_failure(error):
        raise error
    problems = tuple(_missing(visit, figure, form))
    if not problems:
        field = FIELDS.get(error.place or "", "")
        problems = (FormProblem(field, error.detail, "en", error.code),)
    return _page(visit, figure, form, problems, status_of(error))


def _page(
    visit: Visit,
    figure: FigureProgress,
    form: DeclarationForm,
    problems: tuple[FormProblem, ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    stages = list(stages_of(visit, figure))
    attested = figure.attestation is not None and figure.attestation.outcome != "refused"
    return visit.page(
        "manufacturer/declare.html",
        status=status,
        path=_path(figure.calculation.id[7:]),
        found=figure,
        stages=stages,
        next=next((stage for stage in stages if stage.mark != "ok"), None),
        ready=attested and figure.declaration is None and figure.standing.replaced is None,
        form=form,
        reasons=reason_options(visit),
        **problem_values(problems),
    )


def stages_of(visit: Visit, figure: FigureProgress) -> Iterator[Stage]:
    """The states in their order."""
    own = figure.calculation
    at = visit.say("declare.position", index=str(own.index))
    yield _stage(visit, "logged", at, "you", done=True)
    yield _engaged(visit, figure)
    yield _attested(visit, figure)
    declared = figure.declaration
    position = ""
    if declared is not None:
        position = visit.say("declare.position", index=str(declared.index))
    yield _stage(visit, "declared", position, "you", done=declared is not None)
    public = _stage(visit, "public", "", "anyone", done=declared is not None)
    if declared is not None:
        href = f"/declarations/{declared.id[7:]}"
        public = public._replace(href=href, act=visit.say("declare.public"))
    yield public


def _engaged(visit: Visit, figure: FigureProgress) -> Stage:
    sentences = [
        visit.say("declare.engaged", name=auditor.name, day=auditor.since)
        for auditor in figure.auditors
    ]
    if figure.attestation is not None and not sentences:
        sentences = [visit.say("declare.engaged.unrecorded")]
    return _stage(visit, "engaged", " ".join(sentences), "operator", done=bool(sentences))


def _attested(visit: Visit, figure: FigureProgress) -> Stage:
    word = figure.attestation
    if word is None:
        return _stage(visit, "attested", "", "auditor", done=False)
    outcome = visit.say(f"declare.outcome.{word.outcome}", auditor=word.auditor)
    if word.outcome != "refused":
        return _stage(visit, "attested", outcome, "auditor", done=True)
    href = f"/manufacturer/calculate?supersedes={figure.calculation.id[7:]}"
    act = visit.say("products.next.correct")
    refused = _stage(visit, "attested", outcome, "you", done=False)
    return refused._replace(mark="bad", state=visit.say("declare.refused"), href=href, act=act)


def _stage(visit: Visit, key: str, words: str, actor: str, *, done: bool) -> Stage:
    return Stage(
        name=visit.say(f"declare.stage.{key}"),
        words=words or visit.say(f"declare.stage.{key}.words"),
        actor=visit.say(f"declare.actor.{actor}"),
        mark="ok" if done else "info",
        state=visit.say("calculate.state.done" if done else "declare.waits"),
    )
