"""The emissions of a product by country: by place in three columns, and by the site that stands for them.

Nothing is computed again: the contributions of the footprint are summed under another key, so the columns and the
credits sum to the figure as contributions do. A credit is kept apart, because no entry states where the avoided
production would have been.

The producer's account of a country is what is placed on it (PBA). The consumer's account gives everything to the
market where the product is used, which nobody signs and the reader asserts: what is emitted in other countries is
exported by them (EEE) and imported by the market (EEI), and CBA = PBA - EEE + EEI. What has no place is imported by
the market from countries that are not known, so the sum of CBA is the figure without credits.

Source: Peters 2008, recalled. Left out: shared responsibility, and re-exports of the market.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypeVar

from ledger.footprint.analysis.contributions import Contribution
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, explained_sum
from ledger.footprint.trade.places import Column, place_of
from schemas.vocabulary import Sign

R = TypeVar("R")


class CountrySums(NamedTuple):
    """The emissions placed on a country; `by_dataset` is the part of `territorial` that a dataset's factor places."""

    territorial: Decimal = ZERO
    grid_zone: Decimal = ZERO
    by_dataset: Decimal = ZERO

    @property
    def placed(self) -> Decimal:
        """The emissions in both columns."""
        return EXPLAIN.add(self.territorial, self.grid_zone)


class SiteSums(NamedTuple):
    """What the sites of a country stand for: burdens, and credits, which are at most zero."""

    burdens: Decimal = ZERO
    credits: Decimal = ZERO


class Account(NamedTuple):
    """A country's production-based account, its exports and imports of emissions, and its consumption-based account."""

    pba: Decimal
    eee: Decimal
    eei: Decimal
    cba: Decimal


@dataclass
class _Sums:
    """Sums in the making."""

    places: dict[str, CountrySums] = field(default_factory=dict)
    sites: dict[str, SiteSums] = field(default_factory=dict)
    unlocated: Decimal = ZERO
    credits: Decimal = ZERO


@dataclass(frozen=True)
class Territory:
    """A figure by country, in the unit of its contributions.

    Attributes:
        places: the emissions placed on each country.
        unlocated: the emissions without a place.
        credits: avoided emissions, at most zero.
        sites: what the sites of each country stand for.
    """

    places: Mapping[str, CountrySums]
    unlocated: Decimal
    credits: Decimal
    sites: Mapping[str, SiteSums]

    @property
    def burdens(self) -> Decimal:
        """The emissions in all columns."""
        return explained_sum([*(row.placed for row in self.places.values()), self.unlocated])

    @property
    def total(self) -> Decimal:
        """The figure: emissions and credits."""
        return EXPLAIN.add(self.burdens, self.credits)


def territory(rows: Iterable[Contribution], table: FactorTable) -> Territory:
    """The contributions of a footprint by country.

    Args:
        rows: the contributions.
        table: the factors that valued them.
    """
    sums = _Sums()
    for row in rows:
        _add_site(sums, row)
        if row.key.sign is Sign.CREDIT:
            sums.credits = EXPLAIN.add(sums.credits, row.value)
        else:
            _add_place(sums, row, table)
    return Territory(_sorted(sums.places), sums.unlocated, sums.credits, _sorted(sums.sites))


def accounts(
    figure_by_country: Territory, market: str, closed: Decimal = ZERO
) -> dict[str, Account]:
    """The accounts of each country with placed emissions, and of the market, which consumes the whole product.

    Args:
        figure_by_country: the figure by country.
        market: the country of use, as the reader asserts it.
        closed: emissions behind the product that are not in the figure, because their country is not shown.
    """
    account_by_country: dict[str, Account] = {}
    for country in sorted({*figure_by_country.places, market}):
        pba = figure_by_country.places.get(country, CountrySums()).placed
        if country == market:
            eei = EXPLAIN.add(EXPLAIN.subtract(figure_by_country.burdens, pba), closed)
            account_by_country[country] = Account(pba, ZERO, eei, EXPLAIN.add(pba, eei))
        else:
            account_by_country[country] = Account(pba, pba, ZERO, ZERO)
    return account_by_country


def _add_site(sums: _Sums, row: Contribution) -> None:
    burdens, credits_ = sums.sites.get(row.country, SiteSums())
    if row.key.sign is Sign.CREDIT:
        credits_ = EXPLAIN.add(credits_, row.value)
    else:
        burdens = EXPLAIN.add(burdens, row.value)
    sums.sites[row.country] = SiteSums(burdens, credits_)


def _add_place(sums: _Sums, row: Contribution, table: FactorTable) -> None:
    place = place_of(row.label, row.row, row.country, table)
    if place.column is Column.UNLOCATED:
        sums.unlocated = EXPLAIN.add(sums.unlocated, row.value)
        return
    there = sums.places.get(place.country, CountrySums())._asdict()
    there[place.column.value] = EXPLAIN.add(there[place.column.value], row.value)
    if place.by_dataset:
        there["by_dataset"] = EXPLAIN.add(there["by_dataset"], row.value)
    sums.places[place.country] = CountrySums(**there)


def _sorted(rows: Mapping[str, R]) -> dict[str, R]:
    """Rows by country."""
    return dict(sorted(rows.items()))
