"""`study`: a figure that may not be declared, told with what it lacks. A document, never a signed statement.

Under a rulebook that is no law a calculation can still be computed, verified and shown. It is exported in this form so
that nobody takes it for the declaration of Article 7: it carries no conformity number, and lists what is missing.
"""

from typing import Literal

from schemas.base import Model
from schemas.calculation import Ratio, StageValue
from schemas.values import Code, Digest, Figure, ModelId, StatementId, Text


class StudyTerm(Model):
    """A term of end of life, kg CO2e per kg of used battery."""

    name: Text
    value: Figure


class Study(Model):
    """The figure of one calculation, kg CO2e per kWh of total energy, and why it is no declaration."""

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
    missing: tuple[Text, ...]
