"""Attestations and declarations: an auditor's word on a figure, and the document that names a calculation and its word.

What is attested is a calculation, or a delivery that tells a figure and is still live. A figure that has become stale
may be attested all the same; whoever verifies is told. Several auditors may attest one figure, and one auditor more
than once: its last word counts.
"""

from ledger.footprint.company_specific import missing_processes
from ledger.service.admission import Admitted
from ledger.service.attestations import attestations_of
from ledger.service.declared import evaluate_stated
from ledger.service.figures import read_document
from ledger.service.missing import missing_for_article_7
from ledger.service.problems import refusal
from ledger.service.production import short_period
from ledger.service.rules.common import require_live, require_role
from ledger.service.view import View
from schemas.calculation import Attestation, Calculation, Declaration
from schemas.delivery import Delivery
from schemas.errors import CradleError
from schemas.rulebook import Rulebook
from schemas.vocabulary import Role


def check_attestation(view: View, _admitted: Admitted, attestation: Attestation) -> None:
    """Refuse an attestation by who is no auditor, or states the figure itself.

    Raises:
        CradleError: `issuer.*` or `attestation.*`.
    """
    require_role(view, attestation.issuer, Role.AUDITOR)
    if attestation.issuer == _attested(view, attestation).issuer:
        raise CradleError("attestation.own", "Nobody attests its own figure.", "issuer")
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


def check_declaration(view: View, _admitted: Admitted, declaration: Declaration) -> None:
    """Refuse a declaration without an attested calculation of its own, or that may not be declared.

    Raises:
        CradleError: `issuer.*`, `declaration.*`, `period.short` or `rulebook.unknown`.
    """
    require_role(view, declaration.issuer, Role.MANUFACTURER)
    calculation = view.statement(declaration.calculation, Calculation)
    if calculation is None or calculation.issuer != declaration.issuer:
        detail = "The issuer has no calculation with this id."
        raise CradleError("declaration.calculation", detail, "calculation")
    attestation = view.statement(declaration.attestation, Attestation)
    if attestation is None or attestation.calculation != declaration.calculation:
        detail = "There is no attestation of this calculation with this id."
        raise CradleError("declaration.attestation", detail, "attestation")
    if attestation.outcome == "refused":
        detail = "The auditor has refused the calculation; correct it and have it attested."
        raise CradleError("declaration.refused", detail, "attestation")
    rulebook = read_document(view, calculation.rulebook, Rulebook, "rulebook")
    if rulebook.declarable == "no":
        missing = "; ".join(missing_for_article_7(rulebook))
        detail = f"Under rulebook {rulebook.id} nothing may be declared. Missing: {missing}."
        raise CradleError("declaration.rulebook", detail, "calculation")
    short = short_period(view, declaration.calculation, calculation)
    if short is not None:
        raise refusal(short, "calculation")
    if rulebook.declarable == "article_7":
        _check_company_specific(view, declaration.calculation, rulebook)


def _check_company_specific(view: View, calculation: str, rulebook: Rulebook) -> None:
    """Each process for which the method demands the company's own data has an entry in the graph."""
    _, declared = evaluate_stated(view, calculation)
    missing = missing_processes(declared.computed.resolution, rulebook)
    if missing:
        detail = (
            f"Under rulebook {rulebook.id} the company states these processes itself: "
            f"{', '.join(missing)}; enter them under their process codes and calculate again."
        )
        raise CradleError("declaration.company_specific", detail, "calculation")
