"""Lines of a report for a screen of 80 columns: ids by their first digits, long lines folded.

An id of a statement that has a name is followed by it, `8e53141293f5 (S33, Example Recycling GmbH)`. The JSON form of
a report has every id in full.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from schemas.views.report import Report, StatementName

COLUMNS = 80

_ID = re.compile(r"(?<![0-9a-f])(?:sha256:)?([0-9a-f]{64})(?![0-9a-f])(\.json)?")
_DIGITS = 12
"""Digits of an id that distinguish it within one report."""

_HANGING = 4
"""The further indent of the folded rest of a line that has no label."""

_LABEL = re.compile(r"\s*\S.{0,12}? {2,}|\s{10,}")
"""A label and the space behind it, under whose value the rest of a line is folded."""


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


def fit(lines: Iterable[str], names: Mapping[str, str]) -> Iterator[str]:
    """Shorten the ids in lines, name those with a name, and fold each line at 80 columns."""
    for line in lines:
        short = shorten(line, names)
        if len(short) <= COLUMNS:
            yield short
            continue
        label, own = _LABEL.match(short), len(short) - len(short.lstrip())
        yield from textwrap.wrap(
            short,
            COLUMNS,
            subsequent_indent=" " * (own + _HANGING if label is None else label.end()),
            break_long_words=False,
            break_on_hyphens=False,
        )


def shorten(text: str, names: Mapping[str, str]) -> str:
    """Shorten the ids in a text to their first digits, with the names of those that have one."""
    return _ID.sub(lambda found: _shortened(found, names), text)


def _shortened(found: "re.Match[str]", names: Mapping[str, str]) -> str:
    """The first digits of an id and its name, or of the name of a file as a pattern of the shell."""
    digits = found[1][:_DIGITS]
    if found[2] is not None:
        return f"{digits}*.json"
    name = names.get(f"sha256:{found[1]}")
    return digits if name is None else f"{digits} ({name})"
