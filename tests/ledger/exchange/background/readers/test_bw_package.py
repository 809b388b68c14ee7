"""Data packages of bw_processing, written by it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import bw_processing as bwp
import numpy as np
import pandas as pd
import pytest
from fsspec.implementations.zip import ZipFileSystem
from support.background import choices, total
from support.background_xml import zipped
from support.refusal import refused

from ledger.exchange.background.importing import import_background
from ledger.exchange.background.readers.bw_package import read_bw_package

FOSSIL = "349b29d1-3e58-4c66-98b9-9d1a076efd2e"
PROCESSES = [
    {"id": 1, "name": "grid", "unit": "kilowatt hour", "location": "FI"},
    {"id": 2, "name": "steel", "unit": "kilogram", "location": "FI"},
]
FLOWS = [
    {
        "id": 9,
        "name": "Carbon dioxide, fossil",
        "unit": "kilogram",
        "categories": "air",
        "code": FOSSIL,
    }
]
ENTRIES = [(1, 1, 1.0, False), (2, 2, 2.0, False), (1, 2, 5.0, True), (1, 2, 0.5, True)]


def indices(rows: list[tuple[int, int]]) -> Any:  # noqa: ANN401 - an array
    """Rows and columns."""
    return np.array(rows, dtype=bwp.INDICES_DTYPE)


def package(
    folder: Path,
    entries: list[tuple[int, int, float, bool]] = ENTRIES,
    *,
    processes: bool = True,
    flows: bool = True,
    **arrays: Any,  # noqa: ANN401
) -> bytes:
    """A package of a technosphere, 0.2 kg CO2 per kWh and 1 kg for the steel."""
    path = folder / "package.zip"
    path.unlink(missing_ok=True)
    made = bwp.create_datapackage(fs=ZipFileSystem(str(path), mode="w"), name="tests")
    made.add_persistent_vector(
        matrix="technosphere_matrix",
        name="technosphere",
        indices_array=indices([row[:2] for row in entries]),
        data_array=np.array([row[2] for row in entries]),
        flip_array=np.array([row[3] for row in entries]),
        **arrays,
    )
    made.add_persistent_vector(
        matrix="biosphere_matrix",
        name="biosphere",
        indices_array=indices([(9, 1), (9, 2)]),
        data_array=np.array([0.2, 1.0]),
    )
    if processes:
        made.add_csv_metadata(
            dataframe=pd.DataFrame(PROCESSES), valid_for=[("technosphere", "cols")], name="names"
        )
    if flows:
        made.add_csv_metadata(
            dataframe=pd.DataFrame(FLOWS), valid_for=[("biosphere", "rows")], name="flows"
        )
    made.finalize_serialization()
    return path.read_bytes()


def test_a_package_becomes_factors(tmp_path: Path) -> None:
    """Inputs of one product add up; the diagonal is the production; 64 bits stay exact."""
    found = import_background([read_bw_package(package(tmp_path), "package.zip")], choices())
    values = {row.name: total(row) for row in found.factor_set.rows}
    assert values == {"grid": Decimal("0.2"), "steel": (Decimal("5.5") * Decimal("0.2") + 1) / 2}
    assert [row.code for row in found.oddities] == ["background.repeated_input"]


def test_a_flagged_reference_counts(tmp_path: Path) -> None:
    """The diagonal is another entry."""
    entries = [(1, 1, 1.0, False), (2, 1, 3.0, False), (2, 2, 2.0, False)]
    flags = np.array([False, True, False])
    read = read_bw_package(package(tmp_path, entries, reference_array=flags), "package.zip")
    grid = read.processes[0]
    assert grid.production == 3
    assert [row.amount for row in grid.inputs] == [-1]


def test_two_references_are_no_production(tmp_path: Path) -> None:
    """Nobody can know the share of either; the column is reported and not used."""
    entries = [(1, 1, 1.0, False), (2, 1, 3.0, False), (2, 2, 2.0, False)]
    flags = np.array([True, True, False])
    read = read_bw_package(package(tmp_path, entries, reference_array=flags), "package.zip")
    assert (read.processes[0].production, read.processes[0].inputs) == (None, ())
    assert [row.code for row in read.oddities] == ["background.several_products"]


def test_rescaled_amounts(tmp_path: Path) -> None:
    """The factor that the package states multiplies each amount."""
    scales = np.array([1.0, 1.0, 2.0, 1.0])
    read = read_bw_package(package(tmp_path, rescale_array=scales), "package.zip")
    assert [row.amount for row in read.processes[1].inputs] == [10, Decimal("0.5")]


def test_no_production(tmp_path: Path) -> None:
    """A column whose positive entries are of several other products has none."""
    entries = [(1, 1, 1.0, False), (3, 2, 1.0, False), (4, 2, 1.0, False)]
    assert (
        read_bw_package(package(tmp_path, entries), "package.zip").processes[1].production is None
    )


@pytest.mark.parametrize("left_out", ["processes", "flows"])
def test_a_package_without_names(tmp_path: Path, left_out: str) -> None:
    """Numbers alone cannot be characterised or found."""
    data = package(tmp_path, **{left_out: False})
    with refused("background.unnamed", "package.zip"):
        read_bw_package(data, "package.zip")


def test_another_zip() -> None:
    """It is no data package."""
    with refused("background.damaged", "other.zip"):
        read_bw_package(zipped({"datapackage.json": b"{}"}), "other.zip")
