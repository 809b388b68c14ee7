"""Electricity in a method: the supplies that it takes as stated, and the mixes of grids that value all others."""

from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Model, broken
from schemas.constants import Confidence, Constant
from schemas.values import Code
from schemas.vocabulary import Supply

Mix = Literal["average", "residual", "production"]
"""A mix of a grid: of what its consumers draw, of what nobody claimed by a contract, or of what is generated in it."""

Boundary = Literal["life_cycle", "direct"]
"""The emissions that a mix counts: fuel supply and plant included, or those at the power stations alone."""

Carrier = Literal["electricity", "heat", "fuel", "goods"]
"""The kind of thing that a flow is, where its unit does not say so."""


class ElectricityRule(Model):
    """The supplies of electricity that the method takes as stated, and the mixes of the country that value all others.

    `mixes` are in the order of preference. Of a kind the newest counts that is not after the entry; `oldest_mix` is the
    number of years by which it may be older without a remark.
    """

    allowed: tuple[Supply, ...]
    mixes: tuple[Mix, ...] = Field(min_length=1)
    oldest_mix: Constant
    source: Code
    confidence: Confidence

    @model_validator(mode="after")
    def _the_grid_has_a_mix(self) -> "ElectricityRule":
        if Supply.GRID in self.allowed:
            raise broken("rulebook.grid", "the grid is valued by a mix; allow other supplies alone")
        return self
