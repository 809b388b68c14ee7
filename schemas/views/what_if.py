"""What a figure would be with one thing exchanged: an answer to a question, signed by nobody."""

from typing import Literal

from schemas.base import Model
from schemas.signed.calculation import StageValue
from schemas.values import (
    Amount,
    Code,
    Country,
    Figure,
    FlowId,
    Index,
    ModelId,
    ProductId,
    StatementId,
    Text,
)
from schemas.views.standing import OfFigure
from schemas.vocabulary import Unit


class Alternative(Model):
    """Something that could be in place of an input: a delivery that the firm received, or a flow that a set values."""

    delivery: StatementId | None = None
    flow: FlowId | None = None
    name: Text


class ExchangeableInput(Model):
    """An input of an own entry, and what could be in its place; `place` counts from 0."""

    entry: StatementId
    site: Code
    place: Index
    name: Text
    amount: Amount
    unit: Unit
    alternatives: tuple[Alternative, ...]


class OwnSite(Model):
    """An own entry whose electricity another grid could supply."""

    entry: StatementId
    site: Code
    country: Country
    product: ProductId


class WhatIfOptions(OfFigure):
    """What can be exchanged in a calculation: inputs of own entries, and the country of own sites.

    Without `values_by_mix` the `rulebook` values electricity as each entry states it, so a country changes nothing, and
    `sites` and `countries` are empty. `unit` is the declared one of a product.
    """

    calculation: StatementId
    model: ModelId
    rulebook: Code
    unit: Unit | None = None
    values_by_mix: bool
    total: Figure
    inputs: tuple[ExchangeableInput, ...]
    sites: tuple[OwnSite, ...]
    countries: tuple[Country, ...]


class WhatIf(OfFigure):
    """The figure before and after an exchange, in kg CO2e; all values have 4 digits.

    They are per kWh of a battery's total energy, or per declared `unit` of another product. `signed` is always false:
    nothing here is a statement.
    """

    calculation: StatementId
    model: ModelId
    unit: Unit | None = None
    signed: Literal[False]
    before: Figure
    after: Figure
    change: Figure
    stages_before: tuple[StageValue, ...]
    stages_after: tuple[StageValue, ...]
