"""The choices behind a figure as one reader may see them: a document, never part of a statement."""

from schemas.base import Model
from schemas.values import Figure, Index, ModelId, StatementId, Text
from schemas.views.choice_counts import ChoiceCounts
from schemas.views.report import ConservativeTotal, ReportedChoice, Sensitivity
from schemas.views.standing import OfFigure
from schemas.vocabulary import Unit


class ChoiceLine(Model):
    """A choice, the evidence that would settle it, and `without` a price the reason why it may have none."""

    choice: ReportedChoice
    settled_by: Text
    without: Text | None = None

    @property
    def effect(self) -> str | None:
        """What the choice is worth."""
        return self.choice.effect


class CalculationChoices(OfFigure):
    """The choices behind a calculation, the one worth most first, and its conservative figure.

    `total` is the declared figure, `conservative` the one with each choice replaced by the rulebook's
    default, both in kg CO2e per kWh of total energy, or per `unit` of a product. `counts` are of `choices`. `hidden`
    counts the choices of others that the reader may not open; their worth is in the conservative figure. All lists are
    empty if the rulebook names no alternatives.
    """

    calculation: StatementId
    model: ModelId
    unit: Unit | None = None
    total: Figure
    conservative: ConservativeTotal | None = None
    choices: tuple[ChoiceLine, ...]
    counts: ChoiceCounts
    hidden: Index
    sensitivity: tuple[Sensitivity, ...]
