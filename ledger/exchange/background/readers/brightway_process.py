"""The program that runs bw2io, in a process of its own.

Importing bw2io opens a data folder and a database of Brightway, sets up logging and prints; none of it is wanted in the
process that imports. This one is started with a folder to use in BRIGHTWAY2_DIR, writes JSON into a file, and ends. It
is a script: nothing imports it.

    python -m ledger.exchange.background.readers.brightway_process excel FILE OUT
    python -m ledger.exchange.background.readers.brightway_process ecospold2 FOLDER OUT
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any


def read_excel(source: str) -> dict[str, Any]:
    """The activities of a Brightway workbook, as bw2io reads its sections, without any repair."""
    from bw2io.importers import ExcelImporter

    importer = ExcelImporter(source)
    return {
        "database": importer.db_name,
        "metadata": importer.metadata,
        "activities": importer.data,
    }


def read_ecospold2(source: str) -> dict[str, Any]:
    """The activities of a folder of ecospold 2 files, as bw2io extracts them."""
    from bw2io.extractors import Ecospold2DataExtractor

    found = Ecospold2DataExtractor.extract(Path(source), "ecospold2", use_mp=False)
    return {"database": "ecospold2", "metadata": {}, "activities": found}


def main(arguments: list[str]) -> int:
    """Read by the named reader; an error of bw2io is the answer too."""
    kind, source, out = arguments
    warnings.simplefilter("ignore")
    readers = {"excel": read_excel, "ecospold2": read_ecospold2}
    try:
        answer = readers[kind](source)
    except Exception as fault:  # noqa: BLE001 - of any kind: bw2io asserts, indexes and converts as it goes
        answer = {"fault": f"{type(fault).__name__}: {fault}"}
    Path(out).write_text(json.dumps(answer, default=str), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
