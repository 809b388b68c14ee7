"""What the embedded emissions of goods are computed from: the graph, the method, the factors, and who verified what."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.trade.cbam.tables import Tables
from schemas.cbam_good import VerifiedQuantity
from schemas.cbam_rulebook import CbamRulebook
from schemas.errors import CradleError

SEE: Final[VerifiedQuantity] = "see"
SEFA: Final[VerifiedQuantity] = "sefa"

ACTUAL: Final = "actual"
DEFAULT: Final = "default"
"""The keys of a quantity in t CO2e: the part from data, and the part that a default stands in for."""


@dataclass(frozen=True)
class CbamContext:
    """The values behind the embedded emissions of a graph.

    Attributes:
        resolution: the graph.
        rulebook: the goods, the rows that count, the factor of each year.
        tables: default values and benchmarks.
        table: the factors of fuels and electricity.
        year: the calendar year that defaults, benchmarks and the factor are of.
        cscf: the cross-sectoral correction factor of that year, as whoever asks states it.
        verified: for each newest delivery, what an accepted verifier has attested for the period of its entry.
    """

    resolution: Resolution
    rulebook: CbamRulebook
    tables: Tables
    table: FactorTable
    year: int
    cscf: Decimal
    verified: Mapping[str, frozenset[VerifiedQuantity]]

    def __post_init__(self) -> None:
        if self.year < self.rulebook.first_year:
            detail = (
                f"The rulebook {self.rulebook.id} begins with {self.rulebook.first_year} and the goods are of"
                f" {self.year}; the transitional period has other rules."
            )
            raise CradleError("cbam.year", detail, "year")

    @cached_property
    def remaining(self) -> Decimal:
        """The share of free allocation that remains in the year, by the factor and the correction: CBAM_y x CSCF_y."""
        years = {row.year: Decimal(row.factor.value) for row in self.rulebook.years}
        factor = years.get(self.year, Decimal(self.rulebook.years[-1].factor.value))
        return EXACT.multiply(factor, self.cscf)
