"""Electricity in a method: the supplies that it accepts as stated, and the grid mixes that value all others."""

from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken
from schemas.signed.constants import Confidence, Constant
from schemas.values import Code
from schemas.vocabulary import Supply

Mix = Literal["average", "residual", "production"]
"""A grid mix: of consumption, of the residue that no contract claims, or of generation in the grid."""

Boundary = Literal["life_cycle", "direct"]
"""The emissions that a mix counts: with fuel supply and plant, or those at the power stations alone."""

Carrier = Literal["electricity", "heat", "fuel", "goods"]
"""The kind of a flow, needed if its unit does not show it."""


class ElectricityRule(Model):
    """The supplies of electricity that the method accepts as stated, and the country's mixes that value all others.

    `mixes` are in the order of preference. Of each kind, the newest mix that is not later than the entry counts;
    `oldest_mix` is the number of years by which it may be older without a remark.
    """

    allowed: tuple[Supply, ...]
    mixes: tuple[Mix, ...] = Field(min_length=1)
    oldest_mix: Constant
    source: Code
    confidence: Confidence

    @model_validator(mode="after")
    def _the_grid_has_a_mix(self) -> "ElectricityRule":
        if Supply.GRID in self.allowed:
            raise broken("rulebook.grid", "allowed lists the grid, which a mix values; remove it")
        return self
