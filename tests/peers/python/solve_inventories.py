"""Brightway's own figures of a workbook: bw2io reads and links it, bw2calc solves it.

Run by an interpreter that has both. Standard input is JSON: the workbooks, kg CO2e per kg of elementary flows by name,
to air, and a rule (`base`, `per_letter`): an input or waste that bw2io leaves unlinked emits that many kg CO2e per unit
by the length of its name. Standard output is, for each workbook, the kg CO2e per unit of each product by name,
reference product, location and unit, and the number of links and of unlinked inputs. The matrices are built in memory
with 64-bit numbers, because a database on disk keeps 32.
"""

import contextlib
import io
import json
import os
import sys
import tempfile
import warnings
from typing import Any

import numpy as np

Entry = tuple[int, int, float, bool]
"""Row, column, amount, and whether it is an input."""


def main() -> None:
    """Read, link, solve and print."""
    warnings.simplefilter("ignore")
    question = json.load(sys.stdin)
    with contextlib.redirect_stdout(io.StringIO()), tempfile.TemporaryDirectory() as scratch:
        os.environ["BRIGHTWAY2_DIR"] = scratch
        answers = [solve(workbook, question) for workbook in question["workbooks"]]
    json.dump(answers, sys.stdout)


def solve(workbook: str, question: dict[str, Any]) -> dict[str, object]:
    """The figures of every product of a workbook."""
    import bw_processing as bwp
    from bw2calc import LCA
    from bw2io.importers import ExcelImporter

    importer = ExcelImporter(workbook)
    importer.apply_strategies(verbose=False)
    entries, emissions, unlinked = matrices(importer.data, question)
    package = bwp.create_datapackage(sum_intra_duplicates=True)
    add(package, "technosphere_matrix", entries)
    add(package, "biosphere_matrix", emissions)
    add(package, "characterization_matrix", [(0, 0, 1.0, False)])
    lca = LCA({0: 1.0}, data_objs=[package])
    lca.lci()
    figures = []
    for at, activity in enumerate(importer.data):
        lca.lcia(demand={at: 1.0})
        words = [activity.get(k, "") for k in ("name", "reference product", "location", "unit")]
        figures.append([words, lca.score])
    return {"figures": figures, "links": sum(row[3] for row in entries), "unlinked": unlinked}


def matrices(
    activities: list[dict[str, Any]], question: dict[str, Any]
) -> tuple[list[Entry], list[Entry], int]:
    """Technosphere, emissions in kg CO2e, and the number of inputs without a maker."""
    factors, value = question["factors"], question["unlinked"]
    ids = {(row["database"], row["code"]): at for at, row in enumerate(activities)}
    entries: list[Entry] = []
    emissions: list[Entry] = [(0, at, 0.0, False) for at in range(len(ids))]
    unlinked = 0
    for at, activity in enumerate(activities):
        for row in activity["exchanges"]:
            if row["type"] == "production":
                entries.append((at, at, row["amount"], False))
            elif row["type"] == "biosphere":
                to_air = str(row["categories"][0]) == "air"
                factor = factors.get(row["name"], 0) if to_air else 0
                emissions.append((0, at, row["amount"] * factor, False))
            elif row.get("input") in ids:
                entries.append((ids[row["input"]], at, row["amount"], True))
            else:
                unlinked += 1
                letters = len(" ".join(row["name"].split()))
                each = value["base"] + value["per_letter"] * letters
                emissions.append((0, at, abs(row["amount"]) * each, False))
    return entries, emissions, unlinked


def add(package: Any, matrix: str, rows: list[Entry]) -> None:  # noqa: ANN401
    """Add a matrix of 64-bit numbers."""
    import bw_processing as bwp

    package.add_persistent_vector(
        matrix=matrix,
        indices_array=np.array([row[:2] for row in rows], dtype=bwp.INDICES_DTYPE),
        data_array=np.array([row[2] for row in rows], dtype=np.float64),
        flip_array=np.array([row[3] for row in rows], dtype=bool),
    )


if __name__ == "__main__":
    main()
