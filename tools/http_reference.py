"""The tables of docs/access.md and docs/configuration.md: `python -m tools.http_reference [--check]`.

The permissions of roles, the open sections and the settings are generated from the code, so that the pages agree
with it. A table is between `<!-- name -->` and `<!-- end of name -->`; the other text of a page is written by hand.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from api.configuration import Configuration
from ledger.service.access.permissions import MAY
from ledger.state.disclosure import OPEN, Standing
from schemas.signed.statement import SectionName
from schemas.vocabulary import Role
from tools import report, tree


def permissions() -> str:
    """Write the table of permissions: a row for each action, a column for each role."""
    rows = [
        (action.value, *(_cell(reach.get(role)) for role in Role)) for action, reach in MAY.items()
    ]
    return _table(("", *(role.value for role in Role)), rows)


def sections() -> str:
    """Write the table of open sections: a row for each section, a column for each standing."""
    rows = [
        (f"`{name.value}`", *("yes" if name in OPEN[one] else "-" for one in Standing))
        for name in SectionName
    ]
    return _table(("", *(one.value for one in Standing)), rows)


def settings() -> str:
    """Write the table of settings: variable, type, default and meaning."""
    prefix = Configuration.model_config["env_prefix"]
    found: Mapping[str, Mapping[str, Any]] = Configuration.model_json_schema()["properties"]
    rows = [
        (
            f"`{prefix}{name}`".upper(),
            _kind(schema),
            _default(schema["default"]),
            schema["description"],
        )
        for name, schema in found.items()
    ]
    return _table(("variable", "takes", "default", "meaning"), rows)


PAGES: Final[Mapping[Path, Mapping[str, Callable[[], str]]]] = {
    Path("docs/access.md"): {"permissions": permissions, "sections": sections},
    Path("docs/configuration.md"): {"settings": settings},
}
"""The tables of each page, by the name in its markers."""


def refresh(page: str, tables: Mapping[str, Callable[[], str]]) -> str:
    """Return a page with its tables generated again.

    Raises:
        LookupError: the page has no markers for a table.
    """
    for name, made in tables.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        head, found, rest = page.partition(begin)
        _, closed, tail = rest.partition(end)
        if not found or not closed:
            raise LookupError(name)
        page = head + begin + made() + end + tail
    return page


def _cell(scope: str | None) -> str:
    return "-" if scope is None else str(scope)


def _kind(schema: Mapping[str, Any]) -> str:
    """Return the type of a setting in words."""
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"] if one["type"] != "null")
    if schema.get("format") == "uri":
        return "an address"
    if schema["type"] == "boolean":
        return "`true` or `false`"
    if schema["type"] == "integer":
        least, most = schema.get("minimum"), schema.get("maximum")
        return f"a number from {least}" + (f" to {most}" if most is not None else "")
    return "a text"


def _default(value: object) -> str:
    if value is None:
        return "none"
    return f"`{str(value).lower()}`"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _differences(top: Path) -> Iterator[str]:
    for path, tables in PAGES.items():
        page = (top / path).read_text(encoding="utf-8")
        if refresh(page, tables) != page:
            yield f"{path}: the tables do not agree with the code; run python -m tools.http_reference"


def main(arguments: list[str], top: Path = tree.TOP) -> int:
    """Refresh the pages, or with `--check` only compare them; return the exit status."""
    if arguments != ["--check"]:
        for path, tables in PAGES.items():
            page = (top / path).read_text(encoding="utf-8")
            (top / path).write_text(refresh(page, tables), encoding="utf-8")
    return report.conclude(_differences(top), f"{len(PAGES)} pages up to date")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
