"""`cradle import`: keep a PACT or Catena-X file, and make the row by which an entry takes its figure."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.display import console, print_json
from ledger.cli.options import DEFAULT_LEDGER, AsJson, LedgerFolder
from schemas.vocabulary import ExternalFormat


def command(
    file: Annotated[Path, typer.Argument(help="The file as it was received.")],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Keep a footprint of PACT or Catena-X, say what it says, and print the input row for an entry draft.

    Example: cradle import footprint.json --ledger my-ledger
    """
    from ledger.cli.reaching import reach
    from ledger.cli.verify import read
    from ledger.exchange.pact.findings import findings_of
    from ledger.footprint.external.formats import parse_external
    from ledger.footprint.external.remarks import sum_faults
    from ledger.footprint.external.rows import build_row

    data = read(file)
    figure = parse_external(data)
    with reach(ledger) as reached:
        digest = reached.keep_import(data)
    row = build_row(figure, digest).to_json()
    if figure.format is ExternalFormat.PACT_3:
        remarks = [f"{row.code} at {row.subject}: {row.detail}" for row in findings_of(data)]
    else:
        remarks = [detail for _, detail in sum_faults(figure)]
    if not figure.active:
        remarks.append("its issuer has deprecated it, so no entry may take it")
    told = {
        "digest": digest,
        "format": figure.format.value,
        "id": figure.id,
        "company": figure.company,
        "products": list(figure.products),
        "mass": figure.mass,
        "methods": list(figure.methods),
        "primary_data_share": figure.primary_share,
        "ratings": dict(figure.ratings),
    }
    if as_json:
        print_json({**told, "remarks": remarks, "row": row})
        return
    for name, value in told.items():
        text = ", ".join(map(str, value)) if isinstance(value, list) else value
        console.print(f"{name:<19} {text or 'not stated'}", markup=False)
    for remark in remarks:
        console.print(f"{'remark':<19} {remark}", markup=False)
    console.print("\nThe row for an entry draft; put in your own amount, purpose and stage:")
    print_json(row)
