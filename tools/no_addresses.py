"""The check that no committed file contains an address of a package registry or a path of one machine.

Both tie a checkout to the place where it was written: a lock with addresses installs from them
only, and a machine's path works on that machine only. So the lock contains hashes alone, and tests
find data beside the checkout by a relative path or an environment variable.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import report, tree

# No pattern matches its own text, so this file passes its own check.
FORBIDDEN = {
    "an address of a package index": re.compile(r"--(extra-)?index-url|source = \{ registry"),
    "a resolved package address": re.compile(r'"resolved": *"http'),
    "a registry host": re.compile(
        r"pypi\.org|pythonhosted\.org|npmjs\.org|deb\.debian\.org|proxy\.golang\.org"
    ),
    "a path of one machine": re.compile(r"/(work|farm|root|Users)/|/home/\w"),
}


def findings(paths: list[Path], top: Path) -> Iterator[str]:
    """Yield a line for each forbidden text; files that are not UTF-8 are skipped."""
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, start=1):
            for what, pattern in FORBIDDEN.items():
                if match := pattern.search(line):
                    yield f"{path.relative_to(top)}:{number}: {what}: {match[0]}"


def main(top: Path = tree.TOP) -> int:
    """Check every file of the repository; return the exit status."""
    paths = tree.files(top)
    return report.conclude(findings(paths, top), f"no addresses in {len(paths)} files")


if __name__ == "__main__":
    sys.exit(main())
