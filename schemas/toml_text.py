"""A document written as TOML, for files that people write and read: policies and price scenarios.

Source: TOML v1.0.0. Left out: numbers with a point, dates and null, which no document here has.
"""

import json
from collections.abc import Iterator, Mapping


def format_toml(members: Mapping[str, object]) -> bytes:
    """Write the members of a document as TOML.

    Args:
        members: strings, integers, lists and objects, as `Model.to_json` gives them.
    """
    return ("\n".join(_lines(members, "")) + "\n").encode("utf-8")


def _lines(members: Mapping[str, object], table: str) -> Iterator[str]:
    """The lines of a table: plain values first, as TOML requires, then tables and arrays of tables."""
    for key, value in members.items():
        if not _is_table(value):
            yield f"{key} = {_inline(value)}"
    for key, value in members.items():
        if isinstance(value, dict):
            yield from ("", f"[{table}{key}]", *_lines(value, f"{table}{key}."))
        elif isinstance(value, list) and _is_table(value):
            for item in value:
                yield from ("", f"[[{table}{key}]]", *_lines(item, f"{table}{key}."))


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_is_table, value)))


def _inline(value: object) -> str:
    """An integer, a string, or a list of strings, one a line; JSON escapes are TOML escapes except for U+007F."""
    if isinstance(value, list):
        return (
            "[" + "".join(f"\n    {_inline(item)}," for item in value) + ("\n]" if value else "]")
        )
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
