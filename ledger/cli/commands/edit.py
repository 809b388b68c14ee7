"""`cradle edit`: write an entry of one's own back as the draft or the spreadsheet that states it."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    Force,
    IdentityFolder,
    LedgerFolder,
    SheetLanguage,
    SupersedingReason,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def command(
    entry: Annotated[
        str, typer.Argument(help="Your entry, by its id, or by its product for the newest.")
    ],
    out: Annotated[
        Path, typer.Option(help="The file to write: a .json draft, or a .xlsx or .csv template.")
    ],
    next_year: Annotated[
        bool,
        typer.Option(
            "--next-year",
            help="Begin an entry like it for the same days a year later. Default: one that replaces it.",
        ),
    ] = False,
    reason: SupersedingReason = None,
    language: SheetLanguage = None,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write an entry as a file to change and submit.

    The file names the entry as the one that it replaces; with --next-year it is an entry of its own. A template that
    cannot hold all of an entry is refused; a draft holds everything.

    Example: cradle edit "LFP cell" --out cells.xlsx --next-year
    """
    from functools import partial

    from ledger.cli.backend.own_entries import begin_again, begin_like
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import load_identity
    from ledger.cli.terminal.display import console, print_json
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.cli.terminal.program import command_line

    _require_form(out, reason, language, next_year=next_year)
    require_new(out, force=force)
    issuer = load_identity(identity).id
    with select_backend(ledger) as backend:
        begin = begin_like if next_year else partial(begin_again, reason=reason)
        named, fields = begin(backend, issuer, entry)
    write_file(out, _written(fields, out.name, language))
    if as_json:
        print_json({"file": str(out), "entry": named})
        return
    submit = command_line(f"submit {quote(str(out))}")
    console.print(f"{out}: entry {named}; change it, then `{submit}`", markup=False)


def _require_form(out: Path, reason: str | None, language: str | None, *, next_year: bool) -> None:
    """Refuse an ending without a form, and options that have no meaning for the file.

    Raises:
        CradleError: `option.word`, `option.draft`.
    """
    from schemas.errors import CradleError

    if out.suffix not in {".json", ".xlsx", ".csv"}:
        detail = f"{out.name!r} has another ending; use .json, .xlsx or .csv."
        raise CradleError("option.word", detail, "--out")
    if language is not None and out.suffix == ".json":
        detail = "A JSON draft has one form of numbers; leave out --language."
        raise CradleError("option.draft", detail, "--language")
    if reason is not None and next_year:
        detail = "An entry of the next year replaces none; leave out --reason."
        raise CradleError("option.draft", detail, "--reason")


def _written(fields: "Mapping[str, Any]", name: str, language: str | None) -> bytes:
    """The file of an entry, in the form of its ending."""
    import orjson

    from ledger.cli.terminal.languages import parse_language
    from ledger.exchange.spreadsheet.filled import write_filled

    if name.endswith(".json"):
        return orjson.dumps(fields, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return write_filled(fields, name, parse_language(language or "en"))
