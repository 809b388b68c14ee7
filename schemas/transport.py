"""Transport that a method assumes where no leg is stated: to the factory, and from it to the client.

A rulebook names a flow for each leg, per tkm, which a factor set of the calculation values; without such a row the
default is known in tkm and has no price.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.constants import Confidence, Constant
from schemas.values import Code, FlowId


class DefaultLeg(Model):
    """One leg: by what, how far, and the flow that values a tkm of it."""

    mode: Literal["lorry", "van", "rail", "barge", "sea", "air"]
    km: Constant
    flow: FlowId


Legs = tuple[DefaultLeg, ...]


class DistributionDefaults(Model):
    """The legs from the factory to the client: by the reach of the supply chain, and from a distribution centre on."""

    local: Legs = Field(min_length=1)
    continental: Legs = Field(min_length=1)
    international: Legs = Field(min_length=1)
    to_client: Legs = Field(min_length=1)


class TransportRule(Model):
    """A sentence that the method has, and where it was read.

    - `stated_if_known`: the distance by ship or plane from a known country is stated, not assumed.
    - `domestic`: goods from another site of the same country have a leg too.
    """

    rule: Literal["domestic", "stated_if_known"]
    source: Code
    confidence: Confidence


class TransportDefaults(Model):
    """The legs of goods carried within Europe, and of all others, goods of unknown origin among them.

    `packaging` are those of packaging within Europe, where the method has legs of its own for it.
    """

    in_europe: Legs = Field(min_length=1)
    other: Legs = Field(min_length=1)
    packaging: Legs | None = None
    distribution: DistributionDefaults | None = None
    rules: tuple[TransportRule, ...] | None = None

    def follows(self, rule: Literal["domestic", "stated_if_known"]) -> bool:
        """True if the rulebook has that sentence."""
        return any(row.rule == rule for row in self.rules or ())
