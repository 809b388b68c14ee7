"""The codes in the source, read from its syntax trees without running it.

A code is a dotted lower-case literal. Such a literal counts as a code everywhere but in the calls
below, where it is a field path, a file or a foreign key; so a new way of raising is found at once. A
code composed at run time is found by its template, and must be listed here.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from pydantic_core.core_schema import ErrorType

TOP = Path(__file__).parents[2]
PACKAGES = ("api", "ledger", "schemas")
NO_CODES = (
    "schemas/vocabulary.py",
    "schemas/views/study_items.py",
    "ledger/documents/study/",
    "ledger/store/tables.py",
    "ledger/store/migrations/",
)
"""Word lists, tables, migrations and the keys of a study's words, which look like codes."""
FILES = (
    ".bundle",
    ".css",
    ".csv",
    ".db",
    ".html",
    ".js",
    ".json",
    ".jsonl",
    ".lock",
    ".md",
    ".pdf",
    ".pem",
    ".signed",
    ".toml",
    ".txt",
    ".typ",
    ".xlsx",
    ".xml",
    ".zip",
)
NO_FILES = {"case.csv", "case.toml", "key.pem", "tile.bundle"}
"""Codes that look like file names."""

CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
NO_CODE_AFTER = {
    "CradleError": 1,
    "Problem": 1,
    "refuse": 1,
    "Field": 0,
    "say": 0,
    "text": 0,
    "_fact": 0,
    "_digest": 0,
    "files": 0,
    "import_module": 0,
    "import_server_module": 0,
    "PackageLoader": 0,
    "ForeignKey": 0,
    "columns": 0,
}
"""In calls of these, only so many leading arguments can be codes."""

TEMPLATE = re.compile(r"[a-z_{}]+\.[a-z_{}]+")
PLACES = {
    "quality.company_specific_share",
    "quality.coverage",
    "partners.key",
    *("notices.refused", "request.arrived", "request.reminder", "figure.changed", "case.opened"),
    *("attestation.arrived", "objection.arrived", "declaration.replaced"),
    *("composition.rows", "composition.exclusions", "sections.composition"),
    *("site.code", "site.zone", "supersedes.id", "supersedes.reason"),
    *("details.address", "details.contact", "details.trade_name"),
    *("signatory.name", "signatory.function"),
    *("attestation.auditor", "coverage.primary", "declaration.id", "figure.smaller"),
    *("calculation.id", "calculation.per", "calculation.rulebook", "check.code", "log.code"),
    *("recipient.country", "recipient.id", "recipient.name"),
    *("spread.first_order", "spread.high", "spread.low", "spread.median"),
    *("subject.goods", "subject.id", "subject.kind", "subject.number"),
    *("period.start", "period.end", "leg.kg", "leg.km", "figure.registry"),
}
PLACES_MADE = {
    "{}.{}",
    "{}.bundle",
    "{}.checkpoint",
    "{}.csv",
    "{}.delivery",
    "{}.recycled",
    "{}.unit",
    "{}.key",
    "{}.entry",
    "{}.evidence",
    "{}.file",
    "{}.js",
    "{}.json",
    "{}.sig",
    "{}.unspecified",
    "logs.{}",
    "problem.{}",
    "sections.{}",
    *("kg.{}", "leave.{}", "use.{}", "warranties.{}", "why.{}"),
}
"""Field paths, files and words that look like codes."""

TEMPLATES = {
    "{}.withdrawn": {"entry.withdrawn", "delivery.withdrawn"},
    "{}.unknown": {"rulebook.unknown", "factor_set.unknown"},
    "calculation.{}": {
        f"calculation.{field}" for field in ("total_energy", "cells", "stages", "total")
    },
    "http.{}": {
        f"http.{word}" for word in ("bad_request", "method_not_allowed", "not_found", "too_large")
    },
    "schema.{}": {f"schema.{kind}" for kind in get_args(ErrorType)},
}
"""The templates, and the codes that each may become."""


def told_by(source: str) -> Iterator[str]:
    """Yield the codes and templates in one module."""
    nodes = list(ast.walk(ast.parse(source)))
    skipped = {id(part) for node in nodes for part in _no_codes(node)}
    for node in nodes:
        if isinstance(node, ast.Constant) and id(node) not in skipped:
            yield from _codes(str(node.value))
        if id(node) not in skipped:
            yield from _templates(node)


def _codes(text: str) -> Iterator[str]:
    is_file = text.endswith(FILES) and text not in NO_FILES
    if CODE.fullmatch(text) and text not in PLACES and not is_file:
        yield text


def _no_codes(node: ast.AST) -> Iterator[ast.AST]:
    """The arguments of a call at positions that cannot be codes."""
    if isinstance(node, ast.Call):
        name = _name(node)
        for argument in node.args[NO_CODE_AFTER.get(name, len(node.args)) :]:
            yield from ast.walk(argument)
        if name in NO_CODE_AFTER:
            for keyword in node.keywords:
                yield from ast.walk(keyword.value)


def _templates(node: ast.AST) -> Iterator[str]:
    """The codes that are put together in a call that takes one first, or before a refusal."""
    if isinstance(node, ast.JoinedStr):
        text = "".join(
            part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
        if TEMPLATE.fullmatch(text) and text not in PLACES_MADE:
            yield text


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def modules() -> dict[str, Path]:
    """The modules that may have a code, by their path below the top folder."""
    found = sorted(path for package in PACKAGES for path in (TOP / package).rglob("*.py"))
    named = {path.relative_to(TOP).as_posix(): path for path in found}
    return {name: path for name, path in named.items() if not name.startswith(NO_CODES)}


@cache
def told() -> dict[str, set[str]]:
    """All codes and templates, each with the modules that state it; read once, not to be changed."""
    codes: dict[str, set[str]] = {}
    for name, path in modules().items():
        for code in told_by(path.read_text(encoding="utf-8")):
            codes.setdefault(code, set()).add(name)
    return codes
