"""Objections on screen: one line each, with the day for an answer while there is none."""

from ledger.cli.terminal.display import console, print_table, short
from schemas.signed.objection import ObjectionRow, Objections

COLUMNS = ("objection", "by", "statement", "row", "ground", "state", "answer by", "reason")


def show_objections(found: Objections) -> None:
    """Show all rows as a table."""
    if not found.items:
        console.print("There is no objection.", markup=False)
        return
    print_table("Objections", COLUMNS, (_cells(row) for row in found.items))


def _cells(row: ObjectionRow) -> tuple[str, ...]:
    state = row.state if row.answer is None else f"{row.state} by {short(row.answer)}"
    due = row.answer_by if row.state == "open" else ""
    place, ground = row.row or "", row.ground.value.replace("_", " ")
    return short(row.id), short(row.by), short(row.subject), place, ground, state, due, row.reason
