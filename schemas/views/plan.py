"""The way down from a conservative figure, as one reader may see it: a document, never part of a statement.

A set is one from which no choice can be left out, but for those that it says were not tried. It is found in the order
of worth, and not proved the smallest.
"""

from typing import Literal

from schemas.base import Model
from schemas.exchanged.examination_prices import ExaminationPrices
from schemas.values import (
    Amount,
    Figure,
    Index,
    ModelId,
    NotNegative,
    ProductId,
    StatementId,
    Text,
)
from schemas.views.choice_counts import ChoiceCounts, SmallChoices
from schemas.views.report import ConservativeTotal, ReportedChoice, Sensitivity
from schemas.views.standing import OfFigure
from schemas.vocabulary import Unit

Band = Literal["under_1", "1_to_5", "5_to_20", "above_20", "unknown"]
"""A share of a declared figure, in per cent, as a customer is told it of a supplier: never in digits.

`unknown` if nothing prices goods that count.
"""


class PlanLine(Model):
    """A choice that nobody settled.

    Attributes:
        choice: as a report lists it; `choice.kg` is the mass that evidence must explain.
        firm: the name of its issuer.
        sentence: the choice in words.
        settled_by: what an auditor would look at.
        depth: of the examination that its kind needs.
        percent: its effect alone, in per cent of the declared figure; absent without an effect or of a figure of zero.
        price: of the examination, by the price list.
        price_per_percent: what one per cent of the declared figure costs here.
        within: the bounds, in per cent, whose sets have it.
        without: the reason why it may have no price; absent with one.
    """

    choice: ReportedChoice
    firm: Text | None = None
    sentence: Text
    settled_by: Text
    depth: Literal["documents", "site_visit"]
    percent: Figure | None = None
    price: Amount | None = None
    price_per_percent: Amount | None = None
    within: tuple[Amount, ...] = ()
    without: Text | None = None


class PlannedSet(Model):
    """Choices whose settling brings the conservative figure within `percent` of the declared one.

    Attributes:
        percent: the bound.
        choices: their number; the lines name them.
        conservative: the figure after that, rounded up to 4 digits; absent if it is not known even then.
        above: its distance from the declared figure in per cent; absent of a figure of zero.
        price: of all examinations.
        is_reached: the bound is reached; if not, these are all choices that can be settled.
        untried: the number of choices that were not tried to be left out; above zero for very large sets alone.
    """

    percent: Amount
    choices: Index
    conservative: Figure | None = None
    above: Figure | None = None
    price: NotNegative | None = None
    is_reached: bool
    untried: Index = 0


class SupplierBand(Model):
    """A direct supplier, and what the choices in its goods and behind them are worth, as a band.

    `products` are the goods that the figure draws from it.
    """

    participant: StatementId
    firm: Text
    products: tuple[ProductId, ...]
    band: Band


class SettlingPlan(OfFigure):
    """The choices behind a figure by worth, what settles each, and how near the declared figure that brings it.

    Attributes:
        calculation: that states the figure.
        delivery: that states it, in place of a calculation.
        model: the battery model, or the product.
        unit: the declared unit of a product.
        total: the declared figure, in kg CO2e per kWh of total energy, or per unit of the delivered goods.
        conservative: the conservative figure before anything more is settled.
        lines: the choices with an effect, or with an alternative that nothing prices, in the order of the search.
        counts: the number of all choices that the reader sees, settled ones too, and of those with a price.
        small: those that are worth next to nothing and that no set has, in one sum.
        unpriced: choices for which the rulebook or the data give no alternative. They are in no figure.
        sets: one for each bound; none for a reader that does not see all choices.
        last: the conservative figure once all that can be settled is settled; absent as `sets`.
        settled: the number of choices that are settled.
        hidden: the number of choices of others that the reader may not see.
        suppliers: the direct suppliers of a reader that does not see all choices; absent before the figure is declared
            or attested, since a figure that its issuer may vary freely would show more than a band.
        sensitivity: what the method leaves open. Nobody chose it, and nobody can settle it.
        passes: the number of conservative figures that the search computed.
        prices: the price list.
    """

    calculation: StatementId | None = None
    delivery: StatementId | None = None
    model: ModelId | None = None
    unit: Unit | None = None
    total: Figure
    conservative: ConservativeTotal | None = None
    lines: tuple[PlanLine, ...]
    counts: ChoiceCounts
    small: SmallChoices | None = None
    unpriced: tuple[PlanLine, ...] = ()
    sets: tuple[PlannedSet, ...] = ()
    last: Figure | None = None
    settled: Index = 0
    hidden: Index = 0
    suppliers: tuple[SupplierBand, ...] | None = None
    sensitivity: tuple[Sensitivity, ...] = ()
    passes: Index = 0
    prices: ExaminationPrices | None = None
