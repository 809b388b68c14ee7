"""Objections as a page: a row each, with the day for an answer while there is none."""

from ledger.documents.page import Page, table
from ledger.documents.shown import short, words
from schemas.signed.objection import ObjectionRow, Objections

COLUMNS = ("objection", "by", "statement", "row", "ground", "state", "answer by", "reason")


def layout_objections(objections: Objections) -> Page:
    """The page of all objections."""
    if not objections.items:
        return Page("There is no objection.")
    return Page("Objections", blocks=[table("", COLUMNS, map(_cells, objections.items))])


def _cells(row: ObjectionRow) -> tuple[str, ...]:
    state = row.state if row.answer is None else f"{row.state} by {short(row.answer)}"
    due = row.answer_by if row.state == "open" else ""
    ids = short(row.id), short(row.by), short(row.subject)
    return *ids, row.row or "", words(row.ground.value), state, due, row.reason
