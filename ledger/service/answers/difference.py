"""Differences and comparisons of figures that the ledger holds, from its statements."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.disclosure.refusals import HiddenError
from ledger.documents.difference.comparison import all_rulebooks, compare_rulebooks, state_under
from ledger.documents.difference.document import explain_difference
from ledger.documents.difference.state import ComputedState, FigureState, state_of
from ledger.footprint.graph.composition import cited_by
from ledger.footprint.graph.resolution import Resolution, resolve
from ledger.rulebooks.catalog import load_rulebook
from ledger.state.asking import in_words_for_reader, require_methods
from ledger.state.closure import read_closure
from ledger.state.declared import calculation_behind
from ledger.state.drafting import Draft
from ledger.state.figures import read_document
from ledger.state.view import View
from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import Section, SectionName
from schemas.views.difference import Comparison, Difference


def explain_difference_of(ledger: Ledger, before: str, after: str) -> Difference:
    """The difference of the figures of two calculations or declarations of the ledger.

    Raises:
        CradleError: `calculation.unknown`, or as `explain_difference`.
    """
    with ledger.view() as view:
        first, second = (read_state(view, name) for name in (before, after))
    return explain_difference(first, second)


def compare_calculation(
    ledger: Ledger,
    name: str,
    rulebooks: Sequence[str],
    hidden: list[HiddenError] | None = None,
) -> Comparison:
    """The battery of a calculation or declaration under several rulebooks.

    Args:
        ledger: the ledger.
        name: the id of the calculation or declaration.
        rulebooks: ids of rulebooks that come with Cradle, or digests of kept ones; without any, the calculation's own
            and then all that come with Cradle.
        hidden: gets the refusals that hide a statement; the comparison has them as rows.

    Raises:
        CradleError: `calculation.unknown`, `rulebook.unknown`, or as `compare_rulebooks`.
    """
    with ledger.view() as view:
        state = read_state(view, name)
        named = [
            read_document(view, rulebook, Rulebook, "rulebook")
            if rulebook.startswith("sha256:")
            else load_rulebook(rulebook)
            for rulebook in rulebooks
        ]
        resolution = resolve(*cited_by(state.composition), state.records)
        sets = [digest(model_bytes(factor_set)) for factor_set in state.factor_sets]
        of = _Reading(view, resolution, sets, [] if hidden is None else hidden)
        return compare_rulebooks(state, named or all_rulebooks(state), partial(_under, of))


class _Reading(NamedTuple):
    """What a comparison needs to know of its reader: the view, the graph, its factor sets, and what was hidden."""

    view: View
    resolution: Resolution
    factor_sets: Sequence[str]
    hidden: list[HiddenError]


def _under(
    of: _Reading, state: FigureState, rulebook: Rulebook
) -> tuple[FigureState, ComputedState]:
    """The state under a rulebook, by methods and in words for the reader; the signed one is known to it."""
    view = of.view
    if rulebook != state.rulebook:
        documents = (digest(model_bytes(rulebook)), *of.factor_sets)
        require_methods(view, of.resolution, state.records, documents, view.registry().size)
    try:
        with in_words_for_reader(view, state.records):
            return state_under(state, rulebook)
    except HiddenError as refused:
        of.hidden.append(refused)
        raise


def read_state(view: View, name: str) -> FigureState:
    """The state behind a calculation, or behind the one that a declaration names.

    Raises:
        CradleError: `calculation.unknown`.
    """
    calculation = calculation_behind(view, name)
    statement = view.statement(calculation, Calculation)
    if statement is None:
        detail = f"There is no calculation or declaration {name}; check the id."
        raise CradleError("calculation.unknown", detail)
    composition = view.section(statement, SectionName.COMPOSITION, Composition)
    state = _state(view, calculation, statement, composition)
    return state if calculation == name else replace(state, declaration=name)


def state_of_draft(view: View, draft: Draft) -> FigureState:
    """The state behind a calculation that is drafted and not signed."""
    calculation = Calculation.parse(draft.payload)
    composition = Composition.parse(canonical(Section.parse(draft.sections[0]).value))
    return replace(_state(view, draft.id, calculation, composition), id=None)


def _state(
    view: View, name: str, calculation: Calculation, composition: Composition
) -> FigureState:
    entries, deliveries = cited_by(composition)
    return state_of(
        name,
        calculation,
        composition,
        read_closure(view, (*entries, *deliveries), calculation.as_of.size),
        read_document(view, calculation.rulebook, Rulebook, "rulebook"),
        tuple(
            read_document(view, factor_set, FactorSet, "factor_set")
            for factor_set in calculation.factor_sets
        ),
    )
