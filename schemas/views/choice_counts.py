"""The numbers of a list of choices: how many have a price, and those worth next to nothing in one sum."""

from schemas.base import Model
from schemas.values import Count, Figure, Index


class ChoiceCounts(Model):
    """The number of choices in a list, and of those with a price; no figure counts the others."""

    count: Index
    priced: Index


class SmallChoices(Model):
    """Choices that are worth less than 0.02 % of the declared figure each, in one sum; `effect` as of a choice."""

    count: Count
    effect: Figure
    percent: Figure
