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
    return _ID.sub(lambda match: _shortened(match, names), text)


def shorten_all(content: _Content, names: Mapping[str, str]) -> _Content:
    """Shorten the ids in each text of a page, or of blocks of one."""
    short_content: object = content
    if isinstance(content, str):
        short_content = shorten(content, names)
    elif isinstance(content, tuple):
        short_content = tuple(shorten_all(part, names) for part in content)
    elif is_dataclass(content) and not isinstance(content, type):
        parts = {it.name: getattr(content, it.name) for it in fields(content)}
        short_content = replace(
            content, **{name: shorten_all(it, names) for name, it in parts.items()}
        )
    return short_content  # type: ignore[return-value]


def _shortened(match: "re.Match[str]", names: Mapping[str, str]) -> str:
    """The first digits of an id and its name, or of the name of a file as a pattern of the shell."""
    digits = match[1][:_DIGITS]
    if match[2] is not None:
        return f"{digits}*.json"
    name = names.get(f"sha256:{match[1]}")
    return digits if name is None else f"{digits} ({name})"
