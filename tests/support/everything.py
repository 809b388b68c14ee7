"""All entries and deliveries of a ledger, and the changes of its registry."""

from ledger.footprint.graph.resolution import Change, Records
from ledger.state.view import View
from ledger.store.changes import changes_of
from ledger.store.log import size_of
from ledger.store.marks import statements_at


def everything(view: View) -> Records:
    """The records of the whole log."""
    size = size_of(view.connection, "entries")
    names = [row.id for row in statements_at(view.connection, range(size)).values()]
    entries = {name: it for name in names if (it := view.entry(name)) is not None}
    deliveries = {name: it for name in names if (it := view.delivery(name)) is not None}
    changed = changes_of(view.connection, names)
    changes = {old: Change(row.kind, row.by) for old, row in changed.items()}
    return Records(entries, deliveries, changes)
