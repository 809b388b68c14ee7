"""`cradle factors`: factor sets that calculations may name."""

from typing import Annotated

import typer

from ledger.cli.commands import factors_admit, factors_import
from ledger.cli.terminal.display import conclude, console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report
from ledger.documents.page import listing

app = typer.Typer(help="Store and list factor sets and rulebooks.", no_args_is_help=True)
app.command("import")(factors_import.command)
app.command("admit")(factors_admit.command)


@app.command()
def add(
    method: Annotated[
        str,
        typer.Argument(
            help="A factor set or rulebook: a JSON file (docs/formats/rulebook.md), or the id of one that comes with"
            " Cradle."
        ),
    ],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only the digest.")] = False,
) -> None:
    """Store a factor set or rulebook and print its digest.

    Suppliers can then name it in previews of their figures. Participants value rows of others by it once a registrar
    has admitted it (`cradle factors admit`).

    Example: cradle factors add my-factors.json --ledger my-ledger
    """
    from ledger.cli.backend.methods import find_method
    from ledger.cli.backend.select import select_backend
    from schemas.signed.rulebook import FactorSet

    with select_backend(ledger) as backend:
        document = find_method(method, backend)
        digest = backend.keep_method(document)
    report: dict[str, object] = {"id": document.id, "digest": digest}
    words = f"{digest}  {document.id}"
    if isinstance(document, FactorSet):
        report["rows"] = len(document.rows)
        words += f", {len(document.rows)} rows"
    conclude(report, digest if quiet else words, as_json=as_json)


@app.command("list")
def list_stored(
    ledger: LedgerFolder = DEFAULT_LEDGER, as_json: AsJson = False, as_csv: AsCsv = False
) -> None:
    """List the rulebooks and factor sets that the ledger keeps.

    Each is shown with its digest, its version and who added it.

    Example: cradle factors list --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from ledger.translations.method_label import method_label
    from schemas.views.methods import ListedMethod

    with select_backend(ledger) as backend:
        rows = backend.methods().items

    def cells(row: ListedMethod) -> tuple[str, str, str]:
        scope = "all" if row.admitted else "the rows of the asking participant only"
        return row.digest, method_label(row, "en"), scope

    layout = listing("Rulebooks and factor sets", ("digest", "method", "values"), cells)
    report = [row.to_json() for row in rows]
    show_report(report, lambda _: layout(rows), as_json=as_json, as_csv=as_csv)


@app.command()
def remove(
    digest: Annotated[
        str, typer.Argument(help="The digest of a rulebook or factor set in the ledger.")
    ],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Remove a rulebook or factor set that nothing uses.

    The operator does this. What a statement, a draft or another document names stays.

    Example: cradle factors remove sha256:... --ledger my-ledger
    """
    from ledger.cli.backend.methods import method_digest
    from ledger.cli.backend.select import select_backend

    with select_backend(ledger) as backend:
        digest = method_digest(digest, backend)
        backend.remove_method(digest)
    if as_json:
        print_json({"removed": digest})
        return
    console.print(f"removed {digest}", markup=False)


@app.command()
def rulebooks(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the rulebooks that come with Cradle.

    Each is shown with its digest.

    Example: cradle factors rulebooks
    """
    from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
    from ledger.trust.leaves import digest, model_bytes

    rulebooks_by_id = {name: load_rulebook(name) for name in rulebook_ids()}
    report = [
        {"id": name, "digest": digest(model_bytes(row)), "declarable": row.declarable}
        for name, row in rulebooks_by_id.items()
    ]
    layout = listing(
        "Rulebooks",
        ("digest", "rulebook", "legal status"),
        lambda row: (row["digest"], row["id"], rulebooks_by_id[row["id"]].legal_status),
    )
    show_report(report, layout, as_json=as_json, as_csv=as_csv)


@app.command()
def sets(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the factor sets that come with Cradle.

    They are mixes of electricity grids, and starter factors of materials, fuels and freight; each is shown with its
    digest.

    Example: cradle factors sets
    """
    from ledger.rulebooks.catalog import factor_set_ids, load_factor_set
    from ledger.trust.leaves import digest, model_bytes

    factor_sets = [load_factor_set(name) for name in factor_set_ids()]
    rows = [
        {"id": s.id, "digest": digest(model_bytes(s)), "rows": len(s.rows), "title": s.title}
        for s in factor_sets
    ]
    layout = listing(
        "Factor sets",
        ("digest", "factor set", ">rows", "title"),
        lambda row: (row["digest"], row["id"], str(row["rows"]), row["title"]),
    )
    show_report(rows, layout, as_json=as_json, as_csv=as_csv)


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            help="A factor set: a JSON file, a digest in the ledger, or the id of one that comes with Cradle."
        ),
    ],
    find: Annotated[
        str, typer.Option(help="Show only flows with this text in flow, name or geography.")
    ] = "",
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the flows of a factor set.

    Each row has the flow to write into a spreadsheet, its unit, and kg CO2e per unit of making it (product) or
    treating it (treatment).

    Example: cradle factors show my-factors.json --find steel
    """
    from ledger.cli.backend.methods import find_factor_set
    from ledger.documents.shown import figure
    from ledger.footprint.graph.cells import exact_sum
    from ledger.footprint.graph.factors import group_values
    from ledger.footprint.graph.numbers import format_decimal

    sought = find.casefold()
    rows = [
        (row, exact_sum(group_values(row).values()))
        for row in find_factor_set(name, ledger).rows
        if sought in f"{row.flow} {row.name} {row.geography or ''}".casefold()
    ]
    keys = ("flow", "unit", "direction", "name", "geography", "years", "source", "total")
    flows = [{**row.to_json(), "total": format_decimal(total)} for row, total in rows]
    report = [{key: row[key] for key in keys if key in row} for row in flows]
    layout = listing(
        f"{len(rows)} flows",
        ("flow", "unit", "direction", ">kg CO2e per unit", "geography", "name"),
        lambda row: (
            *(row[key] for key in keys[:3]),
            figure(row["total"]),
            row.get("geography", ""),
            row["name"],
        ),
    )
    show_report(report, layout, as_json=as_json, as_csv=as_csv)
