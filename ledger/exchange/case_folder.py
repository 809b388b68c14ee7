"""Read a case folder: a published supply chain with amounts per unit of output.

`sites.csv`, `activities.csv` and `factors.csv` are required; `case.toml`, `compositions.csv` and many columns are
optional. The reader does not guess: a row that names an unknown input, stage, country or unit, or a unit other than its
factor's, is refused with file, row and column. Format: docs/formats/case-folder.md.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ledger.exchange.case_rows import Activity, CaseFactor, Fraction, Site
from ledger.exchange.case_settings import Battery, read_settings
from ledger.exchange.case_table import read_rows
from schemas.errors import CradleError
from schemas.vocabulary import Unit


@dataclass(frozen=True)
class Case:
    """The content of a case folder."""

    name: str
    slug: str
    method: str
    sites: Mapping[str, Site]
    activities: tuple[Activity, ...]
    factors: Mapping[str, CaseFactor]
    fractions: tuple[Fraction, ...]
    battery: Battery | None


def read_case(folder: Path) -> Case:
    """Read a case folder.

    Raises:
        CradleError: `case.*` with file, row and column.
    """
    if not folder.is_dir():
        raise CradleError("case.folder", "The folder does not exist; check its path.", str(folder))
    sites = _by_id(read_rows(folder / "sites.csv", Site), "site_id")
    factors = _by_id(read_rows(folder / "factors.csv", CaseFactor), "factor_id")
    if not sites:
        raise CradleError(
            "case.missing", "The table has no site; write one row for each site.", "sites.csv"
        )
    both = sorted(sites.keys() & factors.keys())
    if both:
        detail = f"{both[0]} is both a site and a factor; give one of them another id."
        raise factors[both[0]].refuse("case.id", detail, "factor_id")
    activities = tuple(read_rows(folder / "activities.csv", Activity))
    for activity in activities:
        _check_activity(activity, sites, factors)
    composition = folder / "compositions.csv"
    fractions = tuple(read_rows(composition, Fraction)) if composition.exists() else ()
    for fraction in fractions:
        _check_site(fraction, sites)
    settings = read_settings(folder / "case.toml")
    if settings.battery is not None:
        _check_battery(settings.battery, sites)
    name = folder.resolve().name
    return Case(
        name=settings.name or name,
        slug=slug(name),
        method=settings.characterization.method,
        sites=sites,
        activities=activities,
        factors=factors,
        fractions=fractions,
        battery=settings.battery,
    )


def slug(name: str) -> str:
    """Replace what an id does not allow: letters, digits, points, dashes and underscores remain."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name) or "case"


_Item = TypeVar("_Item", Site, CaseFactor)


def _by_id(rows: Iterable[_Item], column: str) -> dict[str, _Item]:
    """Index the rows of a table by id; refuse an id that occurs twice."""
    items: dict[str, _Item] = {}
    for row in rows:
        if row.id in items:
            detail = f"Id {row.id} is already used on an earlier row; give one of them another id."
            raise row.refuse("case.id", detail, column)
        items[row.id] = row
    return items


def _check_site(row: Activity | Fraction, sites: Mapping[str, Site]) -> None:
    if row.site not in sites:
        detail = f"{row.site!r} is not in sites.csv; add it there or correct it here."
        raise row.refuse("case.site", detail, "site_id")


def _check_activity(
    row: Activity, sites: Mapping[str, Site], factors: Mapping[str, CaseFactor]
) -> None:
    _check_site(row, sites)
    priced = sites.get(row.input) or factors.get(row.input)
    if priced is None:
        detail = f"{row.input!r} is neither a site nor a factor; add it to one of the two files."
        raise row.refuse("case.input", detail, "input")
    if priced.unit is not row.unit:
        detail = f"{row.input} is in {priced.unit.value}, this row in {row.unit.value}; convert it."
        raise row.refuse("case.unit", detail, "unit")
    if row.kind == "credit" and row.amount > 0:
        detail = "A credit needs a negative amount; change its sign."
        raise row.refuse("case.credit", detail, "amount_per_unit_output")
    if row.kind != "credit" and row.amount < 0 and row.input in sites:
        detail = "The amount is negative, but a site is not a waste; write a row of kind credit."
        raise row.refuse("case.negative", detail, "amount_per_unit_output")


def _check_battery(battery: Battery, sites: Mapping[str, Site]) -> None:
    """Check that the battery's sites are known and that their outputs are in kg."""
    named = [("site", battery.site)]
    named += [("end_of_life_site", recycler.site) for recycler in battery.end_of_life]
    for key, site in named:
        place = f"case.toml, battery.{key}"
        if site not in sites:
            detail = f"{site!r} is not in sites.csv; add it there or correct it here."
            raise CradleError("case.site", detail, place)
        if sites[site].unit is not Unit.KG:
            detail = f"The output of site {site} is in {sites[site].unit.value}; count it in kg."
            raise CradleError("case.unit", detail, place)
