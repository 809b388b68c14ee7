"""Drafts of calculations, made from a manufacturer's request for the manufacturer to sign.

A draft has exact cells, in which the figures of other issuers are summed; each of these issuers
reads so in the journal.
"""

from ledger.footprint.graph.composition import cited_by, parts
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.answers.calculate import build_calculation
from ledger.service.append.ledger import Ledger
from ledger.service.state.drafting import Draft, SaltSource
from ledger.service.state.figures import Method, compute
from ledger.trust.canonical import canonical
from schemas.calculation import Calculation, Composition
from schemas.calculation_request import CalculationRequest
from schemas.errors import CradleError
from schemas.statement import Section


def draft_for(
    ledger: Ledger, principal: Principal, asked: CalculationRequest, fresh: SaltSource, now: int
) -> Draft:
    """Draft the calculation as of now; it is not signed.

    Raises:
        CradleError: `access.*`, or as `build_calculation` and `note`.
    """
    scope = scope_of(principal, Action.CALCULATE)
    if scope is not Scope.ALL and asked.issuer != require_participant(principal):
        detail = "A manufacturer calculates its own batteries; name your participant as the issuer."
        raise CradleError("access.issuer", detail, "issuer")
    made = build_calculation(ledger, asked, fresh)
    whole = AccessRecord("draft", made.id, None, asked.model)
    note(
        ledger.store, principal, now, [whole, *disclosure_lines("draft", _disclosed(ledger, made))]
    )
    return made


def _disclosed(ledger: Ledger, draft: Draft) -> list[DisclosedData]:
    """The figures that a draft's cells show: the manufacturer's entries and the nearest ones of others."""
    calculation = Calculation.parse(draft.payload)
    composition = Composition.parse(canonical(Section.parse(draft.sections[0]).value))
    method = Method(calculation.rulebook, calculation.factor_sets, calculation.filling)
    with ledger.view() as view:  # The figures were computed for the draft, and are kept.
        computed = compute(view, *cited_by(composition), calculation.as_of.size, method)
    rows = parts(composition, computed.resolution, computed.records)
    return list(
        disclosed_by_figure(computed.resolution, (row.entry for row in rows), calculation.issuer)
    )
