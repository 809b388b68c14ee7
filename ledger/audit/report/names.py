"""Statements as a report names them: ids by their first digits, with the name of those that have one.

An id of a statement that has a name is followed by it, `8e53141293f5 (S33, Example Recycling GmbH)`. The JSON form of
a report has every id in full.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from schemas.views.report import Report, StatementName

_ID = re.compile(r"(?<![0-9a-f])(?:sha256:)?([0-9a-f]{64})(?![0-9a-f])(\.json)?")
_DIGITS = 12
"""Digits of an id that distinguish it within one report."""

_Content = TypeVar("_Content")


def short_id(name: str) -> str:
    """The first digits of an id; any other name unchanged."""
    return name[7 : 7 + _DIGITS] if name.startswith("sha256:") else name


def describe(name: StatementName) -> str:
    """The name of a statement: site and firm of an entry, number and firm of a delivery, else kind and firm."""
    if name.site is not None:
        return f"{name.site}, {name.firm}"
    if name.number is not None:
        return f"delivery {name.number}, {name.firm}"
    return name.firm if name.kind == "participant" else f"{name.kind}, {name.firm}"


def names_of(report: Report) -> Mapping[str, str]:
    """The names of the statements that a report mentions, by their ids."""
    return {name.id: describe(name) for name in report.names}


def shorten(text: str, names: Mapping[str, str]) -> str:
    """Shorten the ids in a text to their first digits, with the names of those that have one."""
    return _ID.sub(lambda found: _shortened(found, names), text)


def shorten_all(content: _Content, names: Mapping[str, str]) -> _Content:
    """Shorten the ids in each text of a page, or of blocks of one."""
    found: object = content
    if isinstance(content, str):
        found = shorten(content, names)
    elif isinstance(content, tuple):
        found = tuple(shorten_all(part, names) for part in content)
    elif is_dataclass(content) and not isinstance(content, type):
        parts = {it.name: getattr(content, it.name) for it in fields(content)}
        found = replace(content, **{name: shorten_all(it, names) for name, it in parts.items()})
    return found  # type: ignore[return-value]


def _shortened(found: "re.Match[str]", names: Mapping[str, str]) -> str:
    """The first digits of an id and its name, or of the name of a file as a pattern of the shell."""
    digits = found[1][:_DIGITS]
    if found[2] is not None:
        return f"{digits}*.json"
    name = names.get(f"sha256:{found[1]}")
    return digits if name is None else f"{digits} ({name})"
