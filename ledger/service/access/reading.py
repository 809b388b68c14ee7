"""Reading statements as a principal: one of them with what is open of it, or a page of a kind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from ledger.service.access.journal import note
from ledger.service.access.opened import Opened, opened_statements, tell_opened
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.sight import Sight, unknown
from ledger.service.append.ledger import Ledger
from ledger.service.state.view import View
from ledger.store.changes import StatementChange, changes_of
from ledger.store.statements import StoredStatement, page_of, statement_of, statements_of
from schemas.kinds import REGISTRY_KINDS, section_digests
from schemas.statement import Kind, Statement


@dataclass(frozen=True, slots=True)
class Seen:
    """A statement as a principal is shown it.

    Attributes:
        stored: the envelope and its place in its log.
        opened: what of it is confidential, and whose that is; None where nothing is.
        sections: the open sections, by name.
        withheld: the names of the others.
        change: what replaced or withdrew it, if anything.
    """

    stored: StoredStatement
    opened: Opened | None
    sections: Mapping[str, object]
    withheld: tuple[str, ...]
    change: StatementChange | None

    @property
    def etag(self) -> str:
        """Changes whenever what is shown does (RFC 9110 section 8.8.3)."""
        by = self.change.by if self.change is not None else ""
        shown = " ".join((self.stored.id, by, *sorted(self.sections)))
        return f'"{sha256(shown.encode()).hexdigest()[:32]}"'

    def summary(self) -> dict[str, object]:
        """What a list tells of it."""
        told: dict[str, object] = {
            "id": self.stored.id,
            "kind": self.stored.kind,
            "log": self.stored.log,
            "index": self.stored.index,
        }
        if self.stored.issuer is not None:
            told["issuer"] = self.stored.issuer
        if self.change is not None:
            told[self.change.kind] = self.change.by
        return told

    def to_json(self) -> dict[str, object]:
        """The whole of it."""
        return {
            **self.summary(),
            "envelope": json.loads(self.stored.envelope),
            "sections": dict(self.sections),
            "withheld": list(self.withheld),
        }


def see(ledger: Ledger, principal: Principal, name: str, kind: Kind) -> Seen:
    """One statement of a kind.

    Raises:
        CradleError: `access.denied`, or `statement.unknown` where it is not shown either.
    """
    with ledger.view() as view:
        stored = _require(view, principal, name, kind)
        return _seen(view, Sight(view, principal), stored)


def note_seen(ledger: Ledger, principal: Principal, seen: Seen, now: int) -> None:
    """Write down that a principal is shown what is confidential of a statement.

    Raises:
        CradleError: as `note`.
    """
    if seen.opened is not None:
        note(ledger.store, principal, now, tell_opened("read", [seen.opened]))


def require_sight(ledger: Ledger, principal: Principal, name: str, kind: Kind) -> None:
    """Refuse a statement that the principal is not shown, as `see` does."""
    with ledger.view() as view:
        _require(view, principal, name, kind)


def place_of(ledger: Ledger, principal: Principal, name: str) -> StoredStatement:
    """Of which kind a statement is and where in its log, for who knows its id alone.

    Raises:
        CradleError: as `see`.
    """
    with ledger.view() as view:
        return _require(view, principal, name)


def list_seen(
    ledger: Ledger, principal: Principal, kind: Kind, after: int, count: int
) -> list[Seen]:
    """Statements of a kind behind a place in their log that concern the principal, without sections.

    These are all for the operator, and of registrations and keys for anybody; what an auditor is
    engaged for; else what one has issued and what was delivered to one.

    Raises:
        CradleError: `access.denied`.
    """
    with ledger.view() as view:
        sight = Sight(view, principal)
        if sight.scope is Scope.ALL or kind in REGISTRY_KINDS:
            found = page_of(view.connection, kind, None, after, count)
        else:
            own = principal.participant or ""
            found = page_of(view.connection, kind, own, after, count)
            if sight.engaged:
                opened = statements_of(view.connection, sight.engaged)
                more = {row.id: row for row in (*found, *opened)}.values()
                rows = [row for row in more if row.kind == kind and row.index > after]
                found = tuple(sorted(rows, key=lambda row: row.index)[:count])
        changes = changes_of(view.connection, [row.id for row in found])
        return [Seen(row, None, {}, (), changes.get(row.id)) for row in found]


def _require(
    view: View, principal: Principal, name: str, kind: Kind | None = None
) -> StoredStatement:
    scope_of(
        principal, Action.READ
    )  # First, so that who may not read learns nothing of what there is.
    standing = Sight(view, principal).standing(name)
    stored = statement_of(view.connection, name)
    if stored is None or standing is None or (kind is not None and stored.kind != kind):
        raise unknown(name)
    return stored


def _seen(view: View, sight: Sight, stored: StoredStatement) -> Seen:
    statement = view.statement(stored.id, Statement)
    if statement is None:
        raise unknown(stored.id)
    opened = sight.sections(stored.id)
    named = section_digests(statement)
    shown = {digest for name, digest in named.items() if name in opened}
    return Seen(
        stored=stored,
        opened=next(opened_statements(view, [stored.id], shown), None),
        sections={
            name.value: json.loads(view.document(digest))
            for name, digest in named.items()
            if name in opened
        },
        withheld=tuple(name.value for name in named if name not in opened),
        change=changes_of(view.connection, [stored.id]).get(stored.id),
    )
