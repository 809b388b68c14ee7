"""Characterization factors: kg CO2e per kg of each gas over 100 years (GWP 100), as a named and versioned set.

One method name does not mean one list of numbers: under the name EF 3.1 the JRC gives 25200 for SF6 and ecoinvent
24300. So a set names its method, its implementer, and the published dataset if there is one. A gas has at most one
factor for each origin of its carbon, and none for an origin that makes no sense. A value of zero marks a gas that the
method leaves out, so that it can be stated and reported. Left out: other horizons and other metrics.
"""

from pydantic import Field, model_validator

from schemas.base import Model, require_sorted
from schemas.gases import Gas, GasOrigin
from schemas.signed.constants import Constant, Reference, require_references
from schemas.values import Code, Text
from schemas.vocabulary import Group


class GasFactor(Constant):
    """The kg CO2e per kg of a gas of this origin, and the group in which it is reported."""

    gas: Gas
    origin: GasOrigin
    group: Group


class Characterization(Model):
    """A set of characterization factors; `dataset` is the published one, as `<uuid>@<version>`."""

    id: Code
    version: Code
    method: Text
    implementation: Code
    dataset: Text | None = None
    rows: tuple[GasFactor, ...] = Field(min_length=1)
    references: tuple[Reference, ...]

    @model_validator(mode="after")
    def _rows_in_order_with_their_sources(self) -> "Characterization":
        keys = ((row.gas.value, row.origin.value) for row in self.rows)
        require_sorted(keys, "characterization.order", "rows")
        require_references(self, self.references, "characterization.reference")
        return self
