"""The call of bw2io for a file or a folder of files, in another process (`brightway_process`)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from ledger.exchange.background.archive import damaged
from ledger.exchange.background.packages import require_packages

PROGRAM = "ledger.exchange.background.readers.brightway_process"

Record = Mapping[str, Any]


def run_bw2io(
    kind: Literal["excel", "ecospold2"], files: Iterable[bytes], place: str
) -> Iterator[Record]:
    """The metadata that bw2io finds in files, and then their activities.

    The files are written for it one by one, and named in their order. A workbook is a single file; ecospold 2 is a
    folder of them. Modules in the working folder are not imported (`-P`), because it may hold anybody's files.

    Raises:
        CradleError: `install.background` or `background.damaged`.
    """
    require_packages("bw2io")
    ending = ".xlsx" if kind == "excel" else ".spold"
    with TemporaryDirectory(prefix="cradle-background-") as scratch:
        folder = Path(scratch)
        given, brightway, answer = (folder / name for name in ("given", "brightway", "answer"))
        given.mkdir()
        brightway.mkdir()
        for number, data in enumerate(files):
            (given / (str(number).zfill(6) + ending)).write_bytes(data)
        source = given if kind == "ecospold2" else next(given.iterdir())
        ran = subprocess.run(  # noqa: S603 - this interpreter and our own program
            [sys.executable, "-P", "-m", PROGRAM, kind, source, answer],
            env={**os.environ, "BRIGHTWAY2_DIR": str(brightway)},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode or not answer.is_file():
            words = (ran.stderr.strip().splitlines() or ["it ended without an answer"])[-1]
            raise damaged(f"bw2io says {words:.200}", place)
        yield from _records(answer, place)


def _records(answer: Path, place: str) -> Iterator[Record]:
    with answer.open(encoding="utf-8") as lines:
        for line in lines:
            record: Record = json.loads(line)
            if "fault" in record:
                raise damaged(f"bw2io says {record['fault']:.200}", place)
            yield record
