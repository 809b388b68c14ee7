"""Read a case folder: a published supply chain with amounts per unit of output.

`sites.csv`, `activities.csv` and `factors.csv` are required; `outputs.csv`, `compositions.csv`, `case.toml` and many
columns are optional. The reader does not guess: `case_checks` refuses a row that names an unknown input, stage, country
or unit, or another unit than its input's, with folder, file, row and column. Format: docs/formats/case-folder.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from ledger.exchange.case import Case
from ledger.exchange.case_checks import check_case
from ledger.exchange.case_rows import Activity, CaseFactor, Fraction, FurtherOutput, Site
from ledger.exchange.case_settings import read_settings
from ledger.exchange.case_table import in_folder, read_rows
from schemas.errors import CradleError

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
    activities = tuple(read_rows(folder / "activities.csv", Activity))
    further, composition = folder / "outputs.csv", folder / "compositions.csv"
    outputs = read_rows(further, FurtherOutput) if further.exists() else ()
    fractions = read_rows(composition, Fraction) if composition.exists() else ()
    settings = read_settings(folder / "case.toml")
    return Case(
        name=settings.name or name,
        folder=name,
        method=settings.characterization.method,
        sites=sites,
        outputs=_by_id((_per_unit(row, sites) for row in outputs), "output_id"),
        activities=tuple(_per_unit(row, sites) for row in activities),
        factors=factors,
        fractions=tuple(fractions),
        battery=settings.battery,
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
                detail = f"{row.evidence!r} is no file in {DOCUMENTS}; add it there or correct it."
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
