"""`cradle study`: export a figure that may not be declared, with what it lacks."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.display import console, print_json
from ledger.cli.options import DEFAULT_LEDGER, AsJson, LedgerFolder


def command(
    calculation: Annotated[str, typer.Argument(help="The id of a calculation.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Write the study document of a calculation: its figure, the terms of end of life, and what is missing.

    Example: cradle study sha256:... --out study.json --ledger my-ledger
    """
    from ledger.cli.display import write_json
    from ledger.cli.opening import open_ledger
    from ledger.service.study import build_study

    with open_ledger(ledger) as opened:
        study = build_study(opened, calculation)
    write_json(out, study.to_json())
    if as_json:
        print_json({"study": str(out), "missing": list(study.missing)})
        return
    console.print(f"wrote {out}: a study, not a declaration", markup=False)
    for line in study.missing:
        console.print(f"  - {line}", markup=False)
