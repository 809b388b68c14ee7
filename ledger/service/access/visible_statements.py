"""Statements as a principal reads them: one of them with its open sections, or a page of a kind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from ledger.append.ledger import Ledger
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_statements,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.state.view import View
from ledger.store.changes import StatementChange, changes_of
from ledger.store.statements import (
    StoredStatement,
    ids_beginning,
    page_of,
    statement_of,
    statements_of,
)
from schemas.signed.kinds import REGISTRY_KINDS, section_digests
from schemas.signed.statement import Kind, Statement


@dataclass(frozen=True, slots=True)
class VisibleStatement:
    """A statement as a principal is shown it.

    Attributes:
        stored: the envelope and its place in its log.
        disclosed: the confidential part that was shown, with its owner; None where there is none.
        sections: the open sections, by name.
        withheld: the names of the others.
        change: the statement that replaced or withdrew it, if any.
    """

    stored: StoredStatement
    disclosed: DisclosedData | None
    sections: Mapping[str, object]
    withheld: tuple[str, ...]
    change: StatementChange | None

    @property
    def etag(self) -> str:
        """A tag that changes whenever the shown content does (RFC 9110 section 8.8.3)."""
        by = self.change.by if self.change is not None else ""
        shown = " ".join((self.stored.id, by, *sorted(self.sections)))
        return f'"{sha256(shown.encode()).hexdigest()[:32]}"'

    def summary(self) -> dict[str, object]:
        """The row of a list: id, kind, log, index, issuer and change."""
        row: dict[str, object] = {
            "id": self.stored.id,
            "kind": self.stored.kind,
            "log": self.stored.log,
            "index": self.stored.index,
        }
        if self.stored.issuer is not None:
            row["issuer"] = self.stored.issuer
        if self.change is not None:
            row[self.change.kind] = self.change.by
        return row

    def lines(self) -> list[AccessRecord]:
        """The journal's line of its confidential part, if that was shown."""
        return [] if self.disclosed is None else disclosure_lines("read", [self.disclosed])

    def to_json(self) -> dict[str, object]:
        """The summary with the envelope, the open sections and the names of the withheld ones."""
        return {
            **self.summary(),
            "envelope": json.loads(self.stored.envelope),
            "sections": dict(self.sections),
            "withheld": list(self.withheld),
        }


def read_visible(ledger: Ledger, principal: Principal, name: str, kind: Kind) -> VisibleStatement:
    """A statement of this kind.

    Raises:
        CradleError: `access.denied`, or `statement.unknown`, also for one that is not shown.
    """
    with ledger.view() as view:
        stored = _require(view, principal, name, kind)
        return _visible(view, Visibility(view, principal), stored)


def require_visible(ledger: Ledger, principal: Principal, name: str, kind: Kind) -> None:
    """Refuse a statement that the principal is not shown, as `read_visible` does."""
    with ledger.view() as view:
        _require(view, principal, name, kind)


def place_of(ledger: Ledger, principal: Principal, name: str) -> StoredStatement:
    """The kind and log position of a statement, for a caller that knows its id alone.

    Raises:
        CradleError: as `read_visible`.
    """
    with ledger.view() as view:
        return _require(view, principal, name)


def find_visible(
    ledger: Ledger, principal: Principal, digits: str, count: int
) -> tuple[StoredStatement, ...]:
    """The first statements, in the order of their ids, that begin with these digits and that the principal is shown.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.READ)
    with ledger.view() as view:
        visibility = Visibility(view, principal)
        names = (
            name
            for name in ids_beginning(view.connection, digits)
            if visibility.standing(name) is not None
        )
        statements = statements_of(view.connection, list(islice(names, count)))
    return tuple(sorted(statements, key=lambda row: row.id))


def list_visible(
    ledger: Ledger, principal: Principal, kind: Kind, after: int, count: int
) -> list[VisibleStatement]:
    """Statements of a kind after an index of their log that concern the principal, without sections.

    The operator is shown all, and everybody all registrations and keys. An auditor is also shown
    what it is engaged for. Others are shown what they issued and what was delivered to them.

    Raises:
        CradleError: `access.denied`.
    """
    with ledger.view() as view:
        visibility = Visibility(view, principal)
        if visibility.scope is Scope.ALL or kind in REGISTRY_KINDS:
            statements = page_of(view.connection, kind, None, after, count)
        else:
            own = principal.participant or ""
            statements = page_of(view.connection, kind, own, after, count)
            if visibility.engaged:
                engaged = statements_of(view.connection, visibility.engaged)
                more = {row.id: row for row in (*statements, *engaged)}.values()
                rows = [row for row in more if row.kind == kind and row.index > after]
                statements = tuple(sorted(rows, key=lambda row: row.index)[:count])
        changes = changes_of(view.connection, [row.id for row in statements])
        return [VisibleStatement(row, None, {}, (), changes.get(row.id)) for row in statements]


def _require(
    view: View, principal: Principal, name: str, kind: Kind | None = None
) -> StoredStatement:
    # The permission comes first, so that a refused caller does not learn which statements exist.
    scope_of(principal, Action.READ)
    standing = Visibility(view, principal).standing(name)
    stored = statement_of(view.connection, name)
    if stored is None or standing is None or (kind is not None and stored.kind != kind):
        raise unknown_statement(name)
    return stored


def _visible(view: View, visibility: Visibility, stored: StoredStatement) -> VisibleStatement:
    statement = view.statement(stored.id, Statement)
    if statement is None:
        raise unknown_statement(stored.id)
    sections = visibility.sections(stored.id)
    named = section_digests(statement)
    shown = {digest for name, digest in named.items() if name in sections}
    return VisibleStatement(
        stored=stored,
        disclosed=next(disclosed_by_statements(view, [stored.id], shown), None),
        sections={
            name.value: json.loads(view.document(digest))
            for name, digest in named.items()
            if name in sections
        },
        withheld=tuple(name.value for name in named if name not in sections),
        change=changes_of(view.connection, [stored.id]).get(stored.id),
    )
