"""The changes after which a rulebook asks for a new declaration, each with source and confidence of its reading."""

from typing import Literal

from schemas.base import Model
from schemas.signed.constants import Confidence, Constant
from schemas.values import Code


class Worsening(Model):
    """The rise of the declared total that asks for a new declaration: above this per cent of it, or from it on."""

    percent: Constant
    comparison: Literal["above", "from"]


class Trigger(Model):
    """A kind of change that asks for a new declaration, whatever its effect."""

    source: Code
    confidence: Confidence


class Redeclaration(Model):
    """The triggers of a new declaration.

    `validity_years` limits a declaration in time. `bill_of_materials` is a change of the goods of the manufacturer's
    own sites, `energy_mix` one of their energy, `corrected_entry` a correction of any entry behind the figure.
    """

    worsening: Worsening | None = None
    validity_years: Constant | None = None
    bill_of_materials: Trigger | None = None
    energy_mix: Trigger | None = None
    corrected_entry: Trigger | None = None
