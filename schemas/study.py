"""`study`: a figure that may not be declared, told with what it lacks. A document, never a signed statement.

Under a rulebook that is no law a calculation can still be computed, verified and shown. It is exported in this form so
that nobody takes it for the declaration of Article 7: it carries no conformity number, and lists what is missing.
"""

from typing import Literal

from schemas.base import Model
from schemas.calculation import Ratio, StageValue
from schemas.quality import StudyQuality
from schemas.values import Code, Digest, Figure, Material, ModelId, StatementId, Text


class StudyTerm(Model):
    """A term of end of life, kg CO2e per kg of used battery."""

    name: Text
    value: Figure


class RecoveredMaterial(Model):
    """Parameters of one recovered material, each under its published symbol; kg per kg of used battery.

    `contained` is what the chain states and R2 recovered over contained, both absent where it states nothing; `credit`
    is in kg CO2e, as it counts.
    """

    material: Material
    recovered: Figure
    contained: Figure | None = None
    r2: Figure | None = None
    a: Figure
    qs_out: Figure
    credit: Figure


class RecycledContent(Model):
    """What one battery holds of an element, kg, and the share of it that was recovered from waste."""

    element: Material
    kg: Figure
    share: Figure


class Study(Model):
    """The figure of one calculation, kg CO2e per kWh of total energy, and why it is no declaration.

    `cut_off_total` is the figure with A = 1, where the rulebook has the Circular Footprint Formula. `withheld` names
    the members of which rows of others are left out, for who may not see these.
    """

    document: Literal["study"]
    calculation: StatementId
    model: ModelId
    rulebook: Code
    rulebook_version: Code
    rulebook_digest: Digest
    legal_status: Text
    total: Figure
    stages: tuple[StageValue, ...]
    total_energy: Ratio
    end_of_life: tuple[StudyTerm, ...]
    cut_off_total: Figure | None = None
    recovered: tuple[RecoveredMaterial, ...]
    recycled_content: tuple[RecycledContent, ...]
    quality: StudyQuality | None = None
    missing: tuple[Text, ...]
    withheld: tuple[Code, ...] | None = None
