"""The coverage gate: trust, footprint, rules, choices and audit by every line and branch.

A declared figure rests on these packages, so tests must take every branch of theirs. The gate reads
the JSON report of coverage.py (format 3). A package without a measured file fails, because that
means it was not checked. No other package is measured, and no test that covers none of these is
traced (`tests/conftest.py`).
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COMPLETE = (
    "ledger/audit/",
    "ledger/choices/",
    "ledger/footprint/",
    "ledger/rules/",
    "ledger/trust/",
)


def findings(measured: dict[str, Any]) -> Iterator[str]:
    """Yield one line for each gap in a complete package."""
    files = {name.replace("\\", "/"): data for name, data in measured["files"].items()}
    for package in COMPLETE:
        inside = {name: data for name, data in files.items() if name.startswith(package)}
        if not inside:
            yield f"{package}: no file was measured"
        for name, data in sorted(inside.items()):
            for line in data["missing_lines"]:
                yield f"{name}:{line}: never run"
            for source, target in data["missing_branches"]:
                yield f"{name}:{source}: branch to {target} never taken"


def main(path: Path) -> int:
    """Check the coverage report at `path`; return the exit status."""
    gaps = list(findings(json.loads(path.read_bytes())))
    print("\n".join(gaps) or f"complete: {', '.join(COMPLETE)}")
    return int(bool(gaps))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
