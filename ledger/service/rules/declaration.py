"""Attestations and declarations: an auditor's word on a figure, and the document that names a calculation and its word.

What is attested is a calculation, or a delivery that tells a figure and is still live. A figure that has become stale
may be attested all the same; whoever verifies is told. Several auditors may attest one figure, and one auditor more
than once: its last word counts.
"""

from ledger.rules.documents import (
    attestation_problem,
    company_specific_problem,
    declarable_problem,
    declared_attestation_problems,
    declared_problem,
)
from ledger.service.rules.common import require_live, require_role
from ledger.service.state.admission import Admitted
from ledger.service.state.attestations import attestations_of
from ledger.service.state.declared import evaluate_stated
from ledger.service.state.figures import read_document
from ledger.service.state.problems import refuse_first
from ledger.service.state.production import short_period
from ledger.service.state.view import View
from schemas.calculation import Attestation, Calculation, Declaration
from schemas.delivery import Delivery
from schemas.errors import CradleError
from schemas.rulebook import Rulebook


def check_attestation(view: View, admitted: Admitted, attestation: Attestation) -> None:
    """Refuse an attestation by who is no auditor, or states the figure itself.

    Raises:
        CradleError: `issuer.*` or `attestation.*`.
    """
    require_role(view, admitted)
    issuer = _attested(view, attestation).issuer
    refuse_first([attestation_problem(admitted.id, attestation, issuer)], admitted.id)
    for delivery in attestation.rests_on:
        _check_rests_on(view, attestation, delivery)


def _attested(view: View, attestation: Attestation) -> Calculation | Delivery:
    """What is attested: a calculation, or a live delivery that tells a figure."""
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
        detail = "The delivery tells no figure; have the supplier state it with one."
        raise CradleError("attestation.no_figure", detail, "delivery")
    require_live(view, attestation.delivery, "attestation.delivery", "delivery")
    return delivery


def _check_rests_on(view: View, attestation: Attestation, delivery: str) -> None:
    """Another delivery, and another auditor's word on it that is no refusal."""
    words = attestations_of(view, {delivery}).values()
    others = {word.issuer for word in words if word.outcome != "refused"} - {attestation.issuer}
    if delivery == attestation.delivery or not others:
        detail = f"No other auditor has attested {delivery}, so nothing can rest on that."
        raise CradleError("attestation.rests_on", detail, "depth.exceptions")


def check_declaration(view: View, admitted: Admitted, declaration: Declaration) -> None:
    """Refuse a declaration without an attested calculation of its own, or that may not be declared.

    Raises:
        CradleError: `issuer.*`, `declaration.*`, `period.short` or `rulebook.unknown`.
    """
    require_role(view, admitted)
    calculation = view.statement(declaration.calculation, Calculation)
    if calculation is None:
        detail = "There is no calculation with this id."
        raise CradleError("declaration.calculation", detail, "calculation")
    refuse_first([declared_problem(admitted.id, declaration, calculation)], admitted.id)
    attestation = view.statement(declaration.attestation, Attestation)
    if attestation is None:
        detail = "There is no attestation with this id."
        raise CradleError("declaration.attestation", detail, "attestation")
    refuse_first(declared_attestation_problems(declaration, attestation), declaration.attestation)
    rulebook = read_document(view, calculation.rulebook, Rulebook, "rulebook")
    refuse_first([declarable_problem(admitted.id, rulebook)], admitted.id)
    refuse_first(
        [short_period(view, declaration.calculation, calculation)], declaration.calculation
    )
    if rulebook.declarable == "article_7":
        _, declared = evaluate_stated(view, declaration.calculation)
        resolution = declared.computed.resolution
        refuse_first([company_specific_problem(admitted.id, rulebook, resolution)], admitted.id)
