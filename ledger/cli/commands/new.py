"""`cradle new`: a case folder of one's own that runs as it is, from what is made, by whom and where."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from ledger.cli.terminal.options import AsJson, Force


def command(
    folder: Annotated[Path, typer.Argument(help="The folder to write.")],
    product: Annotated[str | None, typer.Option(help="What is made.")] = None,
    firm: Annotated[str | None, typer.Option(help="Who makes it.")] = None,
    country: Annotated[str | None, typer.Option(help="Where: an ISO 3166 code such as DE.")] = None,
    unit: Annotated[
        str | None,
        typer.Option(help="What the figure is per: kg, t, piece, m2, kWh ... Default: piece."),
    ] = None,
    kg: Annotated[str | None, typer.Option(help="The mass of one unit in kg.")] = None,
    mix: Annotated[
        str | None,
        typer.Option(help="The country whose electricity is used. Default: the country itself."),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a case folder of your own, which runs as it is.

    Asks what is not given. The amounts are examples to be replaced, and the documents say so; the factors have sources.

    Example: cradle new my-frame --product "Bicycle frame" --firm "Example Frames" --country DE --kg 1.9
    """
    from ledger.cli.terminal.asking import ask
    from ledger.cli.terminal.display import console, print_json
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.cli.terminal.program import command_line
    from ledger.exchange.case_new import NewCase, new_case
    from ledger.exchange.unit_words import read_unit
    from schemas.vocabulary import Unit

    made = ask("Product", "--product", product)
    maker = ask("Firm that makes it", "--firm", firm)
    place = ask("Country, such as DE", "--country", country)
    per = ask("Unit: kg, t, piece, m2, kWh ...", "--unit", unit, default="piece")
    word = read_unit(per)
    own = str(word.total(Decimal(1))) if word is not None and word.unit is Unit.KG else None
    weight = ask(f"Mass of one {per} in kg", "--kg", kg or own)
    year = datetime.now(UTC).year - 1
    case = NewCase.read(
        product=made, firm=maker, country=place, unit=per, kg=weight, mix=mix or place
    )
    files = new_case(case, year)
    if folder.is_dir():
        for name in files:
            require_new(folder / name, force=force)
    else:
        require_new(folder, force=False)
        folder.mkdir()
    for name, data in files.items():
        write_file(folder / name, data)
    if as_json:
        print_json({"folder": str(folder), "files": sorted(files)})
        return
    console.print(f"{'written':<14} {folder}: {', '.join(sorted(files))}", markup=False)
    console.print(f"{'next':<14} {command_line(f'run {quote(str(folder))} --watch')}", markup=False)
