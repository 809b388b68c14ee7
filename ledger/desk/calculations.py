"""Drafts of calculations, made from a manufacturer's request for the manufacturer to sign.

The figures of other issuers are summed in a draft; each of these issuers reads so in the journal. The manufacturer is
shown 4 digits, and signs the exact cells by their digest, unseen: the ledger keeps them.
"""

from dataclasses import replace
from typing import NamedTuple

from ledger.choices.report import ReportedChoices, choices_for
from ledger.desk.desk import Desk
from ledger.desk.question import Quota, act
from ledger.documents.declaration.build import build_declaration
from ledger.footprint.graph.resolution import Problem
from ledger.rules.documents import missing_for_article_7
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.answers.barring import barring_problems
from ledger.service.answers.calculate import DraftedCalculation, draft_calculation
from ledger.service.answers.declaration import draft_source
from ledger.state.drafting import Draft
from ledger.store.access.sealed_sections import put_sealed
from ledger.trust.encoding import encode_base64
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.calculation import Calculation, Composition
from schemas.views.calculation_draft import CalculationDraftResponse
from schemas.views.declaration_document import DeclarationDocument


class CalculationPreview(NamedTuple):
    """A calculation before it is signed, as its manufacturer is shown it.

    Attributes:
        draft: ready to be signed.
        calculation: its payload.
        composition: its rows and exclusions.
        document: the content of its declaration, so far as it is known.
        choices: of the manufacturer, with the conservative figure; those of others are counted.
        bars: the rules that would refuse its declaration.
        missing: the reasons why the figure is not one of Article 7, even if a demo may be declared.
    """

    draft: Draft
    calculation: Calculation
    composition: Composition
    document: DeclarationDocument
    choices: ReportedChoices
    bars: tuple[Problem, ...]
    missing: tuple[str, ...]


@act(
    "/calculations/draft",
    may=Action.CALCULATE,
    tag="figures",
    summary="Draft a calculation",
    operation="draft_calculation",
    told="The calculation to sign.",
    method="POST",
    body="request",
    is_described=True,
    quota=Quota.QUESTION,
)
def calculation_draft(desk: Desk, request: CalculationRequest) -> CalculationDraftResponse:
    """Calculate a battery model of one plant as of now, for its manufacturer to sign and submit."""
    draft = _sealed(desk, draft_unsealed(desk, request))
    return CalculationDraftResponse(
        id=draft.id,
        payloadType=draft.kind.payload_type,
        payload=encode_base64(draft.payload),
        sections=tuple(encode_base64(section) for section in draft.sections),
        statement=draft.statement.to_json(),
        remarks=draft.remarks or None,
    )


def preview_calculation(desk: Desk, request: CalculationRequest) -> CalculationPreview:
    """Preview a calculation: its draft, the content of its declaration, the conservative figure, and what bars it.

    The caller reads the choices of its own, as `choices_for` shows them; the others are counted.

    Raises:
        CradleError: as `draft_unsealed`.
    """
    drafted = draft_unsealed(desk, request)
    computed = drafted.declared.computed
    with desk.ledger.view() as view:
        document = build_declaration(draft_source(view, drafted))
        name, calculation = drafted.draft.id, drafted.calculation
        bars = tuple(barring_problems(view, name, calculation, drafted.declared))
    return CalculationPreview(
        draft=_sealed(desk, drafted),
        calculation=drafted.calculation,
        composition=drafted.composition,
        document=document,
        choices=choices_for(drafted.known, request.issuer),
        bars=bars,
        missing=tuple(missing_for_article_7(computed.rulebook, computed.resolution)),
    )


def draft_unsealed(desk: Desk, request: CalculationRequest) -> DraftedCalculation:
    """Draft a calculation for its manufacturer, with its exact cells, and note whose figures they show.

    Raises:
        CradleError: `access.*`, or as `draft_calculation`.
    """
    scope = scope_of(desk.caller, Action.CALCULATE)
    if scope is not Scope.ALL and request.issuer != require_participant(desk.caller):
        detail = "A manufacturer calculates its own batteries; name your participant as the issuer."
        raise CradleError("access.issuer", detail, "issuer")
    drafted = draft_calculation(desk.answering, request, desk.fresh)
    desk.note([AccessRecord("draft", drafted.draft.id, None, request.model)])
    desk.note(disclosure_lines("draft", _disclosed(drafted)))
    return drafted


def _sealed(desk: Desk, drafted: DraftedCalculation) -> Draft:
    """The draft without its exact cells, which a server keeps until the signed draft comes back."""
    named = drafted.calculation.sections.exact
    documents = {digest(document): document for document in drafted.draft.sections}
    if named is None or desk.caller.at_folder:
        return drafted.draft
    with desk.ledger.store.write() as connection:
        put_sealed(connection, desk.caller.organisation, named, documents.pop(named), desk.now)
    return replace(drafted.draft, sections=tuple(documents.values()))


def _disclosed(drafted: DraftedCalculation) -> list[DisclosedData]:
    """The figures that a draft's cells show: the manufacturer's entries and the nearest ones of others."""
    declared = drafted.declared
    entries = (row.entry for row in declared.rows)
    resolution = declared.computed.resolution
    return list(disclosed_by_figure(resolution, entries, drafted.calculation.issuer))
