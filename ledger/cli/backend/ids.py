"""Ids of statements in the ledger that a command uses, by an own name or their first digits, and what they replace."""

from pathlib import Path

from ledger.cli.backend.config import meant
from ledger.cli.backend.folder import parse_word
from ledger.cli.backend.select import select_backend
from ledger.cli.terminal.ids import complete_id, is_full
from ledger.client.ledger_desk import LedgerDesk
from schemas.errors import CradleError
from schemas.signed.statement import Superseding
from schemas.vocabulary import Reason


def full_id(backend: LedgerDesk, given: str, place: str) -> str:
    """The id of the statement in the ledger that begins as given, or that a name of one's own stands for.

    Raises:
        CradleError: as `complete_id`.
    """
    return complete_id(meant(given), backend.ids_beginning, place)


def full_id_in(folder: Path, given: str, place: str) -> str:
    """As `full_id`, for a command without a backend; the ledger is opened only if the id is not in full.

    Raises:
        CradleError: as `complete_id` and `select_backend`.
    """
    given = meant(given)
    if is_full(given):
        return given
    with select_backend(folder) as backend:
        return full_id(backend, given, place)


def parse_superseding(
    backend: LedgerDesk, given: str | None, reason: str | None
) -> Superseding | None:
    """The statement that `--supersedes` names and its `--reason`, by default a correction; None if none is named.

    Raises:
        CradleError: `option.supersedes` for a reason alone, `option.word`, or as `full_id`.
    """
    if given is not None:
        word = Reason.CORRECTION if reason is None else parse_word(Reason, reason, "--reason")
        return Superseding(id=full_id(backend, given, "--supersedes"), reason=word)
    if reason is not None:
        detail = "A reason is given, but not what it is for; add --supersedes."
        raise CradleError("option.supersedes", detail, "--supersedes")
    return None
