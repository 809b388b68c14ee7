"""The choices behind a figure as one reader may see them: a document, never part of a statement."""

from schemas.base import Model
from schemas.values import Figure, Index, ModelId, StatementId, Text
from schemas.views.report import ConservativeTotal, ReportedChoice, Sensitivity
from schemas.views.standing import OfFigure


class ChoiceLine(Model):
    """A choice, and the evidence that would settle it."""

    choice: ReportedChoice
    settled_by: Text


class CalculationChoices(OfFigure):
    """The choices behind a calculation, the one worth most first, and its conservative figure.

    `total` is the declared figure, `conservative` the one with each choice replaced by the rulebook's
    default, both in kg CO2e per kWh of total energy. `hidden` counts the choices of others that the reader may not
    open; their worth is in the conservative figure. All lists are empty if the rulebook names no alternatives.
    """

    calculation: StatementId
    model: ModelId
    total: Figure
    conservative: ConservativeTotal | None = None
    choices: tuple[ChoiceLine, ...]
    hidden: Index
    sensitivity: tuple[Sensitivity, ...]
