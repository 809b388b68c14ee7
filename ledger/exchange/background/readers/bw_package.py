"""Brightway data packages: matrices of bw_processing, in a zip, with the names of their rows and columns.

A matrix knows numbers only. A package must have CSV metadata that names the columns of its technosphere matrix (`id`,
`name`, `unit`, and where they exist `reference product`, `location`, `code`), and the rows of its biosphere matrix
(`id`, `name`, `categories`, `unit`, `code`, `CAS number`); without them nothing could be characterised or found. The
production of a column is its flagged reference, else the entry on its diagonal. Packages that bw2data writes round
amounts to binary numbers of 32 bits (7 digits). Left out: arrays of scenarios, distributions, parameters, and matrices
other than these two.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledger.exchange.background.archive import Archive, damaged
from ledger.exchange.background.model import (
    SEVERAL_PRODUCTS,
    Background,
    ElementaryFlow,
    Emission,
    Link,
    Oddity,
    Product,
    ProductInput,
    UnitProcess,
    one_line,
    to_decimal,
)
from ledger.exchange.background.packages import require_packages
from schemas.errors import CradleError

NAME = "Brightway data package"


_FAULTS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    MemoryError,
    OSError,
    zipfile.BadZipFile,
)

Labels = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a matrix, with the sign that it has there."""

    row: int
    column: int
    value: Decimal
    is_reference: bool


def read_bw_package(data: bytes, name: str) -> Background:
    """The processes of a data package.

    Raises:
        CradleError: `background.damaged`, `background.too_large`, `background.unnamed` or `install.background`.
    """
    require_packages("bw_processing")
    from bw_processing import load_datapackage
    from fsspec.implementations.zip import ZipFileSystem

    Archive(data, name)
    try:
        package = load_datapackage(ZipFileSystem(fo=io.BytesIO(data), mode="r"))
        technosphere = list(_entries(package, "technosphere_matrix"))
        biosphere = list(_entries(package, "biosphere_matrix"))
        labels = _labels(package, "technosphere_matrix", "cols")
        flows = _labels(package, "biosphere_matrix", "rows")
    except _FAULTS:
        raise damaged("it is not a data package of bw_processing", name) from None
    _require_names(labels, flows, biosphere, name)
    return _background(package.metadata, _Matrices(technosphere, biosphere, labels, flows), name)


@dataclass(frozen=True, slots=True)
class _Matrices:
    """Both matrices, and the names of columns and of elementary flows."""

    technosphere: list[Entry]
    biosphere: list[Entry]
    labels: Labels
    flows: Labels


def _entries(package: Any, matrix: str) -> Iterator[Entry]:
    """The numbers of a matrix, over all groups of the package."""
    of_matrix = package.filter_by_attribute("matrix", matrix)
    for group in of_matrix.groups.values():
        arrays = {row["kind"]: group.get_resource(row["name"])[0] for row in group.resources}
        if "data" not in arrays or "indices" not in arrays or arrays["data"].ndim != 1:
            continue
        indices, values = arrays["indices"], arrays["data"]
        for place in range(len(values)):
            value = _value(values[place])
            if "rescale" in arrays:
                value *= _value(arrays["rescale"][place])
            flipped = "flip" in arrays and bool(arrays["flip"][place])
            yield Entry(
                int(indices["row"][place]),
                int(indices["col"][place]),
                -value if flipped else value,
                "reference" in arrays and bool(arrays["reference"][place]),
            )


def _value(number: Any) -> Decimal:
    """A number of an array as the shortest decimal that is read as the same number of its own width."""
    value = to_decimal(str(number))
    if value is None:
        raise ValueError(number)
    return value


def _labels(package: Any, matrix: str, side: str) -> Labels:
    """The CSV metadata of one side of a matrix, by id."""
    groups = {row["group"] for row in package.resources if row.get("matrix") == matrix}
    labels: dict[int, Mapping[str, str]] = {}
    for resource in package.resources:
        valid = {(group, end) for group, end in resource.get("valid_for") or ()}
        if not any((group, side) in valid for group in groups):
            continue
        table = package.get_resource(resource["name"])[0].fillna("")
        for row in table.to_dict("records"):
            labels[int(row["id"])] = {str(key): one_line(value) for key, value in row.items()}
    return labels


def _require_names(labels: Labels, flows: Labels, biosphere: list[Entry], place: str) -> None:
    unnamed = {entry.row for entry in biosphere} - flows.keys()
    if not labels or unnamed:
        what = f"{len(unnamed)} elementary flows" if labels else "processes"
        detail = (
            f"The package does not name its {what}; write it with CSV metadata for the columns of"
            " the technosphere and the rows of the biosphere matrix."
        )
        raise CradleError("background.unnamed", detail, place)


def _background(metadata: Mapping[str, Any], matrices: _Matrices, name: str) -> Background:
    inputs: dict[int, list[Entry]] = {}
    emissions: dict[int, list[Entry]] = {}
    for entry in matrices.technosphere:
        inputs.setdefault(entry.column, []).append(entry)
    for entry in matrices.biosphere:
        emissions.setdefault(entry.column, []).append(entry)
    production = {column: _production(column, rows) for column, rows in inputs.items()}
    makers = {
        row: column for column, entries in production.items() if entries for row in [entries[0].row]
    }
    processes, oddities = [], []
    for column, rows in sorted(inputs.items()):
        produced = production[column]
        words = _words(matrices.labels.get(column, {}), column)
        others = [row for row in rows if row not in produced]
        if any(row.value > 0 and row.is_reference for row in others):
            detail = "It has several references; split it by an allocation first."
            oddities.append(Oddity(SEVERAL_PRODUCTS, words.name, detail))
            produced, others = (), []
        processes.append(
            UnitProcess(
                id=matrices.labels.get(column, {}).get("code") or str(column),
                words=words,
                keys=tuple(("id", str(row.row)) for row in produced[:1]),
                production=sum((row.value for row in produced), Decimal(0)) if produced else None,
                inputs=tuple(_input(row, makers, matrices.labels) for row in others),
                emissions=tuple(
                    _emission(row, matrices.flows) for row in emissions.get(column, ())
                ),
                source=name,
            )
        )
    licences = metadata.get("licenses") or ()
    named = ", ".join(one_line(row.get("name") or row.get("title")) for row in licences)
    return Background(name, NAME, tuple(processes), tuple(oddities), named)


def _production(column: int, rows: list[Entry]) -> tuple[Entry, ...]:
    """The entries that are the production of a column: all of one row, which are summed."""
    flagged = {row.row for row in rows if row.is_reference}
    positive = {row.row for row in rows if row.value > 0}
    if len(flagged) == 1:
        product = next(iter(flagged))
    elif any(row.row == column for row in rows):
        product = column
    elif len(positive) == 1:
        product = next(iter(positive))
    else:
        return ()
    return tuple(row for row in rows if row.row == product)


def _words(label: Mapping[str, str], column: int) -> Product:
    return Product(
        name=label.get("name") or str(column),
        product=label.get("reference product") or label.get("product") or "",
        location=label.get("location", ""),
        unit=label.get("unit", ""),
    )


def _input(entry: Entry, makers: Mapping[int, int], labels: Labels) -> ProductInput:
    label = labels.get(makers.get(entry.row, entry.row), {})
    link = Link((("id", str(entry.row)),), _words(label, entry.row))
    return ProductInput(link, -entry.value)


def _emission(entry: Entry, flows: Labels) -> Emission:
    label = flows[entry.row]
    parts = label.get("categories") or label.get("compartment") or ""
    flow = ElementaryFlow(
        id=label.get("code", ""),
        name=label.get("name", ""),
        compartment=tuple(part.strip(" '()\"") for part in parts.replace("::", ",").split(",")),
        unit=label.get("unit", ""),
        cas=label.get("CAS number", ""),
    )
    return Emission(flow, entry.value)
