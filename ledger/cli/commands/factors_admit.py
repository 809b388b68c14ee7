"""`cradle factors admit`: a registrar admits a method, so that it may value the rows of all participants."""

from typing import Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_LEDGER,
    AsJson,
    LedgerFolder,
    Quiet,
    RegistrarFolder,
    Yes,
    show_receipt,
)
from ledger.cli.terminal.page import print_aside


def command(
    method: Annotated[
        str,
        typer.Argument(
            help="A rulebook or factor set: its digest in the ledger, its id, or its file."
        ),
    ],
    identity: RegistrarFolder = None,
    yes: Yes = False,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Admit a rulebook or factor set for all participants.

    Until then it values only the rows of the participant who asks: with factors of its own a customer could single out
    the amounts of its suppliers. You vouch that the document is what its name says. What comes with Cradle needs no
    admission. `cradle withdraw` takes an admission back.

    Example: cradle factors admit sha256:... --ledger my-ledger
    """
    from ledger.cli.backend.admissions import admission_of
    from ledger.cli.backend.folder import choose_registrar
    from ledger.cli.backend.methods import find_method
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.sending import send
    from ledger.cli.terminal.confirmation import confirm
    from schemas.signed.rulebook import FactorSet

    registrar = choose_registrar(identity, ledger)
    with select_backend(ledger) as backend:
        document = find_method(method, backend)
        if not (quiet or as_json):
            rows: list[tuple[str, object]] = [("id", document.id)]
            if isinstance(document, FactorSet):
                rows += [("version", document.version), ("rows", len(document.rows))]
            print_aside(rows=rows)
        confirm("Admit it for all participants?", silent=yes or quiet or as_json)
        draft = admission_of(backend.origin(), registrar.id, document)
        show_receipt(send(backend, registrar, draft), as_json=as_json, quiet=quiet)
