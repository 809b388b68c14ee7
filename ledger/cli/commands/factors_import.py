"""`cradle factors import`: life-cycle databases as a factor set."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args

import typer

from ledger.cli.terminal.options import (
    DEFAULT_LEDGER,
    AsCsv,
    AsJson,
    Force,
    LedgerFolder,
    Rulebook,
)
from ledger.cli.terminal.page import show_report
from ledger.documents.page import Block, Page, Paragraph, facts, listed, table
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.exchange.background.formats import Format
    from ledger.exchange.background.importing import Choices, Imported
    from ledger.exchange.background.model import Background, Oddity

SHOWN = 40
"""Oddities and cut-off products that a person is shown; JSON has all."""

Licence = Literal["open", "digest_only"]


def command(
    files: Annotated[list[Path], typer.Argument(help="The files of the database.")],
    rulebook: Rulebook = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="The format: olca, ilcd, ecospold2, brightway-excel or bw-package. Default: recognised by content.",
        ),
    ] = None,
    licence: Annotated[
        str,
        typer.Option(
            help="The set's licence: open, or digest_only for a database that may not be passed on."
        ),
    ] = "digest_only",
    products: Annotated[
        list[str],
        typer.Option("--product", help="Only products with this text or id; may be repeated."),
    ] = [],  # noqa: B006 - typer reads it once and changes nothing
    supply: Annotated[
        list[str],
        typer.Option(
            help="A factor set that values unlinked inputs: a file, a digest in the ledger or the id of one that "
            "comes with Cradle; may be repeated."
        ),
    ] = [],  # noqa: B006 - as above
    cut_off_unlinked: Annotated[
        bool, typer.Option("--cut-off-unlinked", help="Count inputs without a value as zero.")
    ] = False,
    set_id: Annotated[
        str | None, typer.Option("--id", help="The set's id. Default: the first file's name.")
    ] = None,
    version: Annotated[str, typer.Option(help="The set's version.")] = "1",
    out: Annotated[
        Path | None, typer.Option(help="Write the set to this file, and do not store it.")
    ] = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Import a life-cycle database as a factor set.

    Reads openLCA JSON-LD, ILCD, ecospold 2, Brightway Excel and Brightway data packages. Oddities are reported, and
    nothing is corrected. It needs the extra `background`.

    Example: cradle factors import inventories.xlsx --rulebook jrc-cfb-ev-2023 --cut-off-unlinked
    """
    from ledger.cli.backend.methods import find_factor_set, require_rulebook
    from ledger.cli.terminal.files import require_new
    from ledger.cli.terminal.values import parse_value
    from ledger.exchange.background.importing import Choices
    from schemas.values import Code

    choices = Choices(
        rulebook=require_rulebook(rulebook, ledger),
        set_id=parse_value(Code, set_id or _slug(files[0]), "--id"),
        version=parse_value(Code, version, "--version"),
        licence=_licence(licence),
        products=tuple(products),
        cut_off_unlinked=cut_off_unlinked,
        supplies=tuple(find_factor_set(name, ledger) for name in supply),
    )
    if out is not None:
        require_new(out, force=force)
    read, imported = _import(files, _format(form), choices)
    kept = _keep(imported, ledger, out)
    report = _to_json(read, imported, kept)
    show_report(report, lambda _: _layout(read, imported, kept), as_json=as_json, as_csv=as_csv)


def _slug(file: Path) -> str:
    """An id from a file's name."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in file.stem)
    return kept.strip("._-")[:64] or "background"


def _licence(word: str) -> Licence:
    if word not in get_args(Licence):
        detail = f"{word!r} is not a licence of a factor set; write open or digest_only."
        raise CradleError("option.word", detail, "--licence")
    return cast("Licence", word)


def _format(word: str | None) -> "Format | None":
    from ledger.cli.backend.folder import parse_word
    from ledger.exchange.background.formats import Format

    return None if word is None else parse_word(Format, word, "--format")


def _import(
    files: Sequence[Path], form: "Format | None", choices: "Choices"
) -> "tuple[list[Background], Imported]":
    """Read and solve, with a line on the terminal for each."""
    from ledger.cli.terminal.files import read_file
    from ledger.cli.terminal.waiting import waiting
    from ledger.exchange.background.formats import read_background
    from ledger.exchange.background.importing import import_background

    read = []
    for file in files:
        with waiting(f"reading {file.name}"):
            read.append(read_background(read_file(file), file.name, form))
    with waiting(f"solving {sum(len(file.processes) for file in read)} processes"):
        return read, import_background(read, choices)


def _keep(imported: "Imported", ledger: Path, out: Path | None) -> dict[str, str]:
    """Write or store the set; return where it is."""
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.display import write_json

    if out is not None:
        write_json(out, imported.factor_set.to_json())
        return {"file": str(out)}
    with select_backend(ledger) as backend:
        return {"digest": backend.keep_method(imported.factor_set)}


def _to_json(
    read: "Sequence[Background]", imported: "Imported", kept: dict[str, str]
) -> dict[str, object]:
    return {
        "id": imported.factor_set.id,
        **kept,
        "rows": len(imported.factor_set.rows),
        "processes": imported.processes,
        "solved": imported.solved,
        "taken_as_they_are": imported.aggregated,
        "links": imported.links,
        "supplied": imported.supplied,
        "cut_off_inputs": imported.cut_off_inputs,
        "cut_off": list(imported.cut_off),
        "licence": imported.factor_set.licence,
        "stated_licences": {file.name: file.licence for file in read if file.licence},
        "oddities": [row.to_json() for row in imported.oddities],
    }


def _layout(read: "Sequence[Background]", imported: "Imported", kept: dict[str, str]) -> Page:
    """The page of what was read, and of all that is odd about it."""
    factor_set = imported.factor_set
    rows = {
        "processes": f"{imported.processes}: {imported.solved} solved, {imported.aggregated} taken as they are",
        "links": f"{imported.links}; {imported.supplied} inputs from other sets, "
        f"{imported.cut_off_inputs} inputs of {len(imported.cut_off)} products cut off",
        "factors": f"{len(factor_set.rows)} in {factor_set.id}, {factor_set.licence}",
        **{"wrote" if name == "file" else name: value for name, value in kept.items()},
    }
    warning = "; make sure that it is open" if factor_set.licence == "open" else ""
    licences = (
        Paragraph(f"{file.name} states its licence: {file.licence}{warning}")
        for file in read
        if file.licence
    )
    cut_off = listed("Cut off", imported.cut_off, SHOWN)
    blocks = (facts(rows), *licences, *cut_off, *_oddities(imported.oddities))
    return Page(f"Factor set {factor_set.id}", blocks=blocks)


def _oddities(oddities: "Sequence[Oddity]") -> Iterator[Block]:
    """The number of each code, and the oddities, the rarest codes first; products that are cut off are shown apart."""
    from ledger.exchange.background.linking import UNLINKED

    counted = Counter(row.code for row in oddities)
    if counted:
        yield table(
            "Oddities", ("code", ">number"), [(c, str(n)) for c, n in sorted(counted.items())]
        )
    by_rarity = sorted(
        (row for row in oddities if row.code != UNLINKED),
        key=lambda row: (counted[row.code], row.code),
    )
    rows = [(row.code.partition(".")[2], row.process, row.detail) for row in by_rarity[:SHOWN]]
    if rows:
        yield table("", ("oddity", "process", "what"), rows)
    if more := len(by_rarity[SHOWN:]):
        yield Paragraph(f"{more} more; --json lists all.")
