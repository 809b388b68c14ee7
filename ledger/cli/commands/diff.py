"""`cradle diff`: why two figures differ, as a tree of causes whose parts sum exactly to the difference.

Two bundle files need no ledger. A bundle is read and recomputed, not verified; `cradle verify` does that.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import OwnCopies
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, LedgerFolder
from ledger.cli.terminal.page import show_report

if TYPE_CHECKING:
    from ledger.client.ledger_desk import LedgerDesk
    from ledger.documents.difference.state import FigureState
    from schemas.views.difference import Difference

Named = Annotated[
    str, typer.Argument(help="The id of a calculation or declaration, or a bundle file.")
]


def command(
    before: Named,
    after: Named,
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show why two figures differ.

    The causes are exchanged one after another in a fixed order, each intermediate figure is recomputed, and the parts
    sum exactly to the difference. Each cause opens into sites and rows.

    Example: cradle diff 09e5bba46e9f 5b1c3e0a77d2 --ledger my-ledger

    Example: cradle diff last-year.bundle this-year.bundle
    """
    from ledger.documents.difference.layout import layout_difference

    difference = _difference(before, after, own_copies(own), ledger)
    show_report(difference, layout_difference, as_json=as_json, as_csv=as_csv)


def _difference(before: str, after: str, own: tuple[bytes, ...], ledger: Path) -> "Difference":
    """The difference: offline for two files, by the ledger for two ids, and by an id's bundle for one of each."""
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.difference.document import explain_difference

    named = {"before": before, "after": after}
    files = {place: read_bundle_state(name, own) for place, name in named.items() if is_file(name)}
    if len(files) == len(named):
        return explain_difference(files["before"], files["after"])
    with select_backend(ledger) as backend, waiting("comparing figures"):
        ids = {
            place: full_id(backend, name, place)
            for place, name in named.items()
            if place not in files
        }
        if not files:
            return backend.difference(ids["before"], ids["after"])
        states = files | {place: _exported(backend, name, own) for place, name in ids.items()}
    return explain_difference(states["before"], states["after"])


def is_file(name: str) -> bool:
    """True if an argument is the path of a file; one that cannot be a path is not."""
    try:
        return Path(name).is_file()
    except OSError:
        return False


def own_copies(files: list[Path]) -> tuple[bytes, ...]:
    """The caller's own copies of factor sets, in their canonical form.

    Raises:
        CradleError: `file.unreadable`, or as the model.
    """
    from ledger.cli.terminal.files import read_file
    from ledger.trust.leaves import model_bytes
    from schemas.signed.rulebook import FactorSet

    return tuple(model_bytes(FactorSet.parse(read_file(file))) for file in files)


def read_bundle_state(name: str, own: tuple[bytes, ...]) -> "FigureState":
    """The state behind a bundle file.

    Raises:
        CradleError: `file.unreadable`, or as `read_state`.
    """
    from ledger.audit.subject.figure_state import read_state
    from ledger.cli.terminal.files import read_file

    return read_state(read_file(Path(name)), own)


def _exported(backend: "LedgerDesk", name: str, own: tuple[bytes, ...]) -> "FigureState":
    """The state behind a statement of the ledger, by the audit bundle that the ledger exports of it."""
    from ledger.audit.subject.figure_state import read_state
    from schemas.vocabulary import Audience

    return read_state(backend.bundle(name, Audience.AUDITOR).content, own)
