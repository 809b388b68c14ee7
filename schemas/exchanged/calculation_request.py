"""Unsigned requests to a ledger over HTTP; they are not statements."""

from typing import Annotated

from pydantic import ConfigDict, Field

from schemas.base import Model
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


class CalculationRequest(Model):
    """A manufacturer's input to the calculation of a battery model from one plant.

    `capacity_evidence` and `batteries_evidence` are salted digests of the documents that show the capacity and the
    number of batteries. `ledger.service.answers.calculate` explains each member.
    """

    model_config = ConfigDict(strict=False)

    issuer: StatementId
    model: ProductId
    site: Code
    period: Period
    category: Category
    vehicle_category: Text | None = None
    capacity_kwh: Amount
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
