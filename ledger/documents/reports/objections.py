"""Objections as a page: a row each, with the day for an answer while there is none."""

from collections.abc import Mapping
from types import MappingProxyType

from ledger.documents.page import Page, table
from ledger.documents.shown import short, words
from schemas.signed.objection import ObjectionRow, Objections

COLUMNS = ("objection", "by", "firm", "statement", "row", "ground", "state", "answer by", "reason")


def layout_objections(
    objections: Objections, names: Mapping[str, str] = MappingProxyType({})
) -> Page:
    """The page of all objections; `names` are those of the firms behind them, by id."""
    if not objections.items:
        return Page("There is no objection.")
    rows = [_cells(row, names.get(row.by, "")) for row in objections.items]
    return Page("Objections", blocks=[table("", COLUMNS, rows)])


def _cells(row: ObjectionRow, firm: str) -> tuple[str, ...]:
    state = row.state if row.answer is None else f"{row.state} by {short(row.answer)}"
    due = row.answer_by if row.state == "open" else ""
    ids = short(row.id), short(row.by), firm, short(row.subject)
    return *ids, row.row or "", words(row.ground.value), state, due, row.reason
