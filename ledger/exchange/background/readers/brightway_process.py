"""The program that runs bw2io, in a process of its own.

Importing bw2io opens a data folder and a database of Brightway, sets up logging and prints; none of it is wanted in the
process that imports. This one is started with a folder to use in BRIGHTWAY2_DIR, writes JSON lines into a file, and
ends: first the database's metadata, then an activity a line. Of ecospold 2 it keeps what is read, because properties,
comments and uncertainties are most of a dataset. It is a script: nothing imports it.

    python -m ledger.exchange.background.readers.brightway_process excel FILE OUT
    python -m ledger.exchange.background.readers.brightway_process ecospold2 FOLDER OUT
"""

import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ACTIVITY = ("activity", "activity type", "name", "location", "start_date", "end_date")
EXCHANGE = ("flow", "type", "name", "unit", "amount", "activity", "CAS number")

Record = dict[str, Any]


def read_excel(source: Path) -> Iterator[Record]:
    """The metadata and activities of a Brightway workbook, as bw2io reads its sections, without any repair."""
    from bw2io.importers import ExcelImporter

    importer = ExcelImporter(source)
    yield importer.metadata
    yield from importer.data


def read_ecospold2(source: Path) -> Iterator[Record]:
    """The activities of a folder of ecospold 2 files, as bw2io extracts them, in the order of the files' names."""
    from bw2io.extractors import Ecospold2DataExtractor

    yield {}
    for file in sorted(source.iterdir()):
        activity = Ecospold2DataExtractor.extract_activity(source, file.name, "ecospold2")
        exchanges = [{key: row.get(key) for key in EXCHANGE} for row in activity["exchanges"]]
        yield {**{key: activity.get(key) for key in ACTIVITY}, "exchanges": exchanges}


READERS = {"excel": read_excel, "ecospold2": read_ecospold2}


def main(arguments: list[str]) -> int:
    """Read by the named reader; an error of bw2io is the last line."""
    kind, source, out = arguments
    warnings.simplefilter("ignore")
    with Path(out).open("w", encoding="utf-8") as lines:
        try:
            records = READERS[kind](Path(source))
            lines.writelines(json.dumps(record, default=str) + "\n" for record in records)
        except Exception as fault:  # noqa: BLE001 - of any kind: bw2io asserts, indexes and converts as it goes
            lines.write(json.dumps({"fault": f"{type(fault).__name__}: {fault}"}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
