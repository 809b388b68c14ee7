"""Look-ups: the contents of the logs, and one statement as the operator stores it."""

import json

from ledger.append.ledger import Ledger
from ledger.store.changes import changes_of
from ledger.store.log import LOGS, size_of
from ledger.store.statements import StoredStatement, ids_beginning, statement_of, statements_in
from ledger.trust.encoding import encode_base64
from ledger.trust.envelope import parse_envelope
from schemas.errors import CradleError
from schemas.signed.inventory import Output
from schemas.signed.kinds import section_digests
from schemas.signed.statement import Statement


def list_of(ledger: Ledger, kind: str | None = None) -> tuple[StoredStatement, ...]:
    """The statements of both logs in their order, the registry's first; of one kind, if given."""
    with ledger.view() as view:
        return tuple(
            stored
            for log in LOGS
            for stored in statements_in(view.connection, log, 0, size_of(view.connection, log))
            if kind is None or stored.kind == kind
        )


def find_ids(ledger: Ledger, digits: str) -> tuple[str, ...]:
    """The ids of the statements of both logs that begin with these hexadecimal digits."""
    with ledger.view() as view:
        return ids_beginning(view.connection, digits)


def show(ledger: Ledger, statement: str) -> dict[str, object]:
    """A statement as a JSON object: place, payload, stored sections, change.

    Raises:
        CradleError: `statement.unknown`.
    """
    with ledger.view() as view:
        stored = statement_of(view.connection, statement)
        typed = view.statement(statement, Statement)
        if stored is None or typed is None:
            raise CradleError(
                "statement.unknown", f"There is no statement {statement}; check the id."
            )
        change = changes_of(view.connection, [statement]).get(statement)
        sections = {
            name.value: json.loads(view.document(digest))
            for name, digest in section_digests(typed).items()
        }
    return {
        "id": stored.id,
        "kind": stored.kind,
        "log": stored.log,
        "index": stored.index,
        "payload": typed.to_json(),
        "sections": sections,
        "signatures": [encode_base64(s) for s in parse_envelope(stored.envelope).signatures],
    } | ({change.kind: change.by} if change is not None else {})


def output_of(ledger: Ledger, entry: str, line: str) -> Output:
    """An output line of an entry.

    Raises:
        CradleError: `entry.unknown` or `delivery.line`.
    """
    with ledger.view() as view:
        record = view.entry(entry)
    if record is None or record.inventory is None:
        raise CradleError("entry.unknown", f"There is no entry {entry}; check the id.", "entry")
    output = record.inventory.output(line)
    if output is None:
        known = ", ".join(row.line for row in record.inventory.outputs)
        raise CradleError(
            "delivery.line",
            f"The entry has the lines {known}, not {line}; name one of them.",
            "line",
        )
    return output
