"""`cradle study`: export a figure that may not be declared, with the list of what is missing."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import print_json, print_table, print_text, show_figure
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder

if TYPE_CHECKING:
    from schemas.study import Study


def _shown(value: str | None) -> str:
    return "-" if value is None else show_figure(Decimal(value))


def command(
    calculation: Annotated[str, typer.Argument(help="The id of a calculation.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Write the study document of a calculation.

    Holds the figure, the end-of-life terms and what is missing for a declaration.

    Example: cradle study sha256:... --out study.json --ledger my-ledger
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.display import write_json
    from ledger.cli.terminal.files import require_place
    from ledger.cli.terminal.waiting import waiting

    require_place(out)
    with select_backend(ledger) as backend, waiting("writing the study"):
        study = backend.study(full_id(backend, calculation, "calculation"))
    write_json(out, study.to_json())
    if as_json:
        print_json({"study": str(out), "missing": list(study.missing)})
        return
    print_text(f"wrote {out}: a study, not a declaration")
    _show_recycling(study)
    if study.quality is not None:
        rated = (
            f"data quality rating {study.quality.dqr}, unrated share {study.quality.unrated_share}"
        )
        print_text(rated)
    _show_choices(study)
    if study.withheld:
        names = ", ".join(name.replace("_", " ") for name in study.withheld)
        print_text(f"not shown to this login, rows or values of others: {names}")
    for line in study.missing:
        print_text(f"  - {line}")


def _show_choices(study: "Study") -> None:
    """Show the conservative figure and the choices worth most."""
    from ledger.choices.report import choice_lines, conservative_line, range_lines

    if study.choices is not None:
        line = conservative_line(study.total, study.conservative)
        choices = choice_lines(study.total, study.choices)
        for shown in (f"conservative {line}", *choices, *range_lines(study.sensitivity or ())):
            print_text(shown)
    if study.choices_hidden is not None:
        print_text(f"choices of others, not shown to this login: {study.choices_hidden}")


def _show_recycling(study: "Study") -> None:
    """Show the cut-off figure, what end of life recovers, and the recycled content."""
    if study.cut_off_total is not None:
        print_text(f"total {study.total}, with A = 1 {study.cut_off_total}")
    if study.recovered:
        print_table(
            "Recovered at end of life, kg per kg of used battery",
            ("material", ">recovered", ">contained", ">R2", ">A", ">Qsout/Qp", ">credit, kg CO2e"),
            [
                (
                    row.material,
                    *map(
                        _shown,
                        (row.recovered, row.contained, row.r2, row.a, row.qs_out, row.credit),
                    ),
                )
                for row in study.recovered
            ],
        )
    if study.recycled_content:
        print_table(
            "Recycled content of one battery",
            ("element", ">kg", ">share recovered from waste"),
            [(row.element, _shown(row.kg), _shown(row.share)) for row in study.recycled_content],
        )
