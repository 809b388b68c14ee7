"""`cradle template`: an empty workbook or CSV file for a supplier's own stage, in its language."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, Force, LedgerFolder


def command(
    out: Annotated[Path, typer.Option(help="The file to write, .xlsx or .csv.")],
    language: Annotated[str, typer.Option(help="The language: en, de or zh.")] = "en",
    stage: Annotated[
        str,
        typer.Option(
            help="The life cycle stage: raw_material, main_production, distribution or end_of_life."
        ),
    ] = "raw_material",
    factor_sets: Annotated[
        list[str],
        typer.Option(
            "--factor-set",
            help="A factor set whose flows the workbook lists: a file, a digest in the ledger, or the "
            "id of one that comes with Cradle; may be repeated.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write an empty spreadsheet template.

    Holds the sheets of a stage with lists to choose from, an example and explanations. With --factor-set a sheet lists
    the flows to choose from.

    Example: cradle template --language de --stage main_production --out cells.xlsx
    """
    from ledger.cli.backend.folder import parse_word
    from ledger.cli.backend.methods import find_factor_set
    from ledger.cli.terminal.display import console, print_json
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.cli.terminal.languages import parse_language
    from ledger.cli.terminal.program import command_line
    from ledger.exchange.spreadsheet.template import write_csv, write_template
    from schemas.errors import CradleError
    from schemas.vocabulary import Stage

    if out.suffix not in {".xlsx", ".csv"}:
        detail = f"{out.name!r} has another ending; use .xlsx or .csv."
        raise CradleError("option.word", detail, "--out")
    if factor_sets and out.suffix == ".csv":
        detail = (
            "A CSV file has no list of flows; write an .xlsx file, or see `cradle factors show`."
        )
        raise CradleError("option.factor_set", detail, "--factor-set")
    spoken, own = parse_language(language), parse_word(Stage, stage, "--stage")
    sets = tuple(find_factor_set(name, ledger) for name in factor_sets)
    csv = out.suffix == ".csv"
    content = write_csv(spoken, own) if csv else write_template(spoken, own, factor_sets=sets)
    require_new(out, force=force)
    write_file(out, content)
    if as_json:
        print_json({"template": str(out), "stage": stage, "language": spoken})
        return
    console.print(
        f"{out}: fill it in, then `{command_line(f'check {quote(str(out))}')}`", markup=False
    )
