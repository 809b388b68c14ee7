"""`cradle template`: an empty workbook or CSV file for a supplier's own stage, in its language."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.options import AsJson, Force


def command(
    out: Annotated[Path, typer.Option(help="The file to write, .xlsx or .csv.")],
    language: Annotated[str, typer.Option(help="The language: en, de or zh.")] = "en",
    stage: Annotated[
        str,
        typer.Option(
            help="The life cycle stage: raw_material, main_production, distribution or end_of_life."
        ),
    ] = "raw_material",
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write an empty spreadsheet template.

    Holds the sheets of a stage with lists to choose from, an example and explanations.

    Example: cradle template --language de --stage main_production --out cells.xlsx
    """
    from ledger.cli.backend.folder import parse_word
    from ledger.cli.commands.sheet import parse_language
    from ledger.cli.terminal.display import console, print_json
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.exchange.spreadsheet.template import write_csv, write_template
    from schemas.errors import CradleError
    from schemas.vocabulary import Stage

    writers = {".xlsx": write_template, ".csv": write_csv}
    write = writers.get(out.suffix)
    if write is None:
        detail = f"{out.name!r} has another ending; use .xlsx or .csv."
        raise CradleError("option.word", detail, "--out")
    spoken = parse_language(language) or "en"
    content = write(spoken, parse_word(Stage, stage, "--stage"))
    require_new(out, force=force)
    write_file(out, content)
    if as_json:
        print_json({"template": str(out), "stage": stage, "language": spoken})
        return
    console.print(f"{out}: fill it in, then `cradle check {out}`", markup=False)
