"""`cradle submit`: sign an entry with your own keys and submit it, from a JSON draft or a spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    SupersedingReason,
    Yes,
    show_receipt,
)

if TYPE_CHECKING:
    from ledger.cli.commands.draft_file import Beginning


def command(
    draft: Annotated[
        Path | None,
        typer.Argument(
            help="A JSON draft, such as that of `cradle draft entry` (docs/formats/entry.md), or a filled template;"
            " with --supersedes or --like a JSON draft of what differs, if anything does."
        ),
    ] = None,
    cite: Cited = [],  # noqa: B006 - typer copies the default
    language: SheetLanguage = None,
    factor_sets: FactorFiles = [],  # noqa: B006 - typer copies the default
    mapping: MappingFile = None,
    supersedes: Annotated[
        str | None,
        typer.Option(
            help="The id of your entry that this one corrects; what the draft does not state is taken over from it."
        ),
    ] = None,
    reason: SupersedingReason = None,
    like: Annotated[
        str | None,
        typer.Option(
            help="Your entry of the year before, by its id, or by its product for the newest; what the draft does not"
            " state is taken over, for the same days a year later."
        ),
    ] = None,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
    yes: Yes = False,
) -> None:
    """Sign an entry and submit it.

    Prints the receipt with its proof. A spreadsheet with errors is answered with its report. Submitting the same
    spreadsheet again changes nothing. --supersedes and --like begin from an entry of yours: the draft states what
    differs, and the rest is taken over and shown before signing; `cradle edit` writes the whole entry to be changed.

    Example: cradle submit entry.json --cite ore=sha256:... --identity my-keys --ledger my-ledger
    """
    from ledger.cli.commands.draft_file import Asking, Beginning, submit_begun, submit_file
    from ledger.exchange.spreadsheet.opening import is_spreadsheet

    asking = Asking(quiet, yes or quiet or as_json)
    beginning = Beginning(supersedes, reason, like)
    _require_used(draft, beginning, cite, language, factor_sets, mapping)
    if draft is None or beginning != Beginning():
        receipt = submit_begun(draft, cite, beginning, identity, ledger, asking)
        show_receipt(receipt, as_json=as_json, quiet=quiet)
        return
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
    draft: Path | None,
    beginning: "Beginning",
    cite: list[str],
    language: str | None,
    sets: list[str],
    mapping: Path | None,
) -> None:
    """Refuse an option that has no meaning for this sort of draft, or beside another.

    Raises:
        CradleError: `option.draft`.
    """
    from ledger.exchange.spreadsheet.opening import is_spreadsheet
    from schemas.errors import CradleError

    unused: dict[str, object] = {"--language": language, "--factor-set": sets, "--mapping": mapping}
    why = "A JSON draft has one form of numbers and names its own data"
    if draft is not None and is_spreadsheet(draft.name):
        begins = {"--supersedes": beginning.supersedes, "--like": beginning.like}
        unused = {"--cite": cite, **begins, "--reason": beginning.reason}
        why = "A spreadsheet names statements in its cells and states all of an entry"
    elif beginning.like is not None:
        unused |= {"--supersedes": beginning.supersedes, "--reason": beginning.reason}
        why = "An entry like another replaces none"
    for option, value in unused.items():
        if value:
            raise CradleError("option.draft", f"{why}; leave out {option}.", option)
