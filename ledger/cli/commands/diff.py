"""`cradle diff`: why two figures differ, as a tree of causes whose parts sum exactly to the difference.

Two bundle files need no ledger. A bundle is read and recomputed, not verified; `cradle verify` does that.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import OwnCopies
from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder

if TYPE_CHECKING:
    from ledger.cli.backend.protocol import LedgerBackend
    from ledger.documents.difference.state import FigureState
    from schemas.difference import Difference

Named = Annotated[
    str, typer.Argument(help="The id of a calculation or declaration, or a bundle file.")
]


def command(
    before: Named,
    after: Named,
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show why two figures differ.

    The causes are exchanged one after another in a fixed order, each intermediate figure is recomputed, and the parts
    sum exactly to the difference. Each cause opens into sites and rows.

    Example: cradle diff 09e5bba46e9f 5b1c3e0a77d2 --ledger my-ledger

    Example: cradle diff last-year.bundle this-year.bundle
    """
    from ledger.documents.difference.text import difference_lines

    found = _difference(before, after, tuple(own), ledger)
    if as_json:
        print_json(found.to_json())
        return
    for line in difference_lines(found):
        console.print(line, markup=False)


def _difference(before: str, after: str, own: tuple[Path, ...], ledger: Path) -> "Difference":
    """The difference: offline for two files, by the ledger for two ids, and by an id's bundle for one of each."""
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.difference.document import explain_difference

    files = [Path(name) for name in (before, after) if Path(name).is_file()]
    if len(files) == 2:  # noqa: PLR2004 - both sides
        return explain_difference(*(read_bundle_state(file, own) for file in files))
    with select_backend(ledger) as backend, waiting("comparing figures"):
        if not files:
            names = [full_id(backend, name, place) for name, place in _places(before, after)]
            return backend.difference(*names)
        states = [
            read_bundle_state(Path(name), own)
            if Path(name).is_file()
            else _exported(backend, full_id(backend, name, place), own)
            for name, place in _places(before, after)
        ]
    return explain_difference(*states)


def _places(before: str, after: str) -> tuple[tuple[str, str], ...]:
    return (before, "before"), (after, "after")


def read_bundle_state(file: Path, own: tuple[Path, ...]) -> "FigureState":
    """The state behind a bundle file.

    Raises:
        CradleError: as `read_state`.
    """
    from ledger.cli.terminal.files import read_file

    return _state(read_file(file), own)


def _exported(backend: "LedgerBackend", name: str, own: tuple[Path, ...]) -> "FigureState":
    """The state behind a statement of the ledger, by the audit bundle that the ledger exports of it."""
    from ledger.cli.backend.protocol import BundleRequest

    return _state(backend.export_bundle(BundleRequest(name, "auditor")), own)


def _state(bundle: bytes, own: tuple[Path, ...]) -> "FigureState":
    from ledger.audit.subject.figure_state import read_state
    from ledger.cli.terminal.files import read_file
    from ledger.trust.leaves import model_bytes
    from schemas.rulebook import FactorSet

    return read_state(bundle, (model_bytes(FactorSet.parse(read_file(file))) for file in own))
