"""Read a case folder: a published supply chain with amounts per unit of output.

`sites.csv`, `activities.csv` and `factors.csv` are required; `outputs.csv`, `compositions.csv`, `case.toml` and many
columns are optional. The reader does not guess: it refuses a row that names an unknown input, stage, country
or unit, or another unit than its input's, with folder, file, row and column. Format: docs/formats/case-folder.md.

The tables are checked against each other: ids, inputs, units, signs, allocation, and the battery. Loops and the cuts
that end them are checked in `case_loops`.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from ledger.exchange.case import LINE, Case
from ledger.exchange.case_inputs import read_inputs
from ledger.exchange.case_loops import check_cuts
from ledger.exchange.case_rows import (
    CREDIT,
    EMISSION,
    Activity,
    CaseFactor,
    Fraction,
    FurtherOutput,
    Site,
)
from ledger.exchange.case_settings import read_settings
from ledger.exchange.case_table import in_folder, read_rows
from schemas.errors import CradleError
from schemas.gases import Gas
from schemas.signed.inventory import BURDEN_FREE
from schemas.vocabulary import Unit

DOCUMENTS = "documents"
"""The folder of a case for the files that rows name as evidence."""


def read_case(folder: Path) -> Case:
    """Read a case folder.

    Raises:
        CradleError: `case.*` with folder, file, row and column.
    """
    if not folder.is_dir():
        raise CradleError("case.folder", "The folder does not exist; check its path.", str(folder))
    name = folder.resolve().name
    with in_folder(name):
        case = _read(folder, name)
        check_case(case)
        return case


def _read(folder: Path, name: str) -> Case:
    sites = _by_id(read_rows(folder / "sites.csv", Site), "site_id")
    factors = _by_id(read_rows(folder / "factors.csv", CaseFactor), "factor_id")
    further, composition = folder / "outputs.csv", folder / "compositions.csv"
    further_rows = read_rows(further, FurtherOutput) if further.exists() else ()
    outputs = _by_id((_per_unit(row, sites) for row in further_rows), "output_id")
    rows = read_rows(folder / "activities.csv", Activity)
    activities = tuple(read_inputs(rows, sites, outputs, factors))
    fractions = read_rows(composition, Fraction) if composition.exists() else ()
    settings = read_settings(folder / "case.toml")
    return Case(
        name=settings.name or name,
        folder=name,
        method=settings.characterization.method,
        sites=sites,
        outputs=outputs,
        activities=tuple(_per_unit(row, sites) for row in activities),
        factors=factors,
        fractions=tuple(fractions),
        battery=settings.battery,
        product=settings.product,
        cuts=settings.cut,
        carbon_prices=settings.carbon_price,
        border=settings.cbam,
        documents=dict(_documents(folder / DOCUMENTS, activities)),
    )


def _documents(folder: Path, rows: Iterable[Activity]) -> Iterator[tuple[str, bytes]]:
    """Read the files that rows name as evidence."""
    for row in rows:
        if row.evidence is not None:
            path = folder / row.evidence
            if path.name != row.evidence or not path.is_file():
                detail = (
                    f"{row.evidence!r} is not a file in {DOCUMENTS}; add it there or correct it."
                )
                raise row.refuse("case.evidence", detail, "evidence")
            yield row.evidence, path.read_bytes()


_PerUnit = TypeVar("_PerUnit", FurtherOutput, Activity)


def _per_unit(row: _PerUnit, sites: Mapping[str, Site]) -> _PerUnit:
    """Return the row with the unit of its site's output, which its amount is per."""
    site = sites.get(row.site)
    return row if site is None else row.model_copy(update={"per": site.word.power})


_Item = TypeVar("_Item", Site, FurtherOutput, CaseFactor)


def _by_id(rows: Iterable[_Item], column: str) -> dict[str, _Item]:
    """Index the rows of a table by id; refuse an id that occurs twice."""
    items: dict[str, _Item] = {}
    for row in rows:
        if row.id in items:
            detail = f"Id {row.id} is already used on an earlier row; give one of them another id."
            raise row.refuse("case.id", detail, column)
        items[row.id] = row
    return items


_AMOUNT = "amount_per_unit_output"


def check_case(case: Case) -> None:
    """Check the tables of a case against each other.

    Raises:
        CradleError: `case.*` with file, row and column.
    """
    if not case.sites:
        detail = "The table has no site; write one row for each site."
        raise CradleError("case.missing", detail, "sites.csv")
    _check_ids(case)
    for output in case.outputs.values():
        _check_site(output, case.sites)
    for site in case.sites.values():
        _check_allocation(case, site)
    for row in case.activities:
        _check_site(row, case.sites)
        (_check_emission if row.kind == EMISSION else partial(_check_input, case))(row)
    for fraction in case.fractions:
        _check_site(fraction, case.lines)
    _check_declared(case)
    check_cuts(case)


def _check_site(row: Activity | FurtherOutput | Fraction, sites: Container[str]) -> None:
    if row.site not in sites:
        raise row.refuse("case.site", _unknown_site(row.site), "site_id")


def _unknown_site(site: str) -> str:
    return f"{site!r} is not in sites.csv; add it there or correct it here."


def _check_ids(case: Case) -> None:
    """Refuse an id that is in two tables."""
    for row in case.outputs.values():
        if row.id in case.sites or row.id == LINE:
            detail = f"{row.id} is also a site, or reserved; give the output another id."
            raise row.refuse("case.id", detail, "output_id")
    both = sorted(case.lines.keys() & case.factors.keys())
    if both:
        detail = f"{both[0]} is both a site or output and a factor; give one of them another id."
        raise case.factors[both[0]].refuse("case.id", detail, "factor_id")


def _check_allocation(case: Case, site: Site) -> None:
    """Require a value of each output that shares burdens, and no other."""
    shares = case.shares(site.id)
    if shares != (site.allocation is not None):
        detail = "allocation is for a site with co-products, and such a site needs it; state mass,"
        detail += " energy or revenue there, else nothing."
        raise site.refuse("case.allocation", detail, "allocation")
    _require_value(site, has=shares)
    for row in case.further(site.id):
        _require_value(row, has=row.role not in BURDEN_FREE)


def _require_value(row: Site | FurtherOutput, *, has: bool) -> None:
    if has != (row.allocation_value is not None):
        detail = "State a value for the main output and each co-product of a site that shares, per"
        detail += " unit of its main output, and for no other output."
        raise row.refuse("case.allocation", detail, "allocation_value")


def _check_emission(row: Activity) -> None:
    if row.input not in set(Gas):
        detail = (
            f"{row.input!r} is not a known gas; write such as co2, CH4, Lachgas or a CAS number."
        )
        raise row.refuse("case.gas", detail, "input")
    if row.unit is not Unit.KG:
        detail = f"A gas is in kg, this row in {row.unit.value}; convert it."
        raise row.refuse("case.unit", detail, "unit")
    if row.origin is None:
        detail = "The origin of the gas's carbon is missing; write such as fossil or biogenic."
        raise row.refuse("case.origin", detail, "origin")
    if row.stated < 0:
        detail = "The amount is negative; write what a process takes up as an origin, uptake."
        raise row.refuse("case.negative", detail, _AMOUNT)
    if row.supply is not None:
        raise row.refuse("case.supply", "A gas has no supply; leave the cell empty.", "supply")


def _check_input(case: Case, row: Activity) -> None:
    priced = case.lines.get(row.input) or case.factors.get(row.input)
    if priced is None:
        detail = f"{row.input!r} is neither a site, an output nor a factor; add it to its file."
        raise row.refuse("case.input", detail, "input")
    if priced.unit is not row.unit:
        detail = f"{row.input} is in {priced.unit.value}, this row in {row.unit.value}; convert it."
        raise row.refuse("case.unit", detail, "unit")
    if row.origin is not None:
        detail = f"Only a row of kind {EMISSION} has an origin; leave the cell empty."
        raise row.refuse("case.origin", detail, "origin")
    if row.kind == CREDIT and row.amount > 0:
        detail = "A credit needs a negative amount; change its sign."
        raise row.refuse("case.credit", detail, _AMOUNT)
    if row.kind != CREDIT and row.amount < 0 and row.input in case.lines:
        detail = "The amount is negative, but a site is not a waste; write a row of kind credit."
        raise row.refuse("case.negative", detail, _AMOUNT)
    is_energy = row.unit in {Unit.KWH, Unit.MJ} and row.kind != CREDIT and row.amount > 0
    if row.supply is not None and not (is_energy and row.input in case.factors):
        detail = "A supply is of energy bought by a factor in kWh or MJ; leave the cell empty."
        raise row.refuse("case.supply", detail, "supply")


def _check_declared(case: Case) -> None:
    """Check that the sites of battery or product are known, and that each of a battery is in its unit."""
    table = "battery" if case.product is None else "product"
    for key, site, unit in _named(case):
        place = f"case.toml, {table}.{key}"
        if site not in case.sites:
            raise CradleError("case.site", _unknown_site(site), place)
        found = case.sites[site].unit
        if unit is not None and found is not unit:
            detail = f"The output of site {site} is in {found.value}; count it in {unit.value}."
            raise CradleError("case.unit", detail, place)


def _named(case: Case) -> Iterable[tuple[str, str, Unit | None]]:
    """The sites that case.toml names, each with its key there and the unit of its output; None for any unit."""
    battery = case.battery
    if case.product is not None:
        yield "site", case.product.site, None
    if battery is None:
        return
    yield "site", battery.site, Unit.KG
    for carrier in battery.distribution:
        yield "distribution_site", carrier.site, Unit.TKM
    for recycler in battery.end_of_life:
        yield "end_of_life_site", recycler.site, Unit.KG
