"""The ids of an owner's statements, in a file beside its keys; `cradle watch` compares the registry with them.

Every command that signs for a participant writes the id there before it submits the statement, so that the log never
has it first, and removes it if the ledger refuses the statement. `cradle watch --mine` adds a statement that was made
elsewhere, for example in a browser.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.trust.canonical import canonical
from ledger.trust.submission import Submission
from schemas.base import Model
from schemas.errors import CradleError
from schemas.values import StatementId

STATEMENTS = "statements"


class OwnStatements(Model):
    """Ids that the user names as its own."""

    mine: tuple[StatementId, ...]


def own_statements(folder: Path) -> frozenset[str]:
    """The ids of the owner's statements in a folder of keys."""
    file = folder / STATEMENTS
    return frozenset(file.read_text(encoding="ascii").split()) if file.is_file() else frozenset()


@contextmanager
def kept_own(folder: Path, submission: Submission) -> Iterator[Submission]:
    """Record a submission's id in the folder of the keys that signed it, unless the ledger refuses it.

    After a lost connection the id stays, since the ledger may have the statement.
    """
    file = folder / STATEMENTS
    before = file.stat().st_size if file.exists() else 0
    add_own(folder, [submission.id])
    try:
        yield submission
    except CradleError as error:
        if not error.code.startswith("remote."):
            _remove_last(file, submission.id, before)
        raise


def _remove_last(file: Path, statement: str, before: int) -> None:
    """Cut off a file's last line if it is still that of the statement, which began at a size."""
    line = f"{statement}\n".encode("ascii")
    with file.open("r+b") as written:
        written.seek(before)
        if written.read() == line:
            written.truncate(before)
    if not before:
        file.unlink()


def add_own(folder: Path, statements: Iterable[str]) -> None:
    """Add ids to a folder's list.

    Raises:
        CradleError: `digest.grammar` for a malformed id; none is added then.
    """
    named = OwnStatements.parse(canonical({"mine": list(statements)})).mine
    with (folder / STATEMENTS).open("a", encoding="ascii") as file:
        file.writelines(f"{statement}\n" for statement in named)
