"""The place of a statement in the logs, as a stranger or a login may look it up.

    browsing     a login that reads logs, or anyone if the operator has opened them: every leaf, by position, by first
                 digits, with its neighbours, under the newest checkpoint
    otherwise    a statement by its whole id alone: its position, the hash of its leaf, and the proof under the first
                 checkpoint that covered it; of what is declared also its kind, issuer, leaf and changes

The first checkpoint never changes, so a reader who asks again does not see a closed log grow. A leaf names the
registry's size and the statement that it replaces; a reader who may not browse is shown only its hash. An issuer is
shown to those who may read the statement itself. The logs have no times, so none is shown.
"""

import json
from dataclasses import dataclass, replace
from typing import Final

from ledger.append.ledger import Ledger
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.state.declared import is_declared_commitment
from ledger.state.view import View
from ledger.store.changes import StatementChange, changes_of
from ledger.store.log import Log, first_checkpoint, latest_checkpoint, leaves_of, nodes_of
from ledger.store.statements import (
    StoredStatement,
    ids_about,
    ids_beginning,
    statement_of,
    statements_in,
)
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.merkle import leaf_hash
from ledger.trust.note import parse_note
from ledger.trust.proof import check_inclusion, prove_inclusion
from ledger.trust.tlog_proof import TlogProof, format_tlog_proof
from schemas.errors import CradleError
from schemas.signed.statement import Kind

DIGITS: Final = 64
FEWEST: Final = 8
"""First digits of an id that a reader who may browse has to give."""

_DECLARED: Final = frozenset(
    {Kind.DECLARATION.value, Kind.CALCULATION.value, Kind.ATTESTATION.value, Kind.COMMITMENT.value}
)


@dataclass(frozen=True, slots=True)
class LogReader:
    """A reader of the log pages: True if it may browse both logs, and its login, if it has one."""

    browses: bool
    principal: Principal | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A leaf as a reader is shown it; what it is not shown is None.

    Attributes:
        log: that the leaf is in.
        index: of the leaf, from 0.
        leaf_hash: hexadecimal.
        origin: of the checkpoint.
        size: leaves under the checkpoint.
        root: of the checkpoint, hexadecimal.
        proof: that the leaf is under the checkpoint, in the form of C2SP tlog-proof.
        id: of the statement; None for a leaf of the registry that is about another statement.
        kind: of the statement, or of such a leaf.
        issuer: the id of the participant that signed the statement.
        leaf: its JSON.
        change: the statement that replaced or withdrew it.
        older: the index of the leaf before it.
        newer: the index of the leaf after it.
    """

    log: Log
    index: int
    leaf_hash: str
    origin: str
    size: int
    root: str
    proof: str
    id: str | None
    kind: str | None = None
    issuer: str | None = None
    leaf: str | None = None
    change: StatementChange | None = None
    older: int | None = None
    newer: int | None = None

    def to_json(self) -> dict[str, object]:
        """The members that the reader is shown."""
        change = None if self.change is None else {self.change.kind: self.change.by}
        members = {
            "log": self.log,
            "index": self.index,
            "id": self.id,
            "kind": self.kind,
            "issuer": self.issuer,
            "change": change,
            "leaf_hash": self.leaf_hash,
            "leaf": None if self.leaf is None else json.loads(self.leaf),
            "checkpoint": {"origin": self.origin, "size": self.size, "root": self.root},
            "proof": self.proof,
        }
        return {name: value for name, value in members.items() if value is not None}


def find_statement(ledger: Ledger, reader: LogReader, digits: str) -> str:
    """The id of the statement whose digits these are, or begin so.

    Raises:
        CradleError: `log.digits`, `log.closed`, `log.ambiguous` or `statement.unknown`.
    """
    if len(digits) > DIGITS or len(digits) < (FEWEST if reader.browses else DIGITS):
        if FEWEST <= len(digits) < DIGITS:
            raise _closed()
        detail = f"An id has {DIGITS} digits, of which the first {FEWEST} may be enough; here are {len(digits)}."
        raise CradleError("log.digits", detail, "q")
    with ledger.view() as view:
        ids = ids_beginning(view.connection, digits)
    if not ids:
        raise unknown_statement(f"sha256:{digits}")
    if len(ids) > 1:
        detail = f"{len(ids)} statements begin with {digits}; give more digits."
        raise CradleError("log.ambiguous", detail, "q")
    return ids[0]


def entry_of(ledger: Ledger, reader: LogReader, statement: str) -> LogEntry:
    """The leaf of a statement whose whole id the reader knows.

    Raises:
        CradleError: `statement.unknown`, also for one that no signed checkpoint covers yet.
    """
    with ledger.view() as view:
        stored = statement_of(view.connection, statement)
        if stored is None:
            raise unknown_statement(statement)
        if reader.browses and latest_checkpoint(view.connection, stored.log)[0] > stored.index:
            return _browsed(view, reader, stored.log, stored.index)
        return _known(view, stored)


def entry_at(ledger: Ledger, reader: LogReader, log: Log, index: int) -> LogEntry:
    """The leaf at a position, for a reader who may browse.

    Raises:
        CradleError: `log.closed`, whether there is such a leaf or not; `log.position`.
    """
    if not reader.browses:
        raise _closed()
    with ledger.view() as view:
        if not 0 <= index < latest_checkpoint(view.connection, log)[0]:
            detail = f"The {log} log has no position {index} under its newest checkpoint; give a smaller one."
            raise CradleError("log.position", detail, "q")
        return _browsed(view, reader, log, index)


def _closed() -> CradleError:
    detail = "This log is closed: without a login, give all 64 digits of an id, or a delivery code."
    return CradleError("log.closed", detail, "q")


def _known(view: View, stored: StoredStatement) -> LogEntry:
    """A statement as one who knows its id alone is shown it."""
    first = first_checkpoint(view.connection, stored.log, stored.index)
    if first is None:
        raise unknown_statement(stored.id)
    placed = _placed(view, stored.log, stored.index, first[1], stored.id)
    if not _is_declared(view, stored):
        return placed
    return _with_statement(view, placed, stored, issuer=stored.issuer)


def _browsed(view: View, reader: LogReader, log: Log, index: int) -> LogEntry:
    """A leaf as one who may browse is shown it."""
    connection = view.connection
    size, note = latest_checkpoint(connection, log)
    stored = next(iter(statements_in(connection, log, index, index + 1)), None)
    placed = replace(
        _placed(view, log, index, note, None if stored is None else stored.id),
        older=index - 1 if index else None,
        newer=index + 1 if index + 1 < size else None,
    )
    if stored is None:
        (leaf,) = leaves_of(connection, log, index, index + 1)
        return replace(placed, leaf=leaf.decode(), kind=str(json.loads(leaf)["kind"]))
    shown = _is_declared(view, stored) or _is_shown(view, reader, stored)
    return _with_statement(view, placed, stored, issuer=stored.issuer if shown else None)


def _is_declared(view: View, stored: StoredStatement) -> bool:
    """True for a declaration, the attestation and calculation that one names, and that attestation's commitment.

    These are public.
    """
    if stored.kind not in _DECLARED:
        return False
    if stored.kind == Kind.COMMITMENT.value:
        return is_declared_commitment(view, stored.id)
    declaration = Kind.DECLARATION.value
    return stored.kind == declaration or bool(ids_about(view.connection, declaration, [stored.id]))


def _is_shown(view: View, reader: LogReader, stored: StoredStatement) -> bool:
    """True if the reader's login is shown the statement."""
    if reader.principal is None:
        return False
    try:
        return Visibility(view, reader.principal).standing(stored.id) is not None
    except CradleError:
        return False  # The login's roles read no statements.


def _placed(view: View, log: Log, index: int, note: bytes, statement: str | None) -> LogEntry:
    """A leaf under a checkpoint, proved and checked; without what not every reader is shown."""
    head = parse_checkpoint(parse_note(note).text)
    (leaf,) = leaves_of(view.connection, log, index, index + 1)
    path = prove_inclusion(nodes_of(view.connection, log), index, head.size)
    check_inclusion(leaf_hash(leaf), index, head.size, path, head.root)
    return LogEntry(
        log=log,
        index=index,
        leaf_hash=leaf_hash(leaf).hex(),
        origin=head.origin,
        size=head.size,
        root=head.root.hex(),
        proof=format_tlog_proof(TlogProof(index, path, note)).decode("utf-8"),
        id=statement,
    )


def _with_statement(
    view: View, placed: LogEntry, stored: StoredStatement, issuer: str | None
) -> LogEntry:
    (leaf,) = leaves_of(view.connection, stored.log, stored.index, stored.index + 1)
    change = changes_of(view.connection, [stored.id]).get(stored.id)
    return replace(
        placed, kind=stored.kind, issuer=issuer, leaf=leaf.decode("utf-8"), change=change
    )
