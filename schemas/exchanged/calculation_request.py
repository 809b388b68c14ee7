"""Unsigned requests to a ledger over HTTP; they are not statements."""

from typing import Annotated, NamedTuple

from pydantic import ConfigDict, Field, model_validator

from schemas.base import Model, broken
from schemas.signed.calculation import CompositionRow, Exclusion, Filling, Warranty
from schemas.signed.statement import Superseding
from schemas.values import Amount, Code, Digest, Period, ProductId, StatementId, Text
from schemas.vocabulary import Category


class Treatment(Model):
    """A representative delivery of end-of-life treatment, and the kg of the product that it treats or collects.

    Without `kg` the delivery takes the remainder. At most one delivery that treats, and one that collects, may omit it.
    """

    model_config = ConfigDict(strict=False)

    delivery: StatementId
    kg: Amount | None = None


class AssertedBattery(NamedTuple):
    """What a manufacturer asserts of the functional unit of a battery."""

    category: Category
    vehicle_category: str | None
    capacity_kwh: str
    capacity_evidence: str | None
    batteries_evidence: str | None
    warranties: tuple[Warranty, ...]
    cycle_life: str | None


class CalculationRequest(Model):
    """A manufacturer's input to the calculation of a product from one plant.

    With `category` and `capacity_kwh` it is a battery, per kWh of total energy, and `model` is of batteries. Without
    them, and without the other words on a battery, it is any product, per unit of its line: `model` is its id there.
    `capacity_evidence` and `batteries_evidence` are salted digests of the documents that show the capacity and the
    number of batteries. `ledger.service.answers.calculate` explains each member.
    """

    model_config = ConfigDict(strict=False)

    issuer: StatementId
    model: ProductId
    site: Code
    period: Period
    category: Category | None = None
    vehicle_category: Text | None = None
    capacity_kwh: Amount | None = None
    capacity_evidence: Digest | None = None
    batteries_evidence: Digest | None = None
    warranties: Annotated[tuple[Warranty, ...], Field(max_length=16)] = ()
    cycle_life: Amount | None = None
    rulebook: Digest
    factor_sets: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=16)]
    end_of_life: Annotated[tuple[Treatment, ...], Field(max_length=64)] = ()
    rows: Annotated[tuple[CompositionRow, ...], Field(max_length=1000)] = ()
    exclusions: Annotated[tuple[Exclusion, ...], Field(max_length=1000)] = ()
    filling: Filling | None = None
    supersedes: Superseding | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> "CalculationRequest":
        asserted = {name for name in AssertedBattery._fields if getattr(self, name)}
        lacking = {"category", "capacity_kwh"} - asserted
        if asserted and lacking:
            detail = (
                f"it states {', '.join(sorted(asserted))} of a battery and no {' and no '.join(sorted(lacking))}; state"
                " these too, or none of them for another product"
            )
            raise broken("calculation.subject", detail)
        return self

    @property
    def battery(self) -> AssertedBattery | None:
        """What is asserted of a battery; None if the request is of another product."""
        if self.category is None or self.capacity_kwh is None:
            return None
        return AssertedBattery(
            self.category,
            self.vehicle_category,
            self.capacity_kwh,
            self.capacity_evidence,
            self.batteries_evidence,
            self.warranties,
            self.cycle_life,
        )
