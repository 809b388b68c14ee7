"""The range of an element's content in what is mined: the least of an ore of it, and that of its richest mineral.

What a mine states below the least is a trace that no mine works, and says nothing: it does not show that the ore brings
none of the metal. What an ore may hold of an element that it does not state is bounded by the richest mineral.

Sources: common knowledge of mineral deposits, recalled: cut-off grades of working mines and brines for the least; the
formulas of heterogenite, millerite and hausmannite, and concentrated brine, for the most.
"""

from decimal import Decimal
from typing import Final, NamedTuple

from schemas.vocabulary import ProcessCode

GRAPHITE: Final = "C"
"""The symbol under which graphite is counted; the sheets call it graphite."""

EXTRACTION: Final = frozenset({ProcessCode.MINING, ProcessCode.BRINE})
"""The processes that take an element from the ground; only these have a country of extraction."""


class Grades(NamedTuple):
    """The least content of an ore, and the content of the richest mineral, as mass fractions."""

    least: Decimal
    most: Decimal


GRADES: Final = {
    "Li": Grades(Decimal("0.0001"), Decimal("0.07")),
    "Ni": Grades(Decimal("0.002"), Decimal("0.65")),
    "Co": Grades(Decimal("0.0002"), Decimal("0.64")),
    "Mn": Grades(Decimal("0.05"), Decimal("0.72")),
    GRAPHITE: Grades(Decimal("0.01"), Decimal(1)),
}
"""By element."""
