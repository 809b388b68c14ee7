"""`emissions`: a figure by gas and stage, as the signed header of its calculation states it. Never signed itself.

Values are in kg CO2e per unit of the figure, to 4 digits. Credits are apart and at most zero. A group of gases without
emissions in a stage has no row there. The gas `unspecified` is what factors do not split: how much of it is fossil,
biogenic or of land use is not stated.
"""

from schemas.base import Model
from schemas.values import Code, Figure, ModelId, StatementId
from schemas.views.standing import OfFigure
from schemas.vocabulary import Group, Stage, Unit


class StageEmissions(Model):
    """The emissions and credits of one group of gases in one stage."""

    stage: Stage
    gas: Group
    emissions: Figure
    credits: Figure


class Emissions(OfFigure):
    """A figure by gas and stage, in the order of the life cycle; `unit` is the declared one of a product."""

    calculation: StatementId
    declaration: StatementId | None = None
    model: ModelId
    rulebook: Code
    unit: Unit | None = None
    total: Figure
    rows: tuple[StageEmissions, ...]
