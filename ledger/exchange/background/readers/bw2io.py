"""The call of bw2io for a file or a folder of files, in another process (`brightway_process`)."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from ledger.exchange.background.archive import damaged
from ledger.exchange.background.packages import require_packages

PROGRAM = "ledger.exchange.background.readers.brightway_process"

Files = Mapping[str, bytes]


def run_bw2io(kind: Literal["excel", "ecospold2"], files: Files, place: str) -> dict[str, Any]:
    """The activities that bw2io finds in files, which are given by plain names and written for it.

    A workbook is a single file; ecospold 2 is a folder of them.

    Raises:
        CradleError: `install.background` or `background.damaged`.
    """
    require_packages("bw2io")
    with TemporaryDirectory(prefix="cradle-background-") as scratch:
        folder = Path(scratch)
        (folder / "given").mkdir()
        (folder / "brightway").mkdir()
        for name, data in files.items():
            (folder / "given" / name).write_bytes(data)
        source = folder / "given" if kind == "ecospold2" else folder / "given" / next(iter(files))
        answer = folder / "answer.json"
        ran = subprocess.run(  # noqa: S603 - this interpreter and our own program
            [sys.executable, "-m", PROGRAM, kind, source, answer],
            env={**os.environ, "BRIGHTWAY2_DIR": str(folder / "brightway")},
            capture_output=True,
            text=True,
            check=False,
        )
        if not answer.is_file():
            words = (ran.stderr.strip().splitlines() or ["it ended without an answer"])[-1]
            raise damaged(f"bw2io says {words:.200}", place)
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    if "fault" in found:
        raise damaged(f"bw2io says {found['fault']:.200}", place)
    return found
