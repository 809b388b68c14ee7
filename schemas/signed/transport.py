"""Default transport of a method for goods without a stated leg: to the factory, and from it to the client.

A rulebook names a flow for each leg, per tkm, which a factor set of the calculation values; without such a factor the
default is known in tkm but has no value.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.signed.constants import Confidence, Constant
from schemas.values import Code, FlowId


class DefaultLeg(Model):
    """One leg: its mode, its distance in km, and the flow that values a tkm of it."""

    mode: Literal["lorry", "van", "rail", "barge", "sea", "air"]
    km: Constant
    flow: FlowId


Legs = tuple[DefaultLeg, ...]


class DistributionDefaults(Model):
    """The legs from the factory to the client, by the reach of the supply chain, and from a distribution centre."""

    local: Legs = Field(min_length=1)
    continental: Legs = Field(min_length=1)
    international: Legs = Field(min_length=1)
    to_client: Legs = Field(min_length=1)


class TransportRule(Model):
    """A sentence of the method, with its source and the confidence of its reading.

    - `stated_if_known`: the distance by ship or plane from a known country is stated, not assumed.
    - `domestic`: goods from another site of the same country have a leg too.
    """

    rule: Literal["domestic", "stated_if_known"]
    source: Code
    confidence: Confidence


class TransportDefaults(Model):
    """The legs of goods carried within Europe, and of all other goods, including those of unknown origin.

    `packaging` holds the legs of packaging within Europe, if the method has separate ones.
    """

    in_europe: Legs = Field(min_length=1)
    other: Legs = Field(min_length=1)
    packaging: Legs | None = None
    distribution: DistributionDefaults | None = None
    rules: tuple[TransportRule, ...] | None = None

    def follows(self, rule: Literal["domestic", "stated_if_known"]) -> bool:
        """True if the rulebook lists that sentence."""
        return any(row.rule == rule for row in self.rules or ())
