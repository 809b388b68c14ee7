"""`cradle template`: a workbook or CSV file for a supplier's own stage, empty or filled in for the next period."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from ledger.cli.commands.request import Keys
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, Force, LedgerFolder


def command(
    out: Annotated[Path, typer.Option(help="The file to write, .xlsx or .csv.")],
    language: Annotated[str, typer.Option(help="The language: en, de or zh.")] = "en",
    stage: Annotated[
        str | None,
        typer.Option(
            help="The life cycle stage: raw_material, main_production, distribution or end_of_life. Default: that of"
            " the entry that is filled in, else raw_material."
        ),
    ] = None,
    factor_sets: Annotated[
        list[str],
        typer.Option(
            "--factor-set",
            help="A factor set whose flows the workbook lists: a file, a digest in the ledger, or the id of one that"
            " comes with Cradle; may be repeated. Default: the ledger's sets with a flow of the entry that is filled"
            " in.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
    request: Annotated[
        str | None,
        typer.Option(
            help="The id of a data request to fill in: its product and period, and your newest entry of the product."
        ),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(
            help="An entry of yours to fill in without its numbers, by its id, or by its product for the newest."
        ),
    ] = None,
    identity: Keys = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a spreadsheet template.

    Holds the sheets of a stage with lists to choose from, an example and explanations. With --request or --like sites,
    products, flows and units are filled in; the numbers of the new period are left empty, with the earlier ones as
    comments.

    Example: cradle template --language de --stage main_production --out cells.xlsx
    """
    from ledger.cli.backend.methods import find_factor_set
    from ledger.cli.backend.requests import open_requests
    from ledger.cli.commands.filled_template import FilledTemplate, fill_template, stage_for
    from ledger.cli.keys.identity import load_identity
    from ledger.cli.terminal.display import console, print_json
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.cli.terminal.languages import parse_language
    from ledger.cli.terminal.program import command_line
    from ledger.exchange.spreadsheet.prefilled import Prefilled

    _require_form(out, factor_sets)
    spoken = parse_language(language)
    sets = tuple(find_factor_set(name, ledger) for name in factor_sets)
    filled = FilledTemplate(Prefilled(), factor_sets=sets)
    if request is not None or like is not None:
        with open_requests(ledger, identity) as desk:
            issuer = None if identity is None else load_identity(identity).id
            filled = fill_template(desk, issuer, request, like, sets)
    own = stage_for(filled, stage)
    content = filled.write(spoken, own, out.suffix)
    require_new(out, force=force)
    write_file(out, content)
    if as_json:
        made = {"template": str(out), "stage": own.value, "language": spoken}
        print_json({**made, "entry": filled.entry, "notes": list(filled.notes(spoken, out.suffix))})
        return
    for note in filled.notes("en", out.suffix):
        console.print(note, markup=False)
    console.print(
        f"{out}: fill it in, then `{command_line(f'check {quote(str(out))}')}`", markup=False
    )


def _require_form(out: Path, factor_sets: list[str]) -> None:
    """Refuse an ending that is no template's, and a list of flows in CSV."""
    from schemas.errors import CradleError

    if out.suffix not in {".xlsx", ".csv"}:
        detail = f"{out.name!r} has another ending; use .xlsx or .csv."
        raise CradleError("option.word", detail, "--out")
    if factor_sets and out.suffix == ".csv":
        detail = (
            "A CSV file has no list of flows; write an .xlsx file, or see `cradle factors show`."
        )
        raise CradleError("option.factor_set", detail, "--factor-set")
