"""Parts of the documentation that the code states: `python -m tools.docs [--check]`.

Tables: the permissions of roles and the open sections in docs/access.md, the settings in docs/configuration.md, the
kinds of choices in docs/choices.md, and the rows of the starter factors in docs/starter-factors.md. A table is between
`<!-- name -->` and `<!-- end of name -->`.

Examples in docs/formats, cut from the golden vectors so that they stay current:

    <!-- example: entry/cathode/payload -->
    ```json
    ...
    ```

The comment names a place in the vectors: file, then members, which may be inside a text of JSON; a row of a list by its
name or index. JSON is laid out for reading; with `raw` the bytes are shown unchanged.

All other text of a page is written by hand and left unchanged.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from api.configuration import Configuration
from ledger.choices.kinds import KINDS
from ledger.rulebooks.catalog import load_conservative, load_factor_set, starter_set_ids
from ledger.service.access.permissions import MAY
from ledger.state.disclosure import OPEN, Standing
from schemas.signed.statement import SectionName
from schemas.vocabulary import Role
from tools import generated, tree

FORMATS: Final = Path("docs/formats")
VECTORS: Final = Path("tests/vectors")

_EXAMPLE = re.compile(
    r"(<!-- example: (\S+)( raw)? -->\n```(?:json|toml|text)\n)(.*?)(```\n)", re.DOTALL
)


def permissions() -> str:
    """Write the table of permissions: a row for each action, a column for each role."""
    rows = (
        (action.value, *(reach.get(role) or "-" for role in Role)) for action, reach in MAY.items()
    )
    return _table(("", *(role.value for role in Role)), rows)


def sections() -> str:
    """Write the table of open sections: a row for each section, a column for each standing."""
    rows = (
        (f"`{name.value}`", *("yes" if name in OPEN[standing] else "-" for standing in Standing))
        for name in SectionName
    )
    return _table(("", *(standing.value for standing in Standing)), rows)


def settings() -> str:
    """Write the table of settings: variable, type, default and meaning."""
    prefix = Configuration.model_config["env_prefix"]
    properties: Mapping[str, Mapping[str, Any]] = Configuration.model_json_schema()["properties"]
    rows = (
        (
            f"`{prefix}{name}`".upper(),
            _kind(schema),
            "none" if schema["default"] is None else f"`{str(schema['default']).lower()}`",
            schema["description"],
        )
        for name, schema in properties.items()
    )
    return _table(("variable", "takes", "default", "meaning"), rows)


def kinds() -> str:
    """Write the table of kinds of choices, with the alternatives that come with Cradle."""
    part = load_conservative("battery-2026")
    rows = (
        (
            f"`{kind.code}`",
            f"{kind.sentence} ({kind.chooser})",
            (part.alternative(kind.code) or "none").replace("_", " "),
            f"{'a visit' if kind.depth == 'site_visit' else 'documents'}: {kind.settled_by}",
        )
        for kind in KINDS.values()
    )
    return _table(("kind", "the choice, and by whom", "alternative", "evidence needed"), rows)


def factors(set_id: str) -> str:
    """Write the table of a factor set: a row for each factor, with its place, year and source."""
    rows = (
        (
            f"`{row.flow}`",
            row.name + (", treatment" if row.direction == "treatment" else ""),
            f"{row.values[0].value} / {row.unit.value}",
            row.geography or "not stated",
            row.years or "not stated",
            row.source,
        )
        for row in load_factor_set(set_id).rows
    )
    return _table(("flow", "name", "kg CO2e", "place", "data of", "source and boundary"), rows)


PAGES: Final[Mapping[Path, Mapping[str, Callable[[], str]]]] = {
    Path("docs/access.md"): {"permissions": permissions, "sections": sections},
    Path("docs/configuration.md"): {"settings": settings},
    Path("docs/choices.md"): {"kinds": kinds},
    Path("docs/starter-factors.md"): {name: partial(factors, name) for name in starter_set_ids()},
}
"""The tables of each page, by the name in its markers."""


def with_tables(page: str, tables: Mapping[str, Callable[[], str]]) -> str:
    """Return a page with its tables generated again.

    Raises:
        LookupError: the page has no markers for a table.
    """
    for name, write_table in tables.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        head, opening, rest = page.partition(begin)
        _, closing, tail = rest.partition(end)
        if not opening or not closing:
            raise LookupError(name)
        page = head + begin + write_table() + end + tail
    return page


def with_examples(page: str, vectors: Mapping[str, Any]) -> str:
    """Return a page with each example taken from the vectors."""

    def cut(block: re.Match[str]) -> str:
        return block[1] + example(vectors, block[2], raw=block[3] is not None) + block[5]

    return _EXAMPLE.sub(cut, page)


def example(vectors: Mapping[str, Any], place: str, *, raw: bool) -> str:
    """Return the text of one example, ending with a newline.

    Raises:
        LookupError: if the vectors do not have that place.
    """
    node: Any = vectors
    for step in place.split("/"):
        node = _member(node, step)
    if raw or (isinstance(node, str) and not node.startswith("{")):
        return str(node).removesuffix("\n") + "\n"
    value = json.loads(node) if isinstance(node, str) else node
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


def _kind(schema: Mapping[str, Any]) -> str:
    """Return the type of a setting in words."""
    if "anyOf" in schema:
        return " or ".join(_kind(choice) for choice in schema["anyOf"] if choice["type"] != "null")
    if schema.get("format") == "uri":
        return "an address"
    if schema["type"] == "boolean":
        return "`true` or `false`"
    if schema["type"] == "integer":
        least, most = schema.get("minimum"), schema.get("maximum")
        return f"a number from {least}" + (f" to {most}" if most is not None else "")
    return "a text"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def render(top: Path) -> dict[Path, bytes]:
    """Return every page with its tables or its examples as they should be, by its path below `top`."""
    vectors = {path.stem: json.loads(path.read_bytes()) for path in (top / VECTORS).glob("*.json")}
    examples = sorted(path.relative_to(top) for path in (top / FORMATS).glob("*.md"))
    pages = {path: with_tables(_read(top / path), tables) for path, tables in PAGES.items()}
    pages |= {path: with_examples(_read(top / path), vectors) for path in examples}
    return {path: page.encode() for path, page in pages.items()}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def main(arguments: list[str], top: Path = tree.TOP) -> int:
    """Refresh the pages, or with `--check` only compare them; return the exit status."""
    return generated.conclude(render(top), arguments, top)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
