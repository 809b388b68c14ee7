"""The ids of an owner's statements, in a file beside its keys; `cradle watch` compares the registry with them.

Every command that signs for a participant writes the id there before it submits the statement, so that the log never
has it first. `cradle watch --mine` adds a statement that was made elsewhere, for example in a browser.
"""

from collections.abc import Iterable
from pathlib import Path

from ledger.trust.canonical import canonical
from ledger.trust.submission import Submission
from schemas.base import Model
from schemas.values import StatementId

STATEMENTS = "statements"


class OwnStatements(Model):
    """Ids that the user names as its own."""

    mine: tuple[StatementId, ...]


def own_statements(folder: Path) -> frozenset[str]:
    """The ids of the owner's statements in a folder of keys."""
    file = folder / STATEMENTS
    return frozenset(file.read_text(encoding="ascii").split()) if file.is_file() else frozenset()


def keep_own(folder: Path, submission: Submission) -> Submission:
    """Record a submission's id in the folder of the keys that signed it; return the submission."""
    add_own(folder, [submission.id])
    return submission


def add_own(folder: Path, statements: Iterable[str]) -> None:
    """Add ids to a folder's list.

    Raises:
        CradleError: `digest.grammar` for a malformed id; none is added then.
    """
    named = OwnStatements.parse(canonical({"mine": list(statements)})).mine
    with (folder / STATEMENTS).open("a", encoding="ascii") as file:
        file.writelines(f"{statement}\n" for statement in named)
