"""`cradle submit`: sign an entry with your own keys and submit it, from a JSON draft or a spreadsheet."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    Cited,
    FactorFiles,
    IdentityFolder,
    LedgerFolder,
    MappingFile,
    Quiet,
    SheetLanguage,
    Yes,
    show_receipt,
)


def command(
    draft: Annotated[
        Path, typer.Argument(help="A JSON draft (docs/formats) or a filled template.")
    ],
    cite: Cited = [],  # noqa: B006 - typer copies the default
    language: SheetLanguage = None,
    factor_sets: FactorFiles = [],  # noqa: B006 - typer copies the default
    mapping: MappingFile = None,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
    yes: Yes = False,
) -> None:
    """Sign an entry and submit it.

    Prints the receipt with its proof. A spreadsheet with errors is answered with its report. Submitting the same
    spreadsheet again changes nothing.

    Example: cradle submit entry.json --cite ore=sha256:... --identity my-keys --ledger my-ledger
    """
    from ledger.cli.commands.draft_file import Asking, submit_file
    from ledger.exchange.spreadsheet.opening import is_spreadsheet

    asking = Asking(quiet, yes or quiet or as_json)
    _require_used(draft, cite, language, factor_sets, mapping)
    if is_spreadsheet(draft.name):
        from ledger.cli.commands.sheet import layout_rows, submit_sheet
        from ledger.cli.terminal.display import Status
        from ledger.cli.terminal.page import show_report

        checked, first = submit_sheet(
            draft, language, factor_sets, identity, ledger, asking, mapping
        )
        if first is None:
            show_report(checked.report, layout_rows, as_json=as_json, as_csv=False)
            raise Status(1)
        show_receipt(first, as_json=as_json, quiet=quiet)
        return
    from ledger.exchange.draft_files import parse_entry_draft

    receipt = submit_file(draft, cite, parse_entry_draft, identity, ledger, asking)
    show_receipt(receipt, as_json=as_json, quiet=quiet)


def _require_used(
    draft: Path, cite: list[str], language: str | None, sets: list[str], mapping: Path | None
) -> None:
    """Refuse an option that has no meaning for this sort of draft.

    Raises:
        CradleError: `option.draft`.
    """
    from ledger.exchange.spreadsheet.opening import is_spreadsheet
    from schemas.errors import CradleError

    unused: dict[str, object] = {"--language": language, "--factor-set": sets, "--mapping": mapping}
    why = "A JSON draft has one form of numbers and names its own data"
    if is_spreadsheet(draft.name):
        unused, why = {"--cite": cite}, "A spreadsheet names statements in its cells"
    for option, value in unused.items():
        if value:
            raise CradleError("option.draft", f"{why}; leave out {option}.", option)
