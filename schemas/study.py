"""`study`: a figure that may not be declared, with a list of what it lacks. A document, never a signed statement.

A calculation under a rulebook that is not law can still be computed, verified and shown. This form prevents confusion
with the declaration of Article 7: it has no conformity number, and lists what is missing.
"""

from typing import Literal

from schemas.base import Model
from schemas.calculation import Ratio, StageValue
from schemas.quality import StudyQuality
from schemas.report import ConservativeTotal, ReportedChoice, Sensitivity
from schemas.values import Code, Digest, Figure, Index, Material, ModelId, StatementId, Text


class StudyTerm(Model):
    """A term of end of life, kg CO2e per kg of used battery."""

    name: Text
    value: Figure


class RecoveredMaterial(Model):
    """Parameters of one recovered material, each under its published symbol; kg per kg of used battery.

    `contained` is the amount that the chain states, and R2 is recovered over contained; both are absent if the chain
    states none. `credit` is the counted credit in kg CO2e.
    """

    material: Material
    recovered: Figure
    contained: Figure | None = None
    r2: Figure | None = None
    a: Figure
    qs_out: Figure
    credit: Figure


class RecycledContent(Model):
    """The kg of an element in one battery, and the share of it that was recovered from waste."""

    element: Material
    kg: Figure
    share: Figure


class Study(Model):
    """The figure of one calculation, kg CO2e per kWh of total energy, and the reasons why it is not a declaration.

    `cut_off_total` is the figure with A = 1, if the rulebook has the Circular Footprint Formula. `withheld` names the
    members from which rows of others, or their values, are left out because the reader may not see them. `choices`,
    `conservative` and `sensitivity` are those of `schemas.report`, under no auditor's policy; `choices_hidden` is the
    number of choices that the reader may not see.
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
    choices: tuple[ReportedChoice, ...] | None = None
    choices_hidden: Index | None = None
    conservative: ConservativeTotal | None = None
    sensitivity: tuple[Sensitivity, ...] | None = None
    missing: tuple[Text, ...]
    withheld: tuple[Code, ...] | None = None
