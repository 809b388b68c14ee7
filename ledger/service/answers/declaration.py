"""The declaration document of a calculation or declaration that the ledger holds.

Which declaration and which attestation count is the standing's word (`ledger.rules.standing`). Entries of the model and
plant that end in the period and are not counted are computed too, so that their figures stand beside the others;
withdrawn ones are listed without.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.choices.report import ReportedChoices
from ledger.documents.declaration.build import build_declaration
from ledger.documents.declaration.made import ProductEntries, list_made
from ledger.documents.declaration.source import DeclarationSource, MadeEntry
from ledger.documents.worth import with_worth, without_causes
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import Figures
from ledger.rules.standing import (
    draft_standing,
    figure_standing,
    legal_standing,
    proposed,
)
from ledger.service.answers.calculate import DraftedCalculation
from ledger.service.answers.choices import known_choices
from ledger.state.closure import read_versions
from ledger.state.declared import calculation_behind
from ledger.state.evaluation import Evaluation, as_told, evaluate_stated
from ledger.state.figures import Method, compute, told_graph
from ledger.state.kept import Kept
from ledger.state.production import made_entries
from ledger.state.profiles import profile_of
from ledger.state.standing import read_events, standing_of
from ledger.state.surroundings import present_sizes
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Composition, Declaration
from schemas.signed.statement import SectionName
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.standing import FigureStanding


def declaration_document(
    ledger: Ledger, statement: str, page: str | None = None
) -> DeclarationDocument:
    """The declaration document of a declaration or calculation.

    Args:
        ledger: that holds it.
        statement: the id of either.
        page: the public address of the document.

    Raises:
        CradleError: `calculation.unknown`, or as `ledger.state.evaluation.evaluate`.
    """
    with ledger.view() as view:
        return build_declaration(read_source(view, statement, page))


class KnownDeclaration(NamedTuple):
    """The values behind a declaration, and the document built from them."""

    source: DeclarationSource
    document: DeclarationDocument


_DECLARATIONS = Kept[KnownDeclaration]("declaration")


def known_declaration(view: View, statement: str) -> KnownDeclaration:
    """The document of a declaration or calculation with what is behind it; kept until a log grows.

    Raises:
        CradleError: as `declaration_document`.
    """
    known = kept_declaration(view, statement)
    if known is not None:
        return known
    source = read_source(view, statement)
    declaration = KnownDeclaration(source, build_declaration(source))
    return _DECLARATIONS.keep(view.memory, (statement, present_sizes(view)), declaration)


def kept_declaration(view: View, statement: str) -> KnownDeclaration | None:
    """The same, if it is kept."""
    return _DECLARATIONS.find(view.memory, (statement, present_sizes(view)))


def read_source(view: View, statement: str, page: str | None = None) -> DeclarationSource:
    """The statements and values behind the declaration of a calculation or declaration.

    Raises:
        CradleError: as `declaration_document`.
    """
    name = calculation_behind(view, statement)
    calculation, declared = evaluate_stated(view, name)
    composition = view.section(calculation, SectionName.COMPOSITION, Composition)
    choices = known_choices(view, name, calculation, declared)
    standing = standing_of(view, statement)
    unsigned = _source(view, name, calculation, composition, declared, choices, standing)
    return replace(
        unsigned,
        declaration=_declaration(view, standing),
        attestation=_attestation(view, standing),
        page=page,
    )


def draft_source(view: View, drafted: DraftedCalculation) -> DeclarationSource:
    """The same values of a calculation that is not signed yet, which nobody has attested or declared.

    Raises:
        CradleError: as `read_source`.
    """
    is_product = drafted.calculation.declared_unit is not None
    law = legal_standing(drafted.declared.computed.rulebook, is_product=is_product)
    return _source(
        view,
        drafted.draft.id,
        drafted.calculation,
        drafted.composition,
        drafted.declared,
        drafted.known,
        draft_standing(law),
    )


def draft_declaration(view: View, name: str, declaration: Declaration) -> DeclarationSource:
    """The values behind a declaration that is not signed yet, with the attestation that it names.

    Raises:
        CradleError: as `read_source`.
    """
    source = read_source(view, declaration.calculation)
    events = read_events(view, declaration.calculation)
    standing = figure_standing(proposed(events, name, declaration), name)
    known = source.standing
    worth = {"conservative": known.conservative, "incomplete": known.incomplete, "bars": known.bars}
    return replace(
        source,
        declaration=(name, declaration),
        attestation=_attestation(view, standing),
        standing=without_causes(standing).model_copy(update={**worth, "state": "draft"}),
    )


def _source(
    view: View,
    name: str,
    calculation: Calculation,
    composition: Composition,
    declared: Evaluation,
    choices: ReportedChoices,
    standing: FigureStanding,
) -> DeclarationSource:
    """The values of a calculation, before anything that is stated about it."""
    told = declared if calculation.digits is None else _told(declared, calculation)
    computed, exact = told.computed, declared.computed
    graph = PlausibilityContext(
        exact.resolution, exact.figures, exact.table, exact.rulebook, filling=calculation.filling
    )
    return DeclarationSource(
        id=name,
        calculation=calculation,
        composition=composition,
        rows=told.rows,
        resolution=computed.resolution,
        figures=computed.figures,
        rulebook=computed.rulebook,
        profile=profile_of(view, calculation.issuer),
        made=tuple(_made(view, calculation, composition, told)),
        declaration=None,
        attestation=None,
        conservative=choices.conservative,
        standing=without_causes(with_worth(standing, choices, graph, declared.short)),
        page=None,
    )


def _told(declared: Evaluation, calculation: Calculation) -> Evaluation:
    """What the document is made from: as far as the calculation's issuer can know it."""
    return as_told(declared, calculation, calculation.filling)


def _declaration(view: View, standing: FigureStanding) -> tuple[str, Declaration] | None:
    """The declaration that the standing names."""
    name = standing.declaration
    declaration = None if name is None else view.statement(name, Declaration)
    return None if name is None or declaration is None else (name, declaration)


def _attestation(view: View, standing: FigureStanding) -> Attestation | None:
    """The attestation that the standing names."""
    return (
        None if standing.audit is None else view.statement(standing.audit.attestation, Attestation)
    )


def _made(
    view: View, calculation: Calculation, composition: Composition, declared: Evaluation
) -> Iterator[MadeEntry]:
    """The counted entries, then those of the period that are not, each with its figures."""
    size = calculation.as_of.size
    production_entries = made_entries(view, calculation, size)
    versions = read_versions(
        view, [*production_entries, *(row.entry for row in composition.exclusions)], size
    )
    product = ProductEntries(calculation, composition, declared.rows, production_entries, versions)
    method = Method(calculation.rulebook, calculation.factor_sets, calculation.filling)
    return list_made(
        product,
        declared.computed.figures,
        lambda name: _figures_of(view, name, calculation, method),
    )


def _figures_of(view: View, entry: str, calculation: Calculation, method: Method) -> Figures | None:
    """The figures of an entry and what it rests on; None if one of them has none."""
    try:
        graph = compute(view, [entry], [], calculation.as_of.size, method)
    except CradleError:
        return None
    if calculation.digits is not None:
        graph = told_graph(graph, method.filling, calculation.issuer)
    return graph.figures
