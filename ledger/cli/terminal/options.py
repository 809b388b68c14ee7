"""The options that commands share, and the display of results: text for a person, or JSON for a program."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.page import show_facts
from ledger.cli.terminal.program import command_line
from ledger.translations.languages import Language
from schemas.signed.log import Receipt

LedgerFolder = Annotated[
    Path, typer.Option("--ledger", envvar="CRADLE_LEDGER", help="The ledger's folder.")
]
IdentityFolder = Annotated[
    Path, typer.Option("--identity", envvar="CRADLE_IDENTITY", help="The folder of your keys.")
]
RegistrarFolder = Annotated[
    Path | None,
    typer.Option("--identity", help="The folder of the registrar's keys. Default: the ledger's."),
]
Database = Annotated[
    str | None,
    typer.Option(
        help="The URL of an empty database, postgresql://user@host/name. Default: SQLite in the "
        "folder."
    ),
]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The TCP port; 0 chooses a free one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print the tables as CSV, as they are shown.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that exists.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the statement's id.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Sign without asking.")]
Rulebook = Annotated[
    str | None,
    typer.Option(
        envvar="CRADLE_RULEBOOK",
        help="The rulebook: its id, as `cradle factors rulebooks` lists it, a file, or a digest in the ledger;"
        " required.",
    ),
]
_FACTOR_SET = (
    "A factor set: the id of one that comes with Cradle, a JSON file, or a digest in the ledger;"
    " may be repeated."
)
FactorSets = Annotated[
    list[str], typer.Option("--factor-set", envvar="CRADLE_FACTOR_SETS", help=_FACTOR_SET)
]
StatedSets = Annotated[list[str], typer.Option("--factor-set", help=_FACTOR_SET)]
"""Factor sets that change what is stated, where none are a choice too; no setting stands in for these."""

FactorFiles = Annotated[
    list[str],
    typer.Option(
        "--factor-set",
        help="A factor set that values goods of unknown suppliers: a JSON file, a digest in the ledger, or the id of"
        " one that comes with Cradle; may be repeated.",
    ),
]
SheetLanguage = Annotated[
    str | None,
    typer.Option(
        "--language",
        help="The language of the spreadsheet's numbers: en, de or zh. Default: the file's own.",
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        help="The mapping of the sheet's columns. Default: FILE.mapping.toml, or one beside it with its headings.",
    ),
]
Address = Annotated[
    str | None,
    typer.Option(help="The firm's postal address in one line; needs --contact."),
]
TradeName = Annotated[
    str | None, typer.Option(help="The firm's registered trade name or trade mark.")
]
Contact = Annotated[
    str | None,
    typer.Option(help="The firm's https or e-mail address, of no natural person."),
]
SiteTowns = Annotated[
    list[str],
    typer.Option(
        "--site",
        metavar="CODE=TOWN[,COUNTRY]",
        help="The town of a site by its code, and its country (ISO 3166), which the registrar then confirms; may be"
        " repeated.",
    ),
]
SupersedingReason = Annotated[
    str | None,
    typer.Option(
        help="With --supersedes: correction, new_data, method_change or entered_in_error. "
        "Default: correction."
    ),
]
Cited = Annotated[
    list[str],
    typer.Option(help="The statement that the draft cites as @name, as name=id; may be repeated."),
]

DocumentLanguage = Annotated[
    Language, typer.Option("--language", help="The language of the documents.")
]
PublicPage = Annotated[
    str | None,
    typer.Option(help="The public address that the QR code bears. Default: the public study's."),
]

Unencrypted = Annotated[
    bool,
    typer.Option(
        "--unencrypted",
        help="Write new private keys without a passphrase: whoever can read the files can sign with them.",
    ),
]

LARGEST = 2**53 - 1
"""The largest size, count or number of seconds that an option accepts."""

DEFAULT_LEDGER = Path("cradle-ledger")
DEFAULT_IDENTITY = Path("cradle-keys")


def show_receipt(
    receipt: Receipt,
    more: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Show the receipt of a submission; a program is shown `more` members beside it."""
    if as_json:
        print_json({**receipt.to_json(), **more})
        return
    shown = {
        "statement": receipt.id,
        "log": f"{receipt.log}, index {receipt.index}",
        "proof": command_line(f"log prove {receipt.id}"),
        **{name: list(value) for name, value in more.items()},
    }
    _show_id(receipt.id, shown, quiet=quiet)


def show_request(statement: str, file: Path, *, as_json: bool, quiet: bool) -> None:
    """Show a statement in a file that needs another signature or submission."""
    if as_json:
        print_json({"id": statement, "file": str(file)})
    else:
        _show_id(statement, {"statement": statement, "wrote": str(file)}, quiet=quiet)


def _show_id(statement: str, shown: Mapping[str, object], *, quiet: bool) -> None:
    if quiet:
        console.print(statement, markup=False)
    else:
        show_facts(shown, as_json=False)


def show_contents(contents: Mapping[str, object], *, as_json: bool) -> None:
    """Show the contents that were found in a backup or restored ledger."""
    named = {name.replace("_", " "): value for name, value in contents.items()}
    show_facts(contents if as_json else named, as_json=as_json)
