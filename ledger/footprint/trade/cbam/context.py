"""What the embedded emissions of goods are computed from: the graph, the method, the factors, and who verified what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.homes import Homes
from ledger.footprint.graph.numbers import EXACT
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.trade.cbam.tables import Tables
from schemas.errors import CradleError
from schemas.signed.cbam_good import VerifiedQuantity
from schemas.signed.cbam_rulebook import CbamRulebook

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
        verified: for each newest delivery, what an accepted verifier has attested for the period of its entry.
        homes: the registrations of firms.
    """

    resolution: Resolution
    rulebook: CbamRulebook
    tables: Tables
    table: FactorTable
    year: int
    verified: Mapping[str, frozenset[VerifiedQuantity]]
    homes: Homes = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.year < self.rulebook.first_year:
            detail = (
                f"The rulebook {self.rulebook.id} begins with {self.rulebook.first_year} and the goods are of"
                f" {self.year}; the transitional period has other rules."
            )
            raise CradleError("cbam.year", detail, "year")

    @property
    def cscf(self) -> Decimal:
        """The cross-sectoral correction factor of the year, by the rulebook and at most 1."""
        return Decimal(self.rulebook.of_year(self.year).correction.value)

    @cached_property
    def remaining(self) -> Decimal:
        """The share of free allocation that remains in the year, by the factor and the correction: CBAM_y x CSCF_y."""
        return EXACT.multiply(Decimal(self.rulebook.of_year(self.year).factor.value), self.cscf)

    def require_year(self, record: EntryRecord) -> None:
        """Refuse the goods of an entry that was made in another year: the period's last day decides.

        Raises:
            CradleError: `cbam.year`.
        """
        year = int(record.entry.period.last_day[:4])
        if year != self.year:
            detail = (
                f"The goods were made in {year}, the year of the last day of their entry, and {self.year} is asked for;"
                f" ask for {year}: defaults, benchmarks and free allocation are of the year of the goods."
            )
            raise CradleError("cbam.year", detail, record.id)
