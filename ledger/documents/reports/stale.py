"""Out-of-date figures since they were signed, as a page: each with its changes and their effect.

A row lacks what its reader may not see, and then the page says so.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ledger.documents.difference.layout import cause_blocks, stage_words
from ledger.documents.page import Block, Fact, Facts, Heading, Page, fact, table
from ledger.documents.shown import figure, figure_unit, percent, short, words
from ledger.documents.standing import standing_word
from schemas.views.stale import StaleResponse, StaleStatement, Touch

EVENTS: Final = {"superseded": "replaced by", "withdrawn": "withdrawn by", "added": "added as"}
UNSHOWN = "a firm that you are not shown"


def layout_stale(stale: StaleResponse) -> Page:
    """The page of stale figures: all of them in a table, then one by one."""
    if not stale.items:
        return Page("No figure is stale.")
    heads = ("figure", "model", "site", "standing", ">signed", ">now", ">change", "unit")
    rows = table("Figures", heads, map(_cells, stale.items))
    each = (block for row in stale.items for block in _figure(row))
    return Page("Out-of-date figures", blocks=[rows, *each])


def _cells(row: StaleStatement) -> tuple[str, ...]:
    now, change = "none", ""
    if row.after is not None:
        before = Decimal(row.before)
        now, change = figure(row.after), percent(Decimal(row.after) - before, abs(before))
    unit = "kg CO2e per unit" if row.kind == "delivery" else figure_unit(row.unit)
    worth = "" if row.standing is None else standing_word(row.standing, "en")
    named = short(row.id), row.model or "", row.site or "", worth
    return *named, figure(row.before), now, change, unit


def _figure(row: StaleStatement) -> Iterator[Block]:
    """The changes behind a figure, what follows from them, and the causes of its difference."""
    name = short(row.id)
    yield Heading(row.id)
    yield Facts(tuple(_facts(row)))
    heads = ("changed", "how", "by", "your row")
    yield table(f"{name}: changes", heads, map(_change, row.touches))
    if row.difference is not None:
        yield from cause_blocks(row.difference, f"{name}: causes")


def _facts(row: StaleStatement) -> Iterator[Fact]:
    yield from (fact("declared in", short(declaration)) for declaration in row.declarations)
    if row.difference is not None:
        yield fact("by stage", stage_words(row.difference.stages))
    if row.redeclaration is not None:
        none = "" if row.declarations else " Nothing is declared on this calculation."
        yield fact("declare", f"{row.redeclaration.detail}{none}")
    if row.problem is not None:
        yield fact("now", f"no figure: {row.problem}")


def _change(touch: Touch) -> tuple[str, ...]:
    reason = "" if touch.reason is None else f", {words(touch.reason)}"
    event = f"{EVENTS[touch.event]} {short(touch.by)}{reason}"
    return short(touch.statement), event, touch.firm or UNSHOWN, _shorten(touch.row or "")


def _shorten(text: str) -> str:
    """A row with its ids as they are shown in a table."""
    return " ".join(
        short(word.rstrip(",")) + word[len(word.rstrip(",")) :]
        if word.startswith("sha256:")
        else word
        for word in text.split()
    )
