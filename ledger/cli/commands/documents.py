"""`cradle documents`: all files of a declaration and its public study, in a language."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import print_json, print_text
from ledger.cli.terminal.options import (
    DEFAULT_LEDGER,
    AsJson,
    DocumentLanguage,
    Force,
    LedgerFolder,
    PublicPage,
)


def command(
    statement: Annotated[str, typer.Argument(help="The id of a declaration or calculation.")],
    out: Annotated[Path, typer.Option(help="The folder to write the files into.")],
    language: DocumentLanguage = "en",
    page: PublicPage = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a declaration and its public study as files.

    JSON, HTML and PDF, passport data of one in force, and the study also as Markdown. A calculation that is not
    declared is written too, marked as what it is.

    Example: cradle documents sha256:... --out declared --language de --ledger my-ledger
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.documents import (
        PASSPORT,
        DocumentFolder,
        require_folder,
        write_files,
    )
    from ledger.cli.terminal.waiting import waiting
    from ledger.exchange.battery_pass import is_passport

    require_folder(out, force=force)
    with select_backend(ledger) as backend, waiting("writing the documents"):
        name = full_id(backend, statement, "statement")
        document, files = DocumentFolder(out, language, page).render(backend, name)
        written = write_files(files)
    if as_json:
        print_json({"documents": written, "not_stated": list(document.not_stated)})
        return
    for path in written.values():
        print_text(f"wrote {path}")
    if not is_passport(document.standing):
        print_text(
            f"no {PASSPORT}: it is of a declaration under law in force, and this figure is none"
        )
    elif document.study is None:
        print_text(
            f"no {PASSPORT}: it needs the address of a public study, which a declaration states"
        )
    if document.not_stated:
        print_text(f"not stated: {', '.join(document.not_stated)}")
