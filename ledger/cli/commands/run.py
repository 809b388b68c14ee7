"""`cradle run`: a case folder of one's own from its tables to figure, documents and verification, again at each save.

It is the chain of `cradle demo` in a ledger that belongs to nobody, with a reader that refuses what is most likely a
mistake (`ledger.exchange.case_strict`). The result lies in a folder that the next run replaces (`rerun`).
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final

import typer

from ledger.cli.terminal.display import Status, console, print_error, print_json
from ledger.cli.terminal.options import AsJson
from ledger.cli.terminal.program import command_line
from schemas.errors import CradleError

RESULT: Final = "result"
"""The folder of the result, in the case folder."""

EVERY: Final = 0.5
"""The seconds between two looks at the files, with --watch."""


def command(
    folder: Annotated[Path, typer.Argument(help="The case folder (docs/formats/case-folder.md).")],
    out: Annotated[
        Path | None,
        typer.Option(help="The folder for the result. Default: result, in the case folder."),
    ] = None,
    rulebook: Annotated[
        str | None,
        typer.Option(
            help="The id of the rulebook. Default: study-full-substitution-1, or study-cradle-to-gate-1 for a product"
            " and without a site of end of life."
        ),
    ] = None,
    factor_set: Annotated[
        list[str],
        typer.Option(
            help="A factor set beside that of the case: a JSON file, or the id of one that comes with Cradle; may be"
            " repeated."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    watch: Annotated[
        bool, typer.Option("--watch", help="Run again each time a file is saved, until stopped.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Compute, document and verify a case folder of your own.

    A row that is there twice and a site that nothing uses are refused. The result replaces that of the last run, if
    nobody has changed it since.

    Example: cradle run my-frame --watch
    """
    if watch and as_json:
        detail = "--watch prints for a person; leave out --json, and read result/result.json."
        raise CradleError("option.watch", detail, "--watch")
    place = folder / RESULT if out is None else out
    if not watch:
        if not _run(folder, place, rulebook, factor_set, as_json=as_json):
            raise Status(1)
        return
    seen: Mapping[str, str] | None = None
    while True:
        now = _files(folder)
        if now != seen:
            seen = now
            try:
                _run(folder, place, rulebook, factor_set, as_json=False)
            except CradleError as error:
                print_error(error, as_json=False)
            console.print(f"{'watching':<14} {folder}; Ctrl-C ends it", markup=False)
        time.sleep(EVERY)


def _run(
    folder: Path, place: Path, rulebook: str | None, factor_set: list[str], *, as_json: bool
) -> bool:
    """Run the case into a folder; True if its verification passed.

    Raises:
        CradleError: `case.*`, `run.folder`, and as the demo.
    """
    from ledger.cli.demonstration import run
    from ledger.cli.demonstration.rerun import replacing, require_own
    from ledger.cli.terminal.display import write_json
    from ledger.exchange.case_folder import read_case
    from ledger.exchange.case_strict import require_meant

    case = read_case(folder)
    require_meant(case)
    method = run.method_of(case, rulebook, factor_set)
    require_own(place)
    with replacing(place):
        result, passed = run.run_demo(case, method, place, as_json=as_json)
        write_json(place / "result.json", result)
    if as_json:
        print_json(result)
    else:
        console.print(f"{'result':<14} {place}", markup=False)
        served = command_line(f"serve --ledger {place / 'ledger'}")
        console.print(f"{'pages':<14} {served}", markup=False)
    return passed


def _files(folder: Path) -> dict[str, str]:
    """The digest of each file of a case folder, without those of a result in it."""
    from ledger.exchange.case_folder import DOCUMENTS
    from ledger.trust.leaves import digest

    found = {}
    for path in (*folder.glob("*"), *(folder / DOCUMENTS).glob("*")):
        with suppress(OSError):  # It is being replaced by an editor; the next look finds it.
            if path.is_file():
                found[str(path)] = digest(path.read_bytes())
    return found
