"""Drafts of calculations, made from a manufacturer's request for the manufacturer to sign.

The figures of other issuers are summed in a draft; each of these issuers reads so in the journal. The manufacturer is
shown 4 digits, and signs the exact cells by their digest, unseen: the ledger keeps them.
"""

from dataclasses import replace
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.choices.report import ReportedChoices, choices_for
from ledger.documents.declaration.build import build_declaration
from ledger.footprint.graph.resolution import Problem
from ledger.rules.documents import missing_for_article_7
from ledger.service.access.asking import asking
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.answers.barring import barring_problems
from ledger.service.answers.calculate import DraftedCalculation, draft_calculation
from ledger.service.answers.declaration import draft_source
from ledger.state.drafting import Draft, SaltSource
from ledger.store.access.sealed_sections import put_sealed
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.calculation import Calculation, Composition
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


def draft_for(
    ledger: Ledger, principal: Principal, asked: CalculationRequest, fresh: SaltSource, now: int
) -> Draft:
    """Draft the calculation as of now; it is not signed.

    Raises:
        CradleError: `access.*`, or as `build_calculation` and `note`.
    """
    return _draft(ledger, principal, asked, fresh, now).draft


def preview_for(
    ledger: Ledger, principal: Principal, asked: CalculationRequest, fresh: SaltSource, now: int
) -> CalculationPreview:
    """Preview a calculation: its draft, the content of its declaration, the conservative figure, and what bars it.

    The principal reads the choices of its own, as `choices_for` shows them; the others are counted.

    Raises:
        CradleError: as `draft_for`.
    """
    drafted = _draft(ledger, principal, asked, fresh, now)
    computed = drafted.declared.computed
    with ledger.view() as view:
        document = build_declaration(draft_source(view, drafted))
        name, calculation = drafted.draft.id, drafted.calculation
        bars = tuple(barring_problems(view, name, calculation, drafted.declared))
    return CalculationPreview(
        draft=drafted.draft,
        calculation=drafted.calculation,
        composition=drafted.composition,
        document=document,
        choices=choices_for(drafted.known, asked.issuer),
        bars=bars,
        missing=tuple(missing_for_article_7(computed.rulebook, computed.resolution)),
    )


def _draft(
    ledger: Ledger, principal: Principal, asked: CalculationRequest, fresh: SaltSource, now: int
) -> DraftedCalculation:
    """Draft a calculation for its manufacturer, and note whose figures its cells show."""
    scope = scope_of(principal, Action.CALCULATE)
    if scope is not Scope.ALL and asked.issuer != require_participant(principal):
        detail = "A manufacturer calculates its own batteries; name your participant as the issuer."
        raise CradleError("access.issuer", detail, "issuer")
    with asking(ledger, principal, now) as answers:
        made = draft_calculation(answers, asked, fresh)
    whole = AccessRecord("draft", made.draft.id, None, asked.model)
    shown = disclosure_lines("draft", _disclosed(made))
    note(ledger.store, principal, now, [whole, *shown])
    return made._replace(draft=_without_exact(ledger, principal, made, now))


def _without_exact(
    ledger: Ledger, principal: Principal, made: DraftedCalculation, now: int
) -> Draft:
    """The draft without its exact cells, which the ledger keeps until the signed draft comes back."""
    named = made.calculation.sections.exact
    documents = {digest(document): document for document in made.draft.sections}
    if named is None:
        return made.draft
    with ledger.store.write() as connection:
        put_sealed(connection, principal.organisation, named, documents.pop(named), now)
    return replace(made.draft, sections=tuple(documents.values()))


def _disclosed(drafted: DraftedCalculation) -> list[DisclosedData]:
    """The figures that a draft's cells show: the manufacturer's entries and the nearest ones of others."""
    declared = drafted.declared
    entries = (row.entry for row in declared.rows)
    resolution = declared.computed.resolution
    return list(disclosed_by_figure(resolution, entries, drafted.calculation.issuer))
