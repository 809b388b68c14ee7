"""The statements that an owner made, by id: a file beside its keys, which `cradle watch` holds the registry against.

Every command that signs for a participant writes the id there before it hands the statement in, so that no look at the
log comes between. A statement that was made elsewhere, in a browser, say, is added by `cradle watch --mine`.
"""

from collections.abc import Iterable
from pathlib import Path

from ledger.trust.canonical import canonical
from ledger.trust.submission import Submission
from schemas.base import Model
from schemas.values import StatementId

STATEMENTS = "statements"


class OwnStatements(Model):
    """Ids that a person names."""

    mine: tuple[StatementId, ...]


def own_statements(folder: Path) -> frozenset[str]:
    """The ids that a folder of keys knows as its owner's."""
    file = folder / STATEMENTS
    return frozenset(file.read_text(encoding="ascii").split()) if file.is_file() else frozenset()


def keep_own(folder: Path, submission: Submission) -> Submission:
    """The submission, once its id stands in the folder of the keys that signed it."""
    add_own(folder, [submission.id])
    return submission


def add_own(folder: Path, statements: Iterable[str]) -> None:
    """Adds ids to a folder's.

    Raises:
        CradleError: `digest.grammar` for what is no id; nothing is added then.
    """
    named = OwnStatements.parse(canonical({"mine": list(statements)})).mine
    with (folder / STATEMENTS).open("a", encoding="ascii") as file:
        file.writelines(f"{statement}\n" for statement in named)
