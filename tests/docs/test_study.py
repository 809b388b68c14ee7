"""The page on studies lists the checklist as it is."""

import re
from pathlib import Path
from typing import get_args

from ledger.documents.study.checklist import CHECKLIST
from schemas.views.study_results import Limit

PAGE = (Path(__file__).parents[2] / "docs" / "study.md").read_text()


def test_the_page_lists_every_item_with_its_source() -> None:
    """Item, lines of PEF, and whether any study states it; in the order of the checklist."""
    rows = re.findall(r"^\| `([a-z_.0-9]+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \|", PAGE, re.MULTILINE)
    listed = [row for row in rows if row[0] in {item.id for item in CHECKLIST}]
    assert [row[0] for row in listed] == [item.id for item in CHECKLIST]
    for item, (_, asked, scopes) in zip(CHECKLIST, listed, strict=True):
        assert ("ISO" in asked) == item.iso
        assert (item.pef in asked) if item.pef else ("PEF" not in asked)
        assert (scopes == "never") == (item.state is None)
        assert (scopes == "both") == (item.state is not None and not item.closed_to)


def test_the_page_explains_every_limit() -> None:
    """A new limit of interpretation is explained before it is shown."""
    assert all(f"| `{name}` |" in PAGE for name in get_args(Limit))
