"""The words of a picture in one language; the picture itself knows none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SankeyWords:
    """Words and the notation of numbers.

    Attributes:
        title: the accessible name.
        description: a sentence on what is drawn, in which unit.
        declared: the name of the figure, such as "Declared".
        unit: its unit.
        credits: the name of all credits together.
        other_credits: those that no credit flow names.
        below_zero: the part of the credits that exceeds the burdens.
        own: a site's own part.
        with_suppliers: all that leaves a site.
        behind: the line under a closed block, such as "with all behind it"; empty for none.
        nothing: the sentence where nothing is to be shown.
        stages: the stages' names by key.
        smaller: the name of so many sites that are not drawn.
        number: a value as the page writes it.
        figure: the total and the credits, with the digits of the declaration.
    """

    title: str
    description: str
    declared: str
    unit: str
    credits: str
    other_credits: str
    below_zero: str
    own: str
    with_suppliers: str
    behind: str
    nothing: str
    stages: Mapping[str, str]
    smaller: Callable[[int], str]
    number: Callable[[Decimal], str]
    figure: Callable[[Decimal], str]

    def stage(self, key: str) -> str:
        """The name of a stage; an unknown one is its own name."""
        return self.stages.get(key, key)
