"""The Circular Footprint Formula as a rulebook states it: parameters of materials, defaults, and further rules.

A material without an A of its own has the default. Where the method bounds A, every A of the file is within the
bounds. `rules` are sentences that some methods have and others do not; a rulebook follows exactly those it lists.
"""

from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from schemas.base import Model, broken
from schemas.signed.constants import Confidence, Constant
from schemas.values import Code, FlowId, Material

Sentence = Literal["collection_shared", "other_product", "recyclability", "virgin"]
"""A sentence of the PEF method about the formula.

- `collection_shared`: ErecEoL reaches from collection, so transport to the recycler is multiplied by (1-A) too.
- `other_product`: Qsout/Qp is not applied if E*v is another product than the material on the input side.
- `recyclability`: without evidence of the three criteria of ISO 14021, 7.7.4, R2 is 0.
- `virgin`: Ev and E*v are virgin production; a supplier's figure with recycled content in it is neither.
"""


class CircularRule(Model):
    """A sentence of the method, with its source and the confidence of its reading."""

    rule: Sentence
    source: Code
    confidence: Confidence


class RecoveredMaterial(Model):
    """Parameters of the formula for a material: A, Qsin/Qp, Qsout/Qp, and its virgin dataset.

    `a` is absent if the method has no value for the material. `virgin` is the flow, per kg, that gives Ev and E*v
    unless a row names another.
    """

    material: Material
    a: Constant | None = None
    qs_in: Constant
    qs_out: Constant
    virgin: FlowId | None = None


class CircularFootprint(Model):
    """The formula's defaults (A, its bounds, collection rate, Ed, B, joint allocation) and the rules that it follows.

    Ed, in kg CO2e per kg, values product that is not collected, or that is neither recovered nor treated as stated.
    """

    default_a: Constant
    least_a: Constant | None = None
    most_a: Constant | None = None
    materials: tuple[RecoveredMaterial, ...]
    collection_rate: Constant
    ed: Constant
    b: Constant
    joint_basis: Literal["mass", "revenue"]
    rules: tuple[CircularRule, ...] | None = None

    @model_validator(mode="after")
    def _a_within_bounds(self) -> "CircularFootprint":
        least = Decimal("0" if self.least_a is None else self.least_a.value)
        most = Decimal("1" if self.most_a is None else self.most_a.value)
        named = [
            ("the default", self.default_a),
            *((row.material, row.a) for row in self.materials),
        ]
        for name, a in named:
            if a is not None and not least <= Decimal(a.value) <= most:
                detail = f"A of {name} is {a.value}; write a value from {least} to {most}"
                raise broken("rulebook.a_bounds", detail)
        return self

    def follows(self, rule: Sentence) -> bool:
        """True if the rulebook lists that sentence."""
        return any(row.rule == rule for row in self.rules or ())
