"""Failures of the database and of the disk: one code, a reason without paths, and the last one of a store.

A failure of the store is never the fault of a submission. Its text goes to whoever sent one, so it has the words of
the system or of the database for the reason, and neither a path nor an address.
"""

import sqlite3
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from sqlalchemy import exc
from sqlalchemy.exc import DBAPIError

from schemas.errors import CradleError

FAILED, DAMAGED = "store.failed", "store.damaged"
"""The codes of a failure of the database or the disk, and of a database whose content is damaged."""

_CORRUPT: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_DAMAGED_STATES: Final = ("XX001", "XX002")

_REFUSED_ROWS = (exc.IntegrityError, exc.DataError, exc.NotSupportedError, exc.ProgrammingError)
"""Errors by which a database refuses a row or a statement; another row may be written."""

_STATES: Final = {
    "25006": "the database is read-only",
    "53100": "the disk of the database is full",
    "58030": "the disk of the database does not answer",
    "XX001": "the database is damaged",
    "XX002": "an index of the database is damaged",
}
"""The states of PostgreSQL that a failing disk leads to (appendix A of its manual)."""


def failure(what: str, error: Exception) -> CradleError:
    """The refusal for a failure.

    Args:
        what: the beginning of the sentence, such as "The ledger could not be written".
        error: of the database's driver or of the system.
    """
    if _is_damage(error):
        detail = f"{what}: {reason_of(error)}. The operator finds the damage with `cradle monitor`."
        return CradleError(DAMAGED, detail)
    return CradleError(FAILED, f"{what}: {reason_of(error)}; try again later.")


def _is_damage(error: Exception) -> bool:
    """Return whether the database says that its content is damaged."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    primary = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    return primary in _CORRUPT or getattr(cause, "sqlstate", "") in _DAMAGED_STATES


def reason_of(error: Exception) -> str:
    """The reason for a failure, in words that contain no path and no address."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, exc.TimeoutError):
        return "all connections to the database are in use"
    if not isinstance(error, DBAPIError):
        return f"the database refused ({type(error).__name__})"
    return _reason_of_driver(error.orig)


def _reason_of_driver(error: BaseException | None) -> str:
    state = getattr(error, "sqlstate", "")
    if state == "":
        return str(error)  # SQLite's own words, which never name a file.
    if state is None:
        return "the database server cannot be reached"
    return _STATES.get(state, f"the database refused ({type(error).__name__}, {state})")


def _stops_writing(error: BaseException | None) -> bool:
    """Return whether an error is one by which other writes fail too."""
    if isinstance(error, DBAPIError):
        return not isinstance(error, _REFUSED_ROWS)
    return isinstance(error, OSError)


@dataclass
class WriteState:
    """The last failure to write of an open store, None while it writes; safe for use by several threads."""

    last: CradleError | None = None
    probing: Lock = field(default_factory=Lock)

    def note(self, error: CradleError) -> None:
        """Remember a failure after which other writes may fail too."""
        if error.code == FAILED and _stops_writing(error.__cause__):
            self.last = error
