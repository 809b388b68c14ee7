"""The statements of a product as its row shows them, with their positions in the log."""

from typing import Literal

from ledger.service.products.chain import ProductChain
from ledger.state.profiles import name_of
from ledger.state.view import View
from ledger.store.statements import statement_of
from schemas.signed.calculation import Calculation
from schemas.signed.rulebook import Rulebook
from schemas.views.products import ProductAttestation, ProductCalculation, ProductDeclaration


def calculation_of(
    view: View, chain: ProductChain, rulebook: Rulebook | None
) -> ProductCalculation | None:
    """The newest calculation; its rulebook is named by the digest if the ledger does not keep it any more."""
    if chain.calculation is None:
        return None
    name, calculation = chain.calculation
    gate = rulebook is not None and rulebook.boundary == "cradle_to_gate"
    return ProductCalculation(
        id=name,
        index=position_of(view, name),
        period=calculation.period,
        total=calculation.total,
        per=_per(calculation, gate=gate),
        unit=calculation.unit,
        rulebook=calculation.rulebook[7:19] if rulebook is None else rulebook.id,
    )


def _per(
    calculation: Calculation, *, gate: bool
) -> Literal["total_energy", "usable_capacity", "declared_unit"]:
    """The unit of a figure: a battery's goes by the boundary of its rulebook."""
    if calculation.unit is not None:
        return "declared_unit"
    return "usable_capacity" if gate else "total_energy"


def attestation_of(view: View, chain: ProductChain) -> ProductAttestation | None:
    """The newest attestation of the calculation, with its auditor's name."""
    if chain.attestation is None:
        return None
    name, attestation = chain.attestation
    return ProductAttestation(
        id=name,
        index=position_of(view, name),
        auditor=name_of(view, attestation.issuer),
        outcome=attestation.outcome,
    )


def declaration_of(view: View, chain: ProductChain) -> ProductDeclaration | None:
    """The newest live declaration, with the period of its calculation."""
    if chain.declaration is None:
        return None
    name, declaration = chain.declaration
    declared = view.statement(declaration.calculation, Calculation)
    if declared is None:
        return None
    return ProductDeclaration(
        id=name,
        index=position_of(view, name),
        calculation=declaration.calculation,
        period=declared.period,
    )


def position_of(view: View, name: str) -> int:
    """The index of a statement in its log."""
    stored = statement_of(view.connection, name)
    return -1 if stored is None else stored.index
