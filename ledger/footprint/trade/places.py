"""The place where a contribution's emissions were emitted, as far as its row or its factor states it.

The country of a contribution is its site's, and most of what a site stands for was emitted elsewhere. A row has one of
three columns:

- `territorial`: gases that the site emitted; heat and fuel in MJ that it used, under the site's country; and a dataset
  whose factor states one country (`by_dataset`, since nothing measured it there);
- `grid_zone`: electricity, under the country of the mix that values it, else of the site whose meter it passed;
- `unlocated`: all other datasets, treatment, transport, imported figures, and what no row states.

A factor of heat or fuel includes the supply of the fuel, which was emitted elsewhere and cannot be split off. A site
that states a region in place of a country places nothing. A row under a delivery has no place of its own: it is
followed to the entry behind it.

Source: production-based accounts count what is emitted on a territory (Peters 2008, recalled).
"""

import re
from enum import StrEnum
from typing import NamedTuple

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.valuation.grid_mix import direction_of, supply_of
from schemas.signed.rows import ActivityInput, Emission, Row, Waste
from schemas.signed.rulebook import Factor
from schemas.values import ISO_COUNTRIES
from schemas.vocabulary import Purpose, Unit


class Column(StrEnum):
    """The three columns of a territorial account."""

    TERRITORIAL = "territorial"
    GRID_ZONE = "grid_zone"
    UNLOCATED = "unlocated"


class Place(NamedTuple):
    """A column, its country (empty if unlocated), and whether only a dataset's factor states that country."""

    column: Column
    country: str = ""
    by_dataset: bool = False


NOWHERE = Place(Column.UNLOCATED)
_GRID = re.compile(r"([A-Z]{2})(?:[-_].*)?")


def place_of(label: str, row: Row | None, site: str, table: FactorTable) -> Place:
    """The place of an own term.

    Args:
        label: the flow that values it.
        row: its row; None if it has none.
        site: the country of the site.
        table: the factors of the figure.
    """
    if isinstance(row, Emission):
        return _at(Column.TERRITORIAL, site)
    if not isinstance(row, ActivityInput | Waste):
        return NOWHERE
    factor = table.factor(label, row.unit.value, direction_of(row))
    if supply_of(row, table) is not None:
        return _at(Column.GRID_ZONE, country_of_mix(factor) or site)
    if row.purpose is Purpose.DIRECT or _is_burnt(row, factor):
        return _at(Column.TERRITORIAL, site)
    geography = None if factor is None else factor.geography
    return _at(Column.TERRITORIAL, geography)._replace(by_dataset=_is_country(geography))


def country_of_mix(factor: Factor | None) -> str | None:
    """The country of the grid that a factor states, or of its geography; None if it states no country."""
    if factor is None:
        return None
    grid = _GRID.fullmatch(factor.grid or "")
    for country in (grid and grid[1], factor.geography):
        if _is_country(country):
            return country
    return None


def _is_burnt(row: ActivityInput | Waste, factor: Factor | None) -> bool:
    """True for heat or fuel that a site used: in MJ, or a fuel by its factor."""
    if not isinstance(row, ActivityInput) or row.purpose is not Purpose.ENERGY:
        return False
    carrier = None if factor is None else factor.carrier
    return carrier == "fuel" or (row.unit is Unit.MJ and carrier != "goods")


def _at(column: Column, country: str | None) -> Place:
    return Place(column, country) if country and _is_country(country) else NOWHERE


def _is_country(word: str | None) -> bool:
    return word in ISO_COUNTRIES
