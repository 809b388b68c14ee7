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
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from ledger.cli.backend.folder import open_ledger as open_folder
from ledger.cli.backend.folder import operator_desk
from ledger.cli.backend.select import read_login, server_of
from ledger.client.api import Cradle
from ledger.client.call import Answer, Call
from ledger.client.ledger_desk import LedgerDesk
from ledger.client.receipts import LogKeys
from ledger.desk.declared import page_of
from ledger.desk.folder import FolderDesk
from ledger.documents.rendering.csv_table import tables_of
from ledger.documents.rendering.html import render_piece
from ledger.trust.submission import Submission
from schemas.errors import CradleError
from schemas.shown import Look, Shown, show_by
from schemas.signed.log import Receipt
from schemas.signed.policy import LogKeys as PolicyKeys
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.values import RegistryState

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


def _html(report: Shown) -> str | None:
    page = page_of(report)
    return None if page is None else render_piece(page)


def _frame(report: Shown, table: int) -> object:
    """One of the tables of a report's page; a column is of numbers if all its cells are."""
    from pandas import DataFrame

    page = page_of(report)
    found = [] if page is None else [one for _, one in tables_of(page.blocks, page.title)]
    if table >= len(found):
        raise LookupError(f"this report has {len(found)} tables, and none of number {table}")
    shown = found[table]
    columns = {}
    for at, name in enumerate(shown.columns):
        texts = [row[at].text for row in shown.rows]
        known = [text for text in texts if text]
        is_number = bool(known) and all(map(_NUMBER.fullmatch, known))
        columns[name] = [float(text) if text else None for text in texts] if is_number else texts
    return DataFrame(columns)


show_by(Look(_html, _frame))


class OpenLedger(LedgerDesk):
    """The desk of the operator at the ledger in a folder. Close it, or use it as a context.

    No other process can open the folder meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        """Open the folder.

        Raises:
            CradleError: `ledger.absent`, `ledger.locked`, `ledger.keys`, `store.*`, or as the passphrase of its keys.
        """
        self._open = ExitStack()
        self._ledger = self._open.enter_context(open_folder(folder))

    @property
    def _desk(self) -> FolderDesk:
        """The operator's desk at this moment."""
        return operator_desk(self._ledger)

    @property
    def logs(self) -> LogKeys:
        """No keys: a proof from one's own folder leads to its own checkpoint."""
        return self._desk.logs

    def ask(self, call: Call[Answer], **asked: object) -> Answer:
        """Put a question, at the moment in which it is put."""
        return self._desk.ask(call, **asked)

    def origin(self) -> str:
        """The ledger's name."""
        return self._desk.origin()

    def submit(self, submission: Submission) -> Receipt:
        """Submit a signed statement and return its receipt."""
        return self._desk.submit(submission)

    def submit_many(self, submissions: Iterable[Submission]) -> Iterator[Receipt | CradleError]:
        """Submit many statements; yield each one's receipt or refusal, in order."""
        return self._desk.submit_many(submissions)

    def with_method(self, document: Rulebook | FactorSet, *, keep: bool = True) -> Self:
        """This ledger; figures need a document that it stores, so it is stored if `keep` allows it."""
        if keep:
            self.keep_method(document)
        return self

    def log_keys(self) -> PolicyKeys:
        """The verifier keys of both logs."""
        return self._desk.log_keys()

    def registry(self) -> RegistryState:
        """The registry's present size and root."""
        return self._desk.registry()

    def close(self) -> None:
        """Close the folder."""
        self._open.close()

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
    """Open the ledger in a folder, as its operator."""
    return OpenLedger(Path(folder))


def connect(login: str | Path) -> Cradle:
    """Connect to the server that a login file names; nothing is sent before the first question.

    Args:
        login: a file with `server`, and `api_key` or `client_id` and `client_secret` (docs/client.md).

    Raises:
        CradleError: `login.file`, `login.required`, `option.server` if the file names no server, `remote.address`.
    """
    stated = read_login(Path(login))
    if stated.server is None:
        detail = (
            'The login file names no server; add a line such as server = "https://ledger.example".'
        )
        raise CradleError("option.server", detail, str(login))
    return Cradle(*server_of(stated.server, stated, ()))
