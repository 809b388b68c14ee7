"""The history of a participant: each of its statements, what became of it, and who may read it.

Readers follow `ledger.service.access.visibility`: who received goods of an entry reads the goods, an engaged auditor
reads all. The operator reads everything and is not listed. Withdrawals have no row; they are the status of another.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ledger.append.ledger import Ledger
from ledger.service.access.permissions import Action, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import engaged_by, unknown_statement
from ledger.state.profiles import name_of
from ledger.state.view import View
from ledger.store.access.engagements import engagements
from ledger.store.access.organisations import organisation_of
from ledger.store.changes import NOW, StatementChange, changes_of
from ledger.store.deliveries import read_ever_delivered
from ledger.store.log import size_of
from ledger.store.statements import StoredStatement, issued, newest_issued, statements_of
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Composition, Declaration
from schemas.signed.commitment import Commitment
from schemas.signed.delivery import Delivery, Withdrawal
from schemas.signed.entry import Entry
from schemas.signed.inventory import Inventory
from schemas.signed.objection import Answer, Objection
from schemas.signed.participant import Participant
from schemas.signed.site_balance import Balance, SiteBalance
from schemas.signed.statement import Issued, Kind, SectionName, Statement
from schemas.values import Period
from schemas.views.history import History, HistoryLine, HistoryReader, HistoryRow
from schemas.vocabulary import Reason

KINDS = (
    Kind.ENTRY,
    Kind.DELIVERY,
    Kind.SITE_BALANCE,
    Kind.CALCULATION,
    Kind.COMMITMENT,
    Kind.ATTESTATION,
    Kind.DECLARATION,
    Kind.OBJECTION,
    Kind.ANSWER,
)


class NewestRows(NamedTuple):
    """The newest statements; `older` is the index that the next ones are below, None if there are none."""

    rows: tuple[HistoryRow, ...]
    older: int | None


def history_of(ledger: Ledger, participant: str) -> History:
    """All that a participant stated, in the order of the log.

    Raises:
        CradleError: `issuer.unknown`.
    """
    with ledger.view() as view:
        if view.statement(participant, Participant) is None:
            detail = "No participant is registered under this id; check it, or register first."
            raise CradleError("issuer.unknown", detail)
        end = size_of(view.connection, "entries")
        ids = [
            name for kind in KINDS for name in issued(view.connection, participant, kind.value, end)
        ]
        rows = rows_of(view, ids)
        return History(participant=participant, name=name_of(view, participant), rows=rows)


def newest_for(
    ledger: Ledger, principal: Principal, kinds: Collection[Kind], count: int, before: int = NOW
) -> NewestRows:
    """The newest statements of a principal's own participant, the newest first.

    Args:
        ledger: the ledger.
        principal: the caller.
        kinds: of the statements.
        count: the largest number of statements.
        before: the index in the entries log that all of them are below.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    scope_of(principal, Action.READ)
    participant = require_participant(principal)
    with ledger.view() as view:
        names = [kind.value for kind in kinds]
        ids = newest_issued(view.connection, participant, names, before, count + 1)
        rows = rows_of(view, ids[:count])[::-1]
        return NewestRows(rows, rows[-1].index if len(ids) > count else None)


def row_for(ledger: Ledger, principal: Principal, name: str) -> HistoryRow:
    """One statement of a principal's own participant.

    Raises:
        CradleError: `access.denied`, `access.unregistered`; `statement.unknown`, also for another firm's.
    """
    scope_of(principal, Action.READ)
    participant = require_participant(principal)
    with ledger.view() as view:
        statement = view.statement(name, Issued)
        rows = () if statement is None else rows_of(view, [name])
        if statement is None or statement.issuer != participant or rows[0].kind not in KINDS:
            raise unknown_statement(name)
        return rows[0]


def rows_of(view: View, ids: Sequence[str]) -> tuple[HistoryRow, ...]:
    """The rows of these statements, in the order of the log."""
    statements = sorted(statements_of(view.connection, ids), key=lambda row: row.index)
    changes = changes_of(view.connection, ids)
    readers = _Readers(view, ids)
    return tuple(_row(view, stored, changes.get(stored.id), readers) for stored in statements)


def _row(
    view: View, stored: StoredStatement, change: StatementChange | None, readers: "_Readers"
) -> HistoryRow:
    statement = view.statement(stored.id, Issued)
    period = getattr(statement, "period", None)
    first = _first(view, stored.id)
    row = HistoryRow(
        id=stored.id,
        kind=stored.kind,
        index=stored.index,
        status="live" if change is None else change.kind,
        by=None if change is None else change.by,
        reason=None if change is None else _reason(view, change.by),
        period=period if isinstance(period, Period) else None,
        lines=tuple(_lines(view, stored.id, statement)),
        readers=readers.of(stored.id, first),
        first=first,
        rests_on=tuple(
            dict.fromkeys(_first(view, name) for name in _named(view, stored.id, statement))
        ),
    )
    if not isinstance(statement, Delivery):
        return row
    handed = {"number": statement.number, "valid_until": statement.valid_until}
    return row.model_copy(update={**handed, "recipient": name_of(view, statement.recipient)})


def _reason(view: View, name: str) -> Reason | None:
    """The reason that a withdrawal, or a newer version, gives."""
    statement = view.statement(name, Statement)
    if isinstance(statement, Withdrawal):
        return statement.reason
    supersedes = getattr(statement, "supersedes", None)
    return None if supersedes is None else supersedes.reason


def _first(view: View, name: str) -> str:
    """The first version of a statement."""
    supersedes = getattr(view.statement(name, Statement), "supersedes", None)
    while supersedes is not None:
        name = supersedes.id
        supersedes = getattr(view.statement(name, Statement), "supersedes", None)
    return name


def _lines(view: View, name: str, statement: Statement | None) -> Iterator[HistoryLine]:
    if isinstance(statement, Entry):
        for row in _inventory(view, name).outputs:
            yield HistoryLine(
                line=row.line, product=row.product, name=row.name, amount=row.amount, unit=row.unit
            )
    elif isinstance(statement, Delivery):
        entry = view.entry(statement.entry)
        inventory = None if entry is None else entry.inventory
        output = None if inventory is None else inventory.output(statement.line)
        yield HistoryLine(
            line=statement.line,
            product=statement.product,
            name=statement.product if output is None else output.name,
            amount=statement.amount,
            unit=statement.unit,
        )


def _inventory(view: View, entry: str) -> Inventory:
    """The recipe of an entry that the ledger holds; the view keeps it for the next reading."""
    record = view.entry(entry)
    if record is None or record.inventory is None:
        raise unknown_statement(entry)
    return record.inventory


def _named(view: View, name: str, statement: Statement | None) -> Iterator[str]:
    """The statements that a statement rests on directly."""
    if isinstance(statement, Entry):
        yield from _inventory(view, name).cited
    elif isinstance(statement, Delivery):
        yield statement.entry
    elif isinstance(statement, SiteBalance):
        balance = view.section(statement, SectionName.BALANCE, Balance)
        yield from (share.entry for row in balance.rows for share in row.entries)
    elif isinstance(statement, Calculation):
        composition = view.section(statement, SectionName.COMPOSITION, Composition)
        yield from (row.entry or row.delivery or "" for row in composition.rows)
    elif isinstance(statement, Attestation | Commitment | Objection):
        yield statement.subject
    elif isinstance(statement, Answer):
        yield statement.objection
    elif isinstance(statement, Declaration):
        yield from (statement.calculation, statement.attestation)


class _Readers:
    """The readers of a participant's statements."""

    def __init__(self, view: View, ids: Sequence[str]) -> None:
        self._recipients: defaultdict[str, set[HistoryReader]] = defaultdict(set)
        self._auditors: defaultdict[str, set[HistoryReader]] = defaultdict(set)
        statements = view.read(ids)
        entries = {
            _first(view, statement.entry if isinstance(statement, Delivery) else name)
            for name, statement in statements.items()
            if isinstance(statement, (Delivery, Entry))
        }
        names = dict[str, str]()
        for key in read_ever_delivered(view.connection, entries):
            if key.recipient not in names:
                names[key.recipient] = name_of(view, key.recipient)
            name = names[key.recipient]
            self._recipients[key.entry_lineage].add(HistoryReader(name=name, reads="goods"))
            self._recipients[key.lineage].add(HistoryReader(name=name, reads="all"))
        for row in engagements(view.connection):
            if row.ended is None:
                organisation = organisation_of(view.connection, row.auditor)
                title = row.auditor if organisation is None else organisation.name
                for name in engaged_by(view, row.subject).intersection(ids):
                    self._auditors[name].add(HistoryReader(name=title, reads="all"))

    def of(self, name: str, first: str) -> tuple[HistoryReader, ...]:
        """The readers of a statement: who received it or goods of any version, and who audits it."""
        readers = self._recipients[first] | self._auditors[name]
        return tuple(sorted(readers, key=lambda row: (row.name, row.reads)))
