"""Flipped bytes that the monitor finds, of all parts of a database: rows, indexes, page headers, and what is left out.

python tests/bench/bench_flips.py [for each kind of page] [seed]
"""

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from support.flips import build, choose, is_index, is_ledger_row, kinds_of, missed
from support.sqlite_pages import Run

from ledger.store.place import DATABASE

EACH, SEED = 3, 1


def group_of(kind: tuple[str, str, str]) -> str:
    """The group that a kind of page and part is reported in."""
    owner, _, part = kind
    if part in {"file header", "unused"}:
        return part
    if part in {"page header", "cell pointer"}:
        return f"{part}s"
    if is_index(owner):
        return "entries of indexes"
    return "rows of the ledger" if is_ledger_row(owner) else "rows beside the ledger"


def main(each: int, seed: int) -> None:
    """Build, flip, print; places in rows and indexes that were not found are listed."""
    with TemporaryDirectory() as top:
        folder = Path(top) / "ledger"
        build(folder)
        groups: dict[str, list[list[Run]]] = {}
        parts = ("file header", "page header", "cell pointer", "cell", "overflow", "unused")
        for kind, runs in kinds_of(folder / DATABASE, *parts).items():
            groups.setdefault(group_of(kind), []).append(runs)
        for name, kinds in groups.items():
            flips = list(choose(kinds, each * len(kinds), seed))
            left, outcomes = missed(folder, flips)
            print(f"{name}: {len(flips) - len(left)} of {len(flips)} found; {dict(outcomes)}")
            for flip in left if name != "unused" else ():
                print(f"  not found: {flip}")
            print(f"  of {Counter(flip.run.page for flip in flips)}")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*given, *(EACH, SEED)[len(given) :])
