"""Transport that a method assumes where no leg is stated: from the supplier's gate to the factory's.

A rulebook names a flow for each leg, per tkm, which a factor set of the calculation values; without such a row the
default is known in tkm and has no price.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.constants import Constant
from schemas.values import FlowId


class DefaultLeg(Model):
    """One leg: by what, how far, and the flow that values a tkm of it."""

    mode: Literal["lorry", "rail", "barge", "sea", "air"]
    km: Constant
    flow: FlowId


class TransportDefaults(Model):
    """The legs of goods carried within Europe, and of all others, goods of unknown origin among them."""

    in_europe: tuple[DefaultLeg, ...] = Field(min_length=1)
    other: tuple[DefaultLeg, ...] = Field(min_length=1)
