"""The table of kinds of choices in docs/choices.md: `python -m tools.choice_kinds [--check]`.

It is made from the register (`ledger.choices.kinds`) and from the alternatives that come with Cradle, so the page names
every kind, and its alternative as the rulebooks have it. The text around the table is written by hand.
"""

import re
import sys
from pathlib import Path

from ledger.choices.kinds import KINDS, Kind
from ledger.rulebooks.catalog import load_conservative
from schemas.signed.conservative import Conservative
from tools import report, tree

PAGE = Path("docs/choices.md")
PART = "battery-2026"

_TABLE = re.compile(r"(?<=<!-- kinds -->\n).*?(?=<!-- end of kinds -->)", re.DOTALL)
_HEAD = "| kind | the choice, and by whom | alternative | evidence needed |\n|---|---|---|---|\n"


def table(part: Conservative) -> str:
    """Return the table of all kinds."""
    return _HEAD + "".join(f"{_row(kind, part)}\n" for kind in KINDS.values())


def _row(kind: Kind, part: Conservative) -> str:
    alternative = part.alternative(kind.code)
    stated = "none" if alternative is None else alternative.replace("_", " ")
    depth = "a visit" if kind.depth == "site_visit" else "documents"
    cells = (
        f"`{kind.code}`",
        f"{kind.sentence} ({kind.chooser})",
        stated,
        f"{depth}: {kind.settled_by}",
    )
    return f"| {' | '.join(cells)} |"


def refresh(page: str) -> str:
    """Return the page with its table as it should be."""
    return _TABLE.sub(lambda _: table(load_conservative(PART)), page)


def main(arguments: list[str], top: Path = tree.TOP) -> int:
    """Refresh the page, or only compare it with `--check`; return the exit status."""
    page = (top / PAGE).read_text(encoding="utf-8")
    if arguments != ["--check"]:
        page = refresh(page)
        (top / PAGE).write_text(page, encoding="utf-8")
    stale = (
        [f"{PAGE}: out of date; run `python -m tools.choice_kinds`"]
        if refresh(page) != page
        else []
    )
    return report.conclude(stale, f"{PAGE} up to date")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
