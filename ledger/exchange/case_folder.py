"""Reading a case folder: a supply chain as other people publish it, amounts per unit of output.

`sites.csv`, `activities.csv` and `factors.csv` are required, `case.toml` and `compositions.csv`
optional, and so is every column that a reader can do without. Numbers are taken exactly as written.
Nothing is guessed: a row that names an unknown input, stage, country or unit, or whose unit is not
its factor's, is refused with file and row. Format: docs/formats.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import TypeAdapter

from ledger.exchange.case_settings import Table, read_settings
from ledger.exchange.case_table import CODE, Row, parse_form, parse_number, read_rows
from schemas.errors import CradleError
from schemas.values import Country, ModelId, Share
from schemas.vocabulary import Purpose, Stage, Unit

STAGES = {
    "raw material": Stage.RAW_MATERIAL,
    "main production": Stage.MAIN_PRODUCTION,
    "distribution": Stage.DISTRIBUTION,
    "end of life": Stage.END_OF_LIFE,
}
PURPOSES = {"energy": Purpose.ENERGY, "transport": Purpose.TRANSPORT, "direct": Purpose.DIRECT}
_COUNTRY: TypeAdapter[str] = TypeAdapter(Country)
_MODEL: TypeAdapter[str] = TypeAdapter(ModelId)
_SHARE: TypeAdapter[str] = TypeAdapter(Share)


@dataclass(frozen=True, slots=True)
class Site:
    """A row of sites.csv."""

    id: str
    name: str
    country: str
    stage: Stage
    output: str
    unit: Unit
    kg_per_unit: Decimal | None


@dataclass(frozen=True, slots=True)
class Activity:
    """A row of activities.csv: what one unit of output takes; `place` is its file and row.

    The purpose is the kind's where the row states none.
    """

    site: str
    kind: str
    input: str
    amount: Decimal
    unit: Unit
    stage: Stage
    purpose: Purpose
    place: str


@dataclass(frozen=True, slots=True)
class CaseFactor:
    """A row of factors.csv, in kg CO2e per unit."""

    id: str
    name: str
    value: Decimal
    unit: Unit
    source: str


@dataclass(frozen=True, slots=True)
class Fraction:
    """A row of compositions.csv."""

    site: str
    element: str
    fraction: Decimal
    formula: str


@dataclass(frozen=True, slots=True)
class Recycler:
    """A site that treats used batteries, and the kg of one battery that go there; None where it takes the rest."""

    site: str
    kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Battery:
    """The `[battery]` table of case.toml."""

    site: str
    end_of_life: tuple[Recycler, ...]
    model: str
    manufacturer: str
    category: str
    vehicle_category: str
    mass_kg: Decimal
    usable_energy_kwh: Decimal
    warranty_years: Decimal
    warranty_km: Decimal | None
    warranty_remaining: str | None
    period: tuple[str, str]


@dataclass(frozen=True)
class Case:
    """A case folder, read."""

    name: str
    slug: str
    method: str
    sites: Mapping[str, Site]
    activities: tuple[Activity, ...]
    factors: Mapping[str, CaseFactor]
    fractions: tuple[Fraction, ...]
    battery: Battery | None


def read_case(folder: Path) -> Case:
    """Reads a case folder.

    Raises:
        CradleError: `case.*` with file and row.
    """
    if not folder.is_dir():
        raise CradleError("case.folder", "There is no such folder; check its path.", str(folder))
    sites = _by_id(folder / "sites.csv", _site)
    factors = _by_id(folder / "factors.csv", _factor)
    if not sites:
        raise CradleError("case.missing", "There is no site; write one row a site.", "sites.csv")
    both = sorted(sites.keys() & factors.keys())
    if both:
        detail = f"{both[0]} is both a site and a factor; give one of them another id."
        raise CradleError("case.id", detail, "factors.csv")
    composition = folder / "compositions.csv"
    fractions = read_rows(composition) if composition.exists() else ()
    settings = read_settings(folder / "case.toml")
    name = folder.resolve().name
    return Case(
        name=settings.text("name", name),
        slug=slug(name),
        method=settings.table("characterization").text("method", "as published"),
        sites=sites,
        activities=tuple(
            _activity(row, sites, factors) for row in read_rows(folder / "activities.csv")
        ),
        factors=factors,
        fractions=tuple(_fraction(row, sites) for row in fractions),
        battery=_battery(settings.table("battery"), sites) if "battery" in settings else None,
    )


def slug(name: str) -> str:
    """A name as it may stand in an id: letters, digits, points, dashes and underscores."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name) or "case"


class _Named(Protocol):
    """A row with an id."""

    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_Named)


def _by_id(path: Path, parse: Callable[[Row], _Item]) -> dict[str, _Item]:
    """The rows of a table by id, each id once."""
    items: dict[str, _Item] = {}
    for row in read_rows(path):
        item = parse(row)
        if item.id in items:
            raise row.refuse("case.id", f"{item.id} stands on an earlier row already.")
        items[item.id] = item
    return items


def _site(row: Row) -> Site:
    country = parse_form(_COUNTRY, row.text("country"), "case.country", row.place)
    unit = row.unit("unit")
    mass = row.text("mass_kg_per_unit", "1" if unit is Unit.KG else "-")
    return Site(
        id=row.code("site_id"),
        name=row.text("site"),
        country=country,
        stage=_stage(row),
        output=row.text("output"),
        unit=unit,
        kg_per_unit=None if mass == "-" else parse_number(mass, row.place),
    )


def _stage(row: Row) -> Stage:
    word = row.text("stage")
    if word not in STAGES:
        raise row.refuse("case.stage", f"{word!r} is none of {', '.join(STAGES)}.")
    return STAGES[word]


def _factor(row: Row) -> CaseFactor:
    return CaseFactor(
        id=row.code("factor_id"),
        name=row.text("name"),
        value=row.number("value"),
        unit=row.unit("unit", "kg CO2e/"),
        source=row.text("source", "as found in factors.csv"),
    )


def _activity(row: Row, sites: Mapping[str, Site], factors: Mapping[str, CaseFactor]) -> Activity:
    site, named, kind = row.text("site_id"), row.text("input"), row.text("kind")
    amount, unit = row.number("amount_per_unit_output"), row.unit("unit")
    if site not in sites:
        raise row.refuse("case.site", f"{site!r} is not in sites.csv.")
    priced = sites.get(named) or factors.get(named)
    if priced is None:
        raise row.refuse("case.input", f"{named!r} is neither a site nor a factor.")
    if priced.unit is not unit:
        detail = f"{named} is in {priced.unit.value}, the row in {unit.value}."
        raise row.refuse("case.unit", detail)
    if kind == "credit" and amount > 0:
        raise row.refuse("case.credit", "A credit has a negative amount.")
    if kind != "credit" and amount < 0 and named in sites:
        raise row.refuse("case.negative", "Credit a site by a row of kind credit.")
    return Activity(site, kind, named, amount, unit, _stage(row), _purpose(row, kind), row.place)


def _purpose(row: Row, kind: str) -> Purpose:
    word = row.text("purpose", PURPOSES.get(kind, Purpose.MATERIAL))
    if word not in set(Purpose):
        raise row.refuse("case.purpose", f"{word!r} is none of {', '.join(Purpose)}.")
    return Purpose(word)


def _fraction(row: Row, sites: Mapping[str, Site]) -> Fraction:
    site = row.text("site_id")
    if site not in sites:
        raise row.refuse("case.site", f"{site!r} is not in sites.csv.")
    return Fraction(site, row.text("element"), row.number("mass_fraction"), row.text("formula", ""))


def _battery(table: Table, sites: Mapping[str, Site]) -> Battery:
    def site(key: str, named: str) -> str:
        if named not in sites:
            raise CradleError("case.site", f"{named!r} is not in sites.csv.", table.place(key))
        if sites[named].unit is not Unit.KG:
            detail = "The output of this site must be counted in kg."
            raise CradleError("case.unit", detail, table.place(key))
        return named

    def recycler(text: str) -> Recycler:
        key = "end_of_life_site"
        named, stated, kg = text.partition("=")
        return Recycler(site(key, named), table.number(key, kg) if stated else None)

    return Battery(
        site=site("site", table.text("site")),
        end_of_life=tuple(map(recycler, table.texts("end_of_life_site"))),
        model=table.text("model", form=_MODEL),
        manufacturer=table.text("manufacturer"),
        category=table.category("category"),
        vehicle_category=table.text("vehicle_category", form=CODE),
        mass_kg=table.number("mass_kg"),
        usable_energy_kwh=table.number("usable_energy_kwh"),
        warranty_years=table.number("warranty_years"),
        warranty_km=table.number("warranty_km") if "warranty_km" in table else None,
        warranty_remaining=table.text("warranty_remaining", form=_SHARE)
        if "warranty_remaining" in table
        else None,
        period=table.period("period", ("2025-01-01", "2026-01-01")),
    )
