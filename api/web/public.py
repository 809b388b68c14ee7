"""The public pages of a declaration: what a buyer reads who scans the QR code, and every file behind it.

No login, cookie or script. The address is `/declarations/` and the 64 digits of the declaration's id; with `.json`,
`.pdf`, `.bundle` and so on behind it, each file has an address of its own. A page may be kept by caches for minutes,
since a correction changes it.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, NamedTuple

from fastapi import APIRouter, Header, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.context import AppContext, Context
from api.declaration_address import PREFIX, with_address
from api.document_response import conditional_response, document_headers, shown_as
from api.paths import IdDigits
from api.web.frame import Chosen, language_for, public_frame, render_page
from ledger.audit.findings import StepNumber
from ledger.bundles.export import export_bundle
from ledger.documents.declaration.evidence import asserted, production, proof
from ledger.documents.declaration.layout import (
    firm_facts,
    layout_declaration,
    method_facts,
    qr_picture,
    stage_chart,
    stage_table,
)
from ledger.documents.declaration.unit_words import (
    below_of,
    plausibility_of,
    production_title,
    unit_of,
)
from ledger.documents.page import Cell, Fact, Facts, to_bytes
from ledger.documents.rendering.formats import MEDIA_TYPES, Format
from ledger.documents.standing import is_past
from ledger.documents.study.layout import layout_study
from ledger.exchange.battery_pass import battery_pass_of, is_passport
from ledger.service.access.public import PublicDeclaration, public_declaration
from ledger.service.answers.study import build_study
from ledger.translations.documents import number, percentage, text
from ledger.translations.languages import Language
from schemas.errors import CradleError
from schemas.views.declaration_document import DeclarationDocument
from schemas.vocabulary import Audience

SECONDS: Final = 300
"""Seconds for which a cache may keep a page: a correction shows soon after."""

router = APIRouter(prefix=PREFIX, include_in_schema=False)
Known = Annotated[str | None, Header(alias="If-None-Match")]


Verdict = Literal["verified", "attested", "past", "incomplete", "contradicted", "none"]
"""A verdict on a figure; `past` is one that was given, of a figure that another has replaced or that changed since."""


class Check(NamedTuple):
    """One party that checked the figure: its verdict in one word, and what it rests on."""

    title: str
    verdict: Verdict
    words: str


async def _found(context: AppContext, digits: str) -> PublicDeclaration:
    """The declaration; computed once for all who ask at the same moment."""

    def find() -> PublicDeclaration:
        return public_declaration(context.ledger, f"sha256:{digits}")

    return await context.rendered.work.do(("public", digits), find)


@router.get("/{digits}.bundle")
async def bundle(digits: IdDigits, context: Context, known: Known = None) -> Response:
    """Serve the public bundle, for `cradle verify`."""
    declaration = await _found(context, digits)

    def make() -> bytes:
        return export_bundle(context.ledger, f"sha256:{digits}", Audience.PUBLIC)

    content = await context.rendered.get((digits, "bundle", declaration.size), make)
    return _kept(content, "application/zip", known, shown_as(f"{digits[:12]}.bundle"))


@router.get("/{digits}.{form}")
async def document_file(
    digits: IdDigits,
    form: Literal["json", "pdf"],
    context: Context,
    lang: Chosen = None,
    known: Known = None,
) -> Response:
    """Serve the declaration as data or PDF."""
    declaration = await _found(context, digits)
    document = with_address(declaration.document, context.configuration)
    language = lang or "en"

    def make() -> bytes:
        page = layout_declaration(document, language)
        return context.typesetter.render(form, to_bytes(document), page)

    key = (digits, form, language, document.page, declaration.size)
    content = await context.rendered.get(key, make)
    headers = document_headers("declaration", form, language)
    return _kept(content, MEDIA_TYPES[form], known, headers)


@router.get("/{digits}/study.{form}")
async def study_file(
    digits: IdDigits, form: Format, context: Context, lang: Chosen = None, known: Known = None
) -> Response:
    """Serve the public study behind the declaration."""
    declaration = await _found(context, digits)
    language = lang or "en"

    def make() -> bytes:
        calculation = declaration.document.digests.calculation
        study = build_study(context.ledger, calculation, "public")
        study = with_address(study, context.configuration)
        return context.typesetter.render(form, to_bytes(study), layout_study(study, language))

    key = (digits, "study", form, language, declaration.size)
    content = await context.rendered.get(key, make)
    return _kept(content, MEDIA_TYPES[form], known, document_headers("study", form, language))


@router.get("/{digits}/battery-pass.json")
async def passport(digits: IdDigits, context: Context, known: Known = None) -> Response:
    """Serve the declaration as passport data."""
    declaration = await _found(context, digits)
    make = partial(battery_pass_of, declaration.document)
    content = await context.rendered.get((digits, "battery-pass", declaration.size), make)
    return _kept(content, "application/json", known, shown_as("battery-pass.json"))


@router.get("/{digits}")
async def page(
    digits: str, request: Request, context: Context, lang: Chosen = None, known: Known = None
) -> Response:
    """Serve the page behind the QR code."""
    language = language_for(request, lang)
    try:
        declaration = await _found(context, digits)
    except CradleError as error:
        if error.code != "statement.unknown":
            raise
        missing = render_page("public_missing.html", request, language, {})
        return Response(missing, HTTPStatus.NOT_FOUND, media_type="text/html")
    document = with_address(declaration.document, context.configuration)

    def make() -> bytes:
        values = _values(declaration, document, digits, language)
        frame = public_frame(document.digests.origin)
        name = "public_declaration.html"
        return render_page(name, request, language, values, frame).encode()

    shown = await run_in_threadpool(make)
    return _kept(shown, "text/html", known, {}, {"Vary": "Accept-Language"})


def _kept(
    content: bytes,
    media_type: str,
    client_tag: str | None,
    sent: Mapping[str, str],
    cached: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """A response that caches may keep for minutes, or 304 if the client has it."""
    kept = {"Cache-Control": f"public, max-age={SECONDS}", **cached}
    return conditional_response(content, media_type, client_tag, kept, sent)


def _values(
    declaration: PublicDeclaration, document: DeclarationDocument, digits: str, language: Language
) -> dict[str, Any]:
    """What the template of the page shows."""
    origin = document.digests.origin
    position = text(
        "public.position.value",
        language,
        index=str(declaration.index),
        size=str(declaration.size),
        origin=origin,
    )
    placed = Fact(text("public.position", language), (Cell(position),))
    return {
        "page": layout_declaration(document, language),
        "document": document,
        "unit": unit_of(document, language),
        "below": below_of(document, language),
        "production_title": production_title(document, language),
        "checks": list(_checks(declaration, language)),
        "chart": stage_chart(document, language),
        "stages": stage_table(document, language),
        "plausibility": plausibility_of(document, language),
        "facts": Facts((*firm_facts(document, language), *method_facts(document, language))),
        "production": Facts(tuple(production(document, language))),
        "asserted": Facts(tuple(asserted(document, language))),
        "proof": Facts((placed, *proof(document, language))),
        "qr": next(qr_picture(document, language)),
        "own": f"{PREFIX}/{digits}",
        "has_passport": document.study is not None and is_passport(document.standing),
        "successor": declaration.successor
        and f"{PREFIX}/{declaration.successor.removeprefix('sha256:')}",
        "bundle": f"{digits[:12]}.bundle",
    }


def _checks(declaration: PublicDeclaration, language: Language) -> Iterator[Check]:
    """The auditor, this server, and the reader with the public file, each with its own word and reach."""
    document = declaration.document
    audit, past = document.standing.audit, is_past(document.standing)
    if audit is None:
        title = text("declaration.auditor", language)
        yield Check(title, "none", text("public.auditor.none", language))
    else:
        depth = "; ".join(
            f"{text(f'declaration.depth.{row.code}', language)} {percentage(row.share, language)}"
            for row in document.depth or ()
        )
        words = text(
            "public.auditor.words",
            language,
            level=text(f"declaration.level.{audit.level}", language),
            materiality=f"{number(audit.materiality, language)}\u00a0%",
            depth=depth,
        )
        title = text("public.auditor", language, name=audit.auditor)
        yield Check(title, "past" if past else "attested", words)
    agrees = "agrees" if declaration.agrees else "differs"
    words = text(f"public.server.{agrees}", language)
    verdict: Verdict = "verified" if declaration.agrees else "contradicted"
    if past and declaration.agrees:
        verdict = "past"
    yield Check(text("public.server", language), verdict, words)
    yield _reader(declaration, language)


def _reader(declaration: PublicDeclaration, language: Language) -> Check:
    """The verifier's word on the public bundle: never verified, because recipes are withheld."""
    title, report = text("public.reader", language), declaration.report
    if report.exit_code == 1:
        return Check(title, "contradicted", text("public.reader.contradicted", language))
    counts = {step.number: str(step.checked) for step in report.steps}
    words = text(
        "public.reader.words",
        language,
        signatures=counts.get(StepNumber.SIGNATURES, "0"),
        places=counts.get(StepNumber.INCLUSION, "0"),
    )
    return Check(title, "incomplete", words)
