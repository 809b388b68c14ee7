"""Figures whose basis has changed since they were signed, as a page: each with its changes and their effect.

A row is the JSON of a stale figure. It lacks what its reader may not see, and then the page says so.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from ledger.documents.difference.layout import cause_blocks, stage_words
from ledger.documents.page import Block, Facts, Heading, Page, fact, table
from ledger.documents.shown import figure, percent, short, words
from schemas.difference import Difference

UNIT: Final = {"calculation": "kg CO2e per kWh of total energy", "delivery": "kg CO2e per unit"}
EVENTS: Final = {"superseded": "replaced by", "withdrawn": "withdrawn by", "added": "added as"}
UNSHOWN = "a firm that you are not shown"

Row = Mapping[str, Any]


def layout_stale(answer: Mapping[str, Sequence[Row]]) -> Page:
    """The page of stale figures: all of them in a table, then one by one."""
    found = answer["items"]
    if not found:
        return Page("No figure is stale.")
    heads = ("figure", "model", "site", ">signed", ">now", ">change", "unit")
    rows = table("Figures", heads, map(_cells, found))
    each = (block for row in found for block in _figure(row))
    return Page("Figures whose basis has changed", blocks=[rows, *each])


def _cells(row: Row) -> tuple[str, ...]:
    before, after = row["before"], row.get("after")
    change = (
        "" if after is None else percent(Decimal(after) - Decimal(before), abs(Decimal(before)))
    )
    shown = figure(before), "none" if after is None else figure(after), change
    return short(row["id"]), row.get("model", ""), row.get("site", ""), *shown, UNIT[row["kind"]]


def _figure(row: Row) -> Iterator[Block]:
    """The changes behind a figure, what follows from them, and the causes of its difference."""
    name = short(row["id"])
    yield Heading(str(row["id"]))
    difference = None
    if "difference" in row:
        difference = Difference.parse(json.dumps(row["difference"]).encode())
    yield Facts(
        (
            *(fact("declared in", short(one)) for one in row["declarations"]),
            *(fact("by stage", stage_words(one.stages)) for one in (difference,) if one),
            *(fact("declare", text) for text in _redeclaration(row)),
            *(fact("now", f"no figure: {row[key]}") for key in ("problem",) if key in row),
        )
    )
    heads = ("changed", "how", "by", "your row")
    yield table(f"{name}: changes", heads, map(_change, row["touches"]))
    if difference is not None:
        yield from cause_blocks(difference, f"{name}: causes")


def _redeclaration(row: Row) -> Iterator[str]:
    if "redeclaration" in row:
        none = "" if row["declarations"] else " Nothing is declared on this calculation."
        yield f"{row['redeclaration']['detail']}{none}"


def _change(touch: Row) -> tuple[str, ...]:
    reason = f", {words(touch['reason'])}" if "reason" in touch else ""
    event = f"{EVENTS[touch['event']]} {short(touch['by'])}{reason}"
    return (
        short(touch["statement"]),
        event,
        touch.get("firm", UNSHOWN),
        _shorten(touch.get("row", "")),
    )


def _shorten(text: str) -> str:
    """A row with its ids as they are shown in a table."""
    return " ".join(
        short(word.rstrip(",")) + word[len(word.rstrip(",")) :]
        if word.startswith("sha256:")
        else word
        for word in text.split()
    )
