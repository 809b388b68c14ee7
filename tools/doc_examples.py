"""Examples in the documentation, cut from the golden vectors so that they stay current.

    <!-- example: entry/cathode/payload -->
    ```json
    ...
    ```

The comment names a place in the vectors: file, then members, which may be inside a text of JSON; a
row of a list by its name or index. JSON is laid out for reading; with `raw` the bytes are shown
unchanged. All other text of a page is left unchanged.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path("docs/formats")

_BLOCK = re.compile(
    r"(<!-- example: (\S+)( raw)? -->\n```(?:json|toml|text)\n)(.*?)(```\n)", re.DOTALL
)


def example(vectors: Mapping[str, Any], place: str, *, raw: bool) -> str:
    """Return the text of one example, ending with a newline.

    Raises:
        LookupError: if the vectors do not have that place.
    """
    found: Any = vectors
    for step in place.split("/"):
        found = _member(found, step)
    if raw or (isinstance(found, str) and not found.startswith("{")):
        return str(found).removesuffix("\n") + "\n"
    value = json.loads(found) if isinstance(found, str) else found
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _member(value: Any, step: str) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        value = json.loads(value)
    if isinstance(value, list):
        return value[int(step)] if step.isdecimal() else _named(value, step)
    return _named(value["vectors"], step) if "vectors" in value else value[step]


def _named(rows: list[dict[str, Any]], name: str) -> Any:  # noqa: ANN401
    row = next((row for row in rows if row["name"] == name), None)
    if row is None:
        raise LookupError(name)
    return row.get("document", row)


def refresh(page: str, vectors: Mapping[str, Any]) -> str:
    """Return a page with each example taken from the present vectors."""

    def cut(block: re.Match[str]) -> str:
        return block[1] + example(vectors, block[2], raw=block[3] is not None) + block[5]

    return _BLOCK.sub(cut, page)


def render(vectors: Mapping[str, Any], top: Path) -> dict[Path, bytes]:
    """Return every page of the formats with its examples refreshed, by its path below `top`."""
    return {
        page.relative_to(top): refresh(page.read_text(encoding="utf-8"), vectors).encode()
        for page in sorted((top / FOLDER).glob("*.md"))
    }
