"""What electricity counts as where its mix is chosen: the dearest that its countries may have.

Its countries are the one that an entry states for its site and the one that its firm's registration confirms; each has
its dearest mix of the kinds that the rulebook accepts. A country of which no set has a mix counts at the dearer of the
rulebook's `unknown_grid` and the dearest mix of any grid: a reader who accepts no mixes gets the highest figure, not
the declared one. A rulebook without that constant, beside sets without a mix, has no price.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.context import ChoiceContext
from ledger.footprint.graph.factors import GridMix
from ledger.footprint.graph.numbers import format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.valuation.grid_mix import last_year


class PowerPrice(NamedTuple):
    """The dearest electricity of a country.

    Attributes:
        country: as a claim or a registration has it.
        kg: kg CO2e per kWh.
        mix: the mix that states it; None if it is the rulebook's constant.
    """

    country: str
    kg: Decimal
    mix: GridMix | None

    @property
    def is_known(self) -> bool:
        """True if a set has a mix of the country."""
        return self.mix is not None and self.mix.grid == self.country

    @property
    def words(self) -> str:
        """The price and its source, in words."""
        price = format_rounded(self.kg)
        if self.mix is None:
            return f"the dearest known grid at {price}, since no set has a mix of {self.country}"
        mix = f"the {self.mix.kind} mix of {self.mix.grid} for {self.mix.year} at {price}"
        known = "" if self.is_known else f", since no set has a mix of {self.country}"
        return f"{mix}, {self.mix.factor.flow}{known}"


def power_prices(context: ChoiceContext, record: EntryRecord) -> Iterator[PowerPrice]:
    """The dearest electricity of each country of an entry; none of a country that has no price."""
    year = last_year(record.entry)
    for country in context.countries(record):
        own = context.dearest_mix([country], year)
        if own is not None:
            yield PowerPrice(country, own.price, own)
        else:
            yield from _unknown(context, country, year)


def power_price(context: ChoiceContext, record: EntryRecord) -> PowerPrice | None:
    """The dearest electricity of an entry's countries; None if none has a price."""
    return dearest_of(power_prices(context, record))


def dearest_of(prices: Iterable[PowerPrice]) -> PowerPrice | None:
    """The dearest of some prices, of equal ones the first."""
    return max(prices, key=lambda price: price.kg, default=None)


def _unknown(context: ChoiceContext, country: str, year: int) -> Iterator[PowerPrice]:
    """The electricity of a country of which no set has a mix, by each source of a price."""
    known = context.dearest_of_any(year)
    if known is not None:
        yield PowerPrice(country, known.price, known)
    constant = None if context.rule is None else context.rule.unknown_grid
    if constant is not None:
        yield PowerPrice(country, Decimal(constant.value), None)
