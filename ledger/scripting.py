"""The two ways to a desk for scripts and notebooks: the ledger in a folder, and one on a server.

    from ledger import connect, open_ledger

    with open_ledger("my-ledger") as desk:
        desk.territory("sha256:...", per="kg")

    desk = connect("my-login.toml")
    desk.territory("sha256:...", per="kg")

Both have the questions and acts of `ledger.client.questions`. In a folder the operator asks, who sees everything; on a
server a login asks, which is shown what it may see. A report shows itself in a notebook, and gives its tables as data
frames (`report.frame()`) where pandas is installed. Left out: what signs, which needs keys (`ledger.client.api`).
"""

import re
from contextlib import ExitStack
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import TracebackType
from typing import Self

from ledger.cli.backend.folder import open_ledger as open_folder
from ledger.cli.backend.folder import operator_desk
from ledger.cli.backend.select import read_login, server_of
from ledger.client.api import Cradle
from ledger.desk.declared import page_of
from ledger.desk.folder import FolderDesk
from ledger.documents.rendering.csv_table import tables_of
from ledger.documents.rendering.html import render_piece
from schemas.errors import CradleError, missing_extra
from schemas.shown import Look, Shown, show_by

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


def _html(report: Shown) -> str | None:
    page = page_of(report)
    return None if page is None else render_piece(page)


def _frame(report: Shown, table: int) -> object:
    """One of the tables of a report's page; a column is of numbers if all its cells are.

    Raises:
        CradleError: `install.frames`.
    """
    try:
        from pandas import DataFrame
    except ModuleNotFoundError as missing:
        need = f"A data frame needs the package {missing.name}"
        raise missing_extra("install.frames", need, "frames") from missing

    page = page_of(report)
    tables = [] if page is None else [body for _, body in tables_of(page.blocks, page.title)]
    if table >= len(tables):
        raise LookupError(f"this report has {len(tables)} tables, and none of number {table}")
    shown = tables[table]
    columns = {}
    for at, name in enumerate(shown.columns):
        texts = [row[at].text for row in shown.rows]
        filled_texts = [text for text in texts if text]
        is_number = bool(filled_texts) and all(map(_NUMBER.fullmatch, filled_texts))
        columns[name] = [float(text) if text else None for text in texts] if is_number else texts
    return DataFrame(columns)


show_by(Look(_html, _frame))


@dataclass(frozen=True, slots=True)
class OpenLedger(FolderDesk):
    """The desk of the operator at the ledger in a folder. Close it, or use it as a context.

    No other process can open the folder meanwhile.
    """

    folder: ExitStack = field(default_factory=ExitStack, repr=False, compare=False)

    def close(self) -> None:
        """Close the folder."""
        self.folder.close()

    def __enter__(self) -> Self:
        """Use it as a context."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the folder at the end of the context."""
        self.close()


def open_ledger(folder: str | Path) -> OpenLedger:
    """Open the ledger in a folder, as its operator.

    Raises:
        CradleError: `ledger.absent`, `ledger.locked`, `ledger.keys`, `store.*`, or as the passphrase of its keys.
    """
    opened = ExitStack()
    desk = operator_desk(opened.enter_context(open_folder(Path(folder))))
    return OpenLedger(**{it.name: getattr(desk, it.name) for it in fields(desk)}, folder=opened)


def connect(login: str | Path) -> Cradle:
    """Connect to the server that a login file names; nothing is sent before the first question.

    Args:
        login: a file with `server`, and `api_key` or `client_id` and `client_secret` (docs/client.md).

    Raises:
        CradleError: `login.file`, `login.required`, `option.server` if the file names no server, `remote.address`.
    """
    settings = read_login(Path(login))
    if settings.server is None:
        detail = (
            'The login file names no server; add a line such as server = "https://ledger.example".'
        )
        raise CradleError("option.server", detail, str(login))
    return Cradle(*server_of(settings.server, settings, ()))
