"""`cradle compare`: one battery under several rulebooks, by stage, and why their figures differ."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import OwnCopies
from ledger.cli.commands.diff import is_file, own_copies, read_bundle_state
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report

if TYPE_CHECKING:
    from schemas.views.difference import Comparison


def command(
    calculation: Annotated[
        str, typer.Argument(help="The id of a calculation or declaration, or a bundle file.")
    ],
    rulebook: Annotated[
        list[str],
        typer.Option(
            help="A rulebook's id, or the digest of one that the ledger keeps; may be repeated. Default: the"
            " calculation's own, and all that come with Cradle."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Compute one battery under several rulebooks.

    Shows the stages side by side, names the rulebooks that give no figure and why, and attributes the difference of the
    first figure to each other one to the groups of rules that cause it.

    Example: cradle compare 09e5bba46e9f --rulebook eu-ev-draft-2024 --rulebook pef-2021 --ledger my-ledger
    """
    from ledger.documents.difference.layout import layout_comparison

    comparison = _comparison(calculation, rulebook, own_copies(own), ledger)
    show_report(comparison, layout_comparison, as_json=as_json, as_csv=as_csv)


def _comparison(
    name: str, rulebooks: list[str], own: tuple[bytes, ...], ledger: Path
) -> "Comparison":
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.methods import id_or_digest, load_named_rulebook
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.difference.comparison import all_rulebooks, compare_rulebooks

    if is_file(name):
        state = read_bundle_state(name, own)
        named = [load_named_rulebook(rulebook, None) for rulebook in rulebooks]
        return compare_rulebooks(state, named or all_rulebooks(state))
    with select_backend(ledger) as backend, waiting("comparing rulebooks"):
        kept = tuple(id_or_digest(name, backend) for name in rulebooks)
        return backend.comparison(full_id(backend, name, "calculation"), kept)
