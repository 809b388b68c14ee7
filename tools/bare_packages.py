"""The check that every package's `__init__.py` contains its docstring and nothing else.

Importing `ledger.cli.commands.verify` runs `ledger/__init__.py` and `ledger/cli/__init__.py` first, and the
import contracts do not count that as an import. A re-export there would give the offline verifier
modules that its contract forbids, unnoticed. `ledger` has two functions for scripts, which import when they are called.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import report, tree

DOOR = Path("ledger/__init__.py")


def _loads(line: ast.stmt) -> bool:
    """Return whether a statement of a package does more than define functions."""
    if isinstance(line, ast.ImportFrom):
        return line.module != "typing"
    if isinstance(line, ast.If):
        return ast.unparse(line.test) != "TYPE_CHECKING"
    return not isinstance(line, ast.FunctionDef | ast.Expr)


def findings(paths: list[Path], top: Path) -> Iterator[str]:
    """Yield a line for each package file that is more, or less, than a docstring."""
    for path in paths:
        module = ast.parse(path.read_bytes())
        if ast.get_docstring(module) is None:
            yield f"{path.relative_to(top)}: no docstring"
        elif path.relative_to(top) == DOOR:
            yield from (
                f"{DOOR}:{line.lineno}: loads more than itself"
                for line in module.body
                if _loads(line)
            )
        elif len(module.body) > 1:
            yield f"{path.relative_to(top)}:{module.body[1].lineno}: more than a docstring"


def main(top: Path = tree.TOP) -> int:
    """Check every package of the repository; return the exit status."""
    paths = tree.files(top, "*__init__.py")
    return report.conclude(findings(paths, top), f"{len(paths)} packages bare")


if __name__ == "__main__":
    sys.exit(main())
