"""The table of threats in docs/threats.md, made from tests/threats.toml: `python -m tools.threats [--check]`.

Each row has a threat, its mechanism and the code of it, the test that fails without the mechanism,
and the remaining risk. The tests run the same rows, so the page promises nothing without a test. The
text around the table is written by hand and left unchanged.
"""

import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools import generated, tree

ROWS = Path("tests/threats.toml")
PAGE = Path("docs/threats.md")

_TABLE = re.compile(r"(?<=<!-- threats -->\n).*?(?=<!-- end of threats -->)", re.DOTALL)
_WORDS = re.compile(r"[a-z`]+([ ,-]+[a-z`]+)+")
"""A test case that is named in words, not by its values."""

_HEAD = "| # | threat | countermeasure | function and test | remaining risk |"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """One row.

    Attributes:
        number: the number on the page.
        name: the attack.
        mechanism: the mechanism against it, in a sentence.
        remains: the remaining risk.
        function: the mechanism, as `package.module:name` or `package.module:Class.method`.
        replacement: a word of `tests/support/sabotage.py` that disables it.
        test: the node id of the test that then fails.
        why: the reason if there is no replacement.
        pending: the missing piece of a mechanism that is not in the code yet.
    """

    number: int
    name: str
    mechanism: str
    remains: str
    function: str | None = None
    replacement: str | None = None
    test: str | None = None
    why: str | None = None
    pending: str | None = None


def read_threats(top: Path = tree.TOP) -> tuple[Threat, ...]:
    """Return the rows in their order.

    Raises:
        TypeError: if a row has a field too few or too many.
    """
    rows = tomllib.loads((top / ROWS).read_text(encoding="utf-8"))["threat"]
    return tuple(Threat(**row) for row in rows)


def _line(threat: Threat) -> str:
    where = [f"`{threat.function}`"] if threat.function is not None else []
    if threat.test is not None:
        path, _, node = threat.test.partition("::")
        name, _, case = node.removesuffix("]").partition("[")
        words = f" ({case})" if _WORDS.fullmatch(case) else ""
        where.append(f"[{name}](../{path}){words}")
    against = threat.mechanism
    if threat.pending is not None:
        against = f"*Not in this version yet:* {against}"
    remains = threat.remains
    if threat.why is not None:
        remains = f"{remains} *The tests remove no function:* {threat.why}"
    cells = (str(threat.number), threat.name, against, "; ".join(where) or "-", remains)
    return f"| {' | '.join(cells)} |\n"


def table(threats: tuple[Threat, ...]) -> str:
    """Return the table in Markdown."""
    return f"{_HEAD}\n|{'---|' * 5}\n{''.join(map(_line, threats))}"


def refresh(page: str, threats: tuple[Threat, ...]) -> str:
    """Return the page with the table of these rows."""
    return _TABLE.sub(lambda _: table(threats), page)


def main(arguments: list[str], top: Path = tree.TOP) -> int:
    """Refresh the page, or only compare it with `--check`; return the exit status."""
    page = refresh((top / PAGE).read_text(encoding="utf-8"), read_threats(top))
    return generated.conclude({PAGE: page.encode()}, arguments, top)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
