"""The codes that the source can tell, read from its syntax trees: no code is known by being run.

A code is a dotted lower-case literal. Everywhere it counts as one, but in the calls below, where
such a literal is a field path, a file or a foreign key; so a new way of raising is seen at once. A
code put together while running is told by its template, and must be spelled out here.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic_core import list_all_errors

TOP = Path(__file__).parents[2]
PACKAGES = ("ledger", "schemas")
WORDS = TOP / "schemas" / "vocabulary.py"
MIGRATIONS = TOP / "ledger" / "store" / "migrations"
FILES = (".csv", ".json", ".toml", ".db", ".lock", ".pem", ".zip")

CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
NO_CODE_AFTER = {"CradleError": 1, "Problem": 1, "refuse": 1, "Field": 0, "files": 0, "ForeignKey": 0}
"""In calls of these, only so many leading arguments can be codes."""

TEMPLATES = {
    "{}.withdrawn": {"entry.withdrawn", "delivery.withdrawn"},
    "{}.unknown": {"rulebook.unknown", "factor_set.unknown"},
    "schema.{}": {f"schema.{kind['type']}" for kind in list_all_errors()},
}
"""The templates, and the codes that each may become."""


def told_by(source: str) -> Iterator[str]:
    """Yield the codes and templates in one module."""
    tree = ast.parse(source)
    skipped = {id(node) for call in ast.walk(tree) for node in _no_codes(call)}
    for node in ast.walk(tree):
        text = _text(node)
        if text is not None and id(node) not in skipped and not text.endswith(FILES):
            yield text


def _no_codes(node: ast.AST) -> Iterator[ast.AST]:
    """The arguments of a call that stand where no code can."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        for argument in node.args[NO_CODE_AFTER.get(name, len(node.args)) :]:
            yield from ast.walk(argument)
        if name in NO_CODE_AFTER:
            for keyword in node.keywords:
                yield from ast.walk(keyword.value)


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if CODE.fullmatch(node.value) else None
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        template = "".join(map(str, parts))
        return template if template in TEMPLATES else None
    return None


def modules() -> list[Path]:
    """The modules that may tell a code: not the word lists, whose words look like codes."""
    found = (path for package in PACKAGES for path in (TOP / package).rglob("*.py"))
    return sorted(p for p in found if p != WORDS and MIGRATIONS not in p.parents)


def told() -> dict[str, set[str]]:
    """All codes and templates, each with the modules that tell it."""
    codes: dict[str, set[str]] = {}
    for path in modules():
        for code in told_by(path.read_text(encoding="utf-8")):
            codes.setdefault(code, set()).add(path.relative_to(TOP).as_posix())
    return codes
