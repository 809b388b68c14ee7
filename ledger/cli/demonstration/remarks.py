"""Readings of words, rows that were added up, and sites that nothing uses, in the summary and JSON of the demo."""

from ledger.cli.terminal.display import console
from ledger.exchange.case import Case
from ledger.exchange.case_remarks import AddedRows, added_rows, readings, unused_sites
from ledger.footprint.graph.numbers import format_decimal

SHOWN = 10


def remarks_as_json(case: Case) -> dict[str, object]:
    """The remarks for a program; nothing where there is none."""
    rows = [
        {
            "code": "case.added_rows",
            "place": added.place,
            "site": added.site,
            "input": added.input,
            "amounts": [format_decimal(amount) for amount in added.amounts],
            "unit": added.unit,
            "repeated": added.is_repeated,
        }
        for added in added_rows(case)
    ]
    sites = list(unused_sites(case))
    read = [{"place": place, **word._asdict()} for word, place in readings(case).items()]
    return (
        ({"read_as": read} if read else {})
        | ({"added_rows": rows} if rows else {})
        | ({"unused_sites": sites} if sites else {})
    )


def print_remarks(case: Case) -> None:
    """Print words read as others, rows that were added up, repeated ones first, and what no row of the chain uses."""
    for word, place in readings(case).items():
        text = f"{word.found} as {word.read} ({place}, {word.column}, and wherever it stands there)"
        console.print(f"{'read':<14} {text}", markup=False)
    added = sorted(added_rows(case), key=lambda rows: not rows.is_repeated)
    for rows in added[:SHOWN]:
        console.print(f"{'added':<14} {_sum(rows)}", markup=False)
    if len(added) > SHOWN:
        console.print(f"{'':<14} and {len(added) - SHOWN} more (--json shows all)", markup=False)
    sites = unused_sites(case)
    if sites:
        text = f"sites that the chain does not use: {', '.join(sites)}"
        console.print(f"{'not counted':<14} {text}", markup=False)


def _sum(rows: AddedRows) -> str:
    amounts = " + ".join(f"{amount:f}" for amount in rows.amounts)
    repeated = "; the same amount twice: remove a row if it was pasted twice"
    return f"{rows.place}: {rows.site} uses {rows.input}, {amounts} {rows.unit}" + (
        repeated if rows.is_repeated else ""
    )
