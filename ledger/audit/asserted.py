"""What documents assert and nobody can recompute from a bundle, as rows of the report.

A figure is recomputed; a capacity, a warranty, an exclusion or an auditor's account of its own work is
somebody's word. The report lists each of them, so that nobody takes them for checked.
"""

from collections.abc import Iterator

from ledger.audit.subject import Subject
from schemas.calculation import Attestation, Calculation
from schemas.report import Asserted


def _service_life(calculation: Calculation) -> Iterator[Asserted]:
    stated = [("capacity evidence", calculation.capacity_evidence, "")]
    for row in calculation.warranties:
        stated += [
            ("warranty", row.years, " years"),
            ("warranty distance", row.km, " km"),
            ("warranted share of usable energy", row.remaining_energy, ""),
            ("warranty evidence", row.evidence, ""),
        ]
    stated.append(("cycle life", calculation.cycle_life, " cycles"))
    for name, value, unit in stated:
        if value is not None:
            yield Asserted(name=name, value=f"{value}{unit}")


def assert_documents(subject: Subject) -> Iterator[Asserted]:
    """What a calculation, its attestation and its declaration assert."""
    calculation = subject.calculation
    if calculation is not None:
        yield Asserted(name="capacity", value=f"{calculation.capacity_kwh} kWh")
        yield from _service_life(calculation)
        vehicle = calculation.vehicle_category or "none"
        yield Asserted(name="category", value=f"{calculation.category.value}, vehicle {vehicle}")
        if calculation.filling is not None:
            yield Asserted(name="gaps filled", value=", ".join(calculation.filling.to_json()))
        yield Asserted(name="number of batteries", value=str(calculation.batteries))
        yield Asserted(name="software", value=calculation.software)
    for row in subject.composition.exclusions if subject.composition is not None else ():
        yield Asserted(name="exclusion", value=f"{row.entry}: {row.reason}")
    attestation = subject.attestation
    if attestation is not None:
        yield from assert_word(attestation)
    if subject.declaration is not None:
        yield Asserted(name="declaration of conformity", value=subject.declaration.conformity)
        yield Asserted(name="public study", value=subject.declaration.study)


def assert_word(attestation: Attestation, of: str = "") -> Iterator[Asserted]:
    """What an auditor says of how it came to its word; `of` says of what, where there may be several."""
    for name in ("bundle", "policy", "findings"):
        yield Asserted(name=f"attested {name}", value=f"{of}{getattr(attestation, name)}")
    outcome = f"{of}{attestation.outcome}, {attestation.level}"
    yield Asserted(name="attested outcome", value=outcome)
    yield Asserted(name="attested scope", value=f"{of}{attestation.scope}")
    for delivery in attestation.rests_on:
        yield Asserted(name="attested by another auditor", value=f"{of}{delivery}")
