"""The check that no Python file is longer than 300 lines; a longer one has two subjects and should be split.

Tests count too. Migrations do not: the migration tool generates them, and they are not rewritten for
style. Two files have a limit of their own: the second verifier, and the second program for the
conservative figure, are single files so that they can be read and passed on alone.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tools import report, tree

LIMIT = 300
ALONE = {
    "tests/peers/conservative_alone.py": 2020,
    "tests/peers/verify_alone.py": 1155,
}
"""The limits of files that may be longer."""

GENERATED = ("ledger/store/migrations/", "ledger/client/questions.py")


def findings(paths: list[Path], top: Path) -> Iterator[str]:
    """Yield `path: lines` for each file over the limit."""
    for path in paths:
        name = path.relative_to(top).as_posix()
        length = len(path.read_bytes().splitlines())
        limit = ALONE.get(name, LIMIT)
        if length > limit and not name.startswith(GENERATED):
            yield f"{name}: {length} lines, at most {limit}"


def main(top: Path = tree.TOP) -> int:
    """Check every Python file of the repository; return the exit status."""
    paths = tree.files(top, "*.py")
    return report.conclude(findings(paths, top), f"{len(paths)} Python files within their limits")


if __name__ == "__main__":
    sys.exit(main())
