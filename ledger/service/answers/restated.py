"""The request that a signed calculation answers: its assertions, for the same calculation as of now."""

from schemas.exchanged.calculation_request import CalculationRequest, Treatment
from schemas.signed.calculation import Calculation, Composition, CompositionRow
from schemas.vocabulary import CompositionRole


def request_of(calculation: Calculation, composition: Composition) -> CalculationRequest:
    """The assertions of a calculation as a request.

    A single delivery of end-of-life treatment takes the remainder of the mass, so that it follows a corrected mass;
    of several, each keeps its kg.
    """
    ending = [row for row in composition.rows if _is_treatment(row)]
    others = [
        row
        for row in composition.rows
        if row.role is not CompositionRole.PRODUCT and row not in ending
    ]
    alone = len(ending) == 1
    treated = (
        Treatment(delivery=row.delivery or "", kg=None if alone else row.amount) for row in ending
    )
    return CalculationRequest(
        issuer=calculation.issuer,
        model=calculation.model,
        site=calculation.site,
        period=calculation.period,
        category=calculation.category,
        vehicle_category=calculation.vehicle_category,
        capacity_kwh=calculation.capacity_kwh,
        capacity_evidence=calculation.capacity_evidence,
        batteries_evidence=calculation.batteries_evidence,
        warranties=calculation.warranties or (),
        cycle_life=calculation.cycle_life,
        rulebook=calculation.rulebook,
        factor_sets=calculation.factor_sets,
        end_of_life=tuple(treated),
        rows=tuple(others),
        exclusions=composition.exclusions,
        filling=calculation.filling,
    )


def _is_treatment(row: CompositionRow) -> bool:
    return row.role is CompositionRole.END_OF_LIFE and row.delivery is not None
