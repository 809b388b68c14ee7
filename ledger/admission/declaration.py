"""Attestations and declarations: an auditor's opinion on a figure, and the document that names both.

An attestation is of a calculation, or of a live delivery with a figure. A figure that has become
stale may still be attested; the verifier reports it. Several auditors may attest one figure, and
one auditor several times: its last attestation counts.
"""

from ledger.admission.commitment import check_attested_sample
from ledger.admission.common import require_live, require_role
from ledger.admission.supersession import check_supersession
from ledger.footprint.graph.resolution import Change
from ledger.rules.attestation import level_problem, validity_problem
from ledger.rules.declarations import (
    DeclaredFigure,
    overlap_problems,
    replacement_problems,
    superseded_calculation_problem,
)
from ledger.rules.documents import (
    attestation_problem,
    company_specific_problem,
    declarable_problem,
    declared_attestation_problems,
    declared_problem,
    subject_problems,
)
from ledger.state.admission import Admitted
from ledger.state.attestations import figure_attestations_of
from ledger.state.declared import declared_figure, live_declarations
from ledger.state.evaluation import evaluate_stated
from ledger.state.figures import read_document
from ledger.state.problems import refuse_first
from ledger.state.production import short_period
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.delivery import Delivery
from schemas.signed.rulebook import Rulebook


def check_attestation(view: View, admitted: Admitted, attestation: Attestation) -> None:
    """Refuse an attestation by an issuer that is no auditor, or that states the figure itself.

    Raises:
        CradleError: `issuer.*`, `attestation.*` or `sample.*`.
    """
    require_role(view, admitted)
    issuer = _attested(view, attestation).issuer
    own = attestation_problem(admitted.id, attestation, issuer)
    problems = [
        own,
        *(rule(admitted.id, attestation) for rule in (validity_problem, level_problem)),
    ]
    refuse_first(problems, admitted.id)
    for delivery in attestation.rests_on:
        _check_rests_on(view, attestation, delivery)
    check_attested_sample(view, admitted, attestation)


def _attested(view: View, attestation: Attestation) -> Calculation | Delivery:
    """The attested statement: a calculation, or a live delivery with a figure."""
    if attestation.delivery is None:
        calculation = view.statement(attestation.subject, Calculation)
        if calculation is None:
            detail = "There is no calculation with this id."
            raise CradleError("attestation.calculation", detail, "calculation")
        return calculation
    delivery = view.statement(attestation.delivery, Delivery)
    if delivery is None:
        detail = "There is no delivery with this id."
        raise CradleError("attestation.delivery", detail, "delivery")
    if delivery.figure is None:
        detail = "The delivery states no figure; have the supplier supersede it by one that does."
        raise CradleError("attestation.no_figure", detail, "delivery")
    require_live(view, attestation.delivery, "attestation.delivery", "delivery")
    return delivery


def _check_rests_on(view: View, attestation: Attestation, delivery: str) -> None:
    """Refuse to rest on the attested delivery itself, or on one without another auditor's approval."""
    words = figure_attestations_of(view, {delivery}).values()
    others = {word.issuer for word in words if word.outcome != "refused"} - {attestation.issuer}
    if delivery == attestation.delivery or not others:
        detail = f"No other auditor has attested {delivery}; leave it out."
        raise CradleError("attestation.rests_on", detail, "depth.exceptions")


def check_declaration(view: View, admitted: Admitted, declaration: Declaration) -> None:
    """Refuse a declaration without an attested calculation of its own, or that may not be declared.

    Raises:
        CradleError: `issuer.*`, `declaration.*`, `supersedes.*`, `period.short` or `rulebook.unknown`.
    """
    require_role(view, admitted)
    calculation = view.statement(declaration.calculation, Calculation)
    if calculation is None:
        detail = "There is no calculation with this id."
        raise CradleError("declaration.calculation", detail, "calculation")
    refuse_first([declared_problem(admitted.id, declaration, calculation)], admitted.id)
    refuse_first(subject_problems(admitted.id, declaration, calculation), admitted.id)
    change = view.facts.changes.one(declaration.calculation)
    calculation_change = None if change is None else Change(change.kind, change.by)
    problem = superseded_calculation_problem(
        admitted.id, declaration.calculation, calculation_change
    )
    refuse_first([problem], admitted.id)
    attestation = view.statement(declaration.attestation, Attestation)
    if attestation is None:
        detail = "There is no attestation with this id."
        raise CradleError("declaration.attestation", detail, "attestation")
    refuse_first(declared_attestation_problems(declaration, attestation), declaration.attestation)
    rulebook = read_document(view, calculation.rulebook, Rulebook, "rulebook")
    refuse_first([declarable_problem(admitted.id, calculation, rulebook)], admitted.id)
    refuse_first(
        [short_period(view, declaration.calculation, calculation)], declaration.calculation
    )
    _check_period(view, admitted, declaration, calculation)
    if rulebook.declarable == "article_7":
        _, declared = evaluate_stated(view, declaration.calculation)
        resolution = declared.computed.resolution
        refuse_first([company_specific_problem(admitted.id, rulebook, resolution)], admitted.id)


def _check_period(
    view: View, admitted: Admitted, declaration: Declaration, calculation: Calculation
) -> None:
    """Refuse a second declaration of a day, unless it supersedes the first, whole and of this product."""
    check_supersession(view, admitted, declaration)
    new, replaced = DeclaredFigure(admitted.id, calculation), None
    if declaration.supersedes is not None:
        replaced = declaration.supersedes.id
        old = declared_figure(view, replaced)
        refuse_first(() if old is None else replacement_problems(new, old), admitted.id)
    live = live_declarations(view, declaration.issuer)
    refuse_first(overlap_problems(new, (row for row in live if row.id != replaced)), admitted.id)
