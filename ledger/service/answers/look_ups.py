"""Look-ups: the contents of the logs, and the output lines of entries."""

from ledger.append.ledger import Ledger
from ledger.store.log import LOGS, size_of
from ledger.store.statements import StoredStatement, statements_in
from schemas.errors import CradleError
from schemas.signed.inventory import Output


def list_of(ledger: Ledger, kind: str | None = None) -> tuple[StoredStatement, ...]:
    """The statements of both logs in their order, the registry's first; of one kind, if given."""
    with ledger.view() as view:
        return tuple(
            stored
            for log in LOGS
            for stored in statements_in(view.connection, log, 0, size_of(view.connection, log))
            if kind is None or stored.kind == kind
        )


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
        lines = ", ".join(row.line for row in record.inventory.outputs)
        raise CradleError(
            "delivery.line",
            f"The entry has the lines {lines}, not {line}; name one of them.",
            "line",
        )
    return output
