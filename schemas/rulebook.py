"""Rulebooks and factor sets: the law and the numbers as data, named by digest in every calculation.

Each constant of a method carries where it was read and how sure that reading is: `text` (read in the source),
`second_hand` (in a summary of it), `recalled` (from memory of the public text), `inferred`. Neither file is
logged: a calculation's signature names their digests, and the auditor's own policy says which ones it accepts.
"""

from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken, require_sorted
from schemas.values import Amount, Code, FlowId, Quantity, Text
from schemas.vocabulary import (
    Category,
    CompositionRole,
    Gas,
    GasOrigin,
    Group,
    Purpose,
    Stage,
    Unit,
)

Confidence = Literal["text", "second_hand", "recalled", "inferred"]


class Reference(Model):
    """A source that the values of a file name by its key."""

    key: Code
    text: Text


class CyclesPerYear(Model):
    """Typical full equivalent cycles per year of a vehicle category, and the km per year that turn km into years."""

    vehicle_category: Code
    cycles: Amount
    cycles_source: Code
    cycles_confidence: Confidence
    km_per_year: Amount
    km_source: Code
    km_confidence: Confidence


class FunctionalUnit(Model):
    """Total energy over the service life for one battery category."""

    category: Category
    cycles_per_year: tuple[CyclesPerYear, ...] = Field(min_length=1)


class FilingRule(Model):
    """A row of a process of this stage, with this purpose, is filed under that stage; all others under their own."""

    process_stage: Stage
    purpose: Purpose
    stage: Stage


class GasFactor(Model):
    """kg CO2e per kg of a gas of this origin, and the group it is reported in."""

    gas: Gas
    origin: GasOrigin
    group: Group
    value: Quantity
    source: Code
    confidence: Confidence


class Characterization(Model):
    """A named, versioned set of characterization factors (GWP 100)."""

    method: Text
    rows: tuple[GasFactor, ...]


class Rulebook(Model):
    """One version of a method."""

    id: Code
    version: Code
    title: Text
    legal_status: Literal["study", "draft", "adopted", "in_force", "repealed"]
    declarable: Literal["article_7", "demo", "no"]
    filing: Literal["stated", "rule"]
    filing_rules: tuple[FilingRule, ...] = ()
    avoided: Literal["counts", "refused"]
    end_of_life: Literal["full_substitution", "circular_footprint_formula"]
    functional_units: tuple[FunctionalUnit, ...] = Field(min_length=1)
    required_roles: tuple[CompositionRole, ...]
    required_stages: tuple[Stage, ...]
    characterization: Characterization
    not_covered: tuple[Text, ...] = ()
    references: tuple[Reference, ...]

    @model_validator(mode="after")
    def _references_exist(self) -> "Rulebook":
        known = {row.key for row in self.references}
        used = {row.source for row in self.characterization.rows}
        for unit in self.functional_units:
            for row in unit.cycles_per_year:
                used |= {row.cycles_source, row.km_source}
        if used - known:
            raise broken(
                "rulebook.reference", f"no reference for {', '.join(sorted(used - known))}"
            )
        return self


class GroupValue(Model):
    """kg CO2e per unit of the flow, in one group."""

    group: Group
    value: Quantity


class Factor(Model):
    """The footprint of one unit of a flow: of making it (`product`) or of treating it (`treatment`)."""

    flow: FlowId
    unit: Unit
    direction: Literal["product", "treatment"]
    name: Text
    values: tuple[GroupValue, ...] = Field(min_length=1)
    source: Text
    geography: Text | None = None
    years: Text | None = None

    @model_validator(mode="after")
    def _groups_once(self) -> "Factor":
        require_sorted((row.group.value for row in self.values), "factor.order", "values")
        return self


class FactorSet(Model):
    """A named, versioned list of factors; a `digest_only` set may not be passed on, so the auditor brings a copy."""

    id: Code
    version: Code
    title: Text
    method: Text
    licence: Literal["open", "digest_only"]
    rows: tuple[Factor, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rows_in_order(self) -> "FactorSet":
        keys = ((row.flow, row.unit.value, row.direction) for row in self.rows)
        require_sorted(keys, "factor_set.order", "rows")
        return self
