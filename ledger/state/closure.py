"""The closure of an entry, a delivery or a calculation: all that it rests on, read from the store.

Breadth first, a query for each step of depth: the statements of a step, then the registry's changes
of them as of a state, then the citations of the newest. A superseded statement is read but not
followed further; its successor is.
"""

from collections.abc import Callable, Collection, Iterable

from ledger.footprint.graph.resolution import Change, DeliveryRecord, EntryRecord, Records
from ledger.state.view import View
from ledger.store.changes import NOW, changes_of, changes_since


def _all(_issuer: str) -> bool:
    return True


def read_closure(
    view: View,
    ids: Iterable[str],
    size: int = NOW,
    reads: Callable[[str], bool] = _all,
    omitted_ids: Collection[str] = (),
) -> Records:
    """The records behind these entries and deliveries, as of a registry size.

    Args:
        view: the transaction.
        ids: the statements to start from.
        size: of the registry.
        reads: true for an issuer whose inventories are followed; for a reader who may not see all.
        omitted_ids: statements that are left out, with all that only they rest on.
    """
    entries: dict[str, EntryRecord] = {}
    deliveries: dict[str, DeliveryRecord] = {}
    changes: dict[str, Change] = {}
    seen = set(omitted_ids)
    step = set(ids) - seen
    while step:
        seen |= step
        view.read(step)
        changed = changes_of(view.connection, step, size)
        changes.update((old, Change(change.kind, change.by)) for old, change in changed.items())
        following = {change.by for change in changed.values() if change.kind == "superseded"}
        for name in step:
            if (entry := view.entry(name)) is not None:
                entries[name] = entry
                inventory = entry.inventory if reads(entry.entry.issuer) else None
                cited = inventory.cited if inventory is not None else ()
            elif (delivery := view.delivery(name)) is not None:
                deliveries[name] = delivery
                cited = (delivery.delivery.entry,)
            else:
                cited = ()
            if name not in changed:
                following.update(cited)
        step = following - seen
    return Records(entries, deliveries, changes)


def read_later(
    view: View, earlier_records: Records, roots: Collection[str], since: int, size: int
) -> Records:
    """The records behind statements at a later size; the known ones themselves if nothing is new.

    Only what is new is read. What is no longer reached stays among the records.

    Args:
        view: the transaction.
        earlier_records: the records of all that some statements rest on, as of the earlier size.
        roots: the statements to start from, which may be others.
        since: the earlier size.
        size: the later size.
    """
    earlier_ids = earlier_records.entries.keys() | earlier_records.deliveries.keys()
    changed = {
        change.old: Change(change.kind, change.by)
        for change in changes_since(view.connection, since)
        if change.registry_index < size and change.old in earlier_ids
    }
    following = {change.by for change in changed.values() if change.kind == "superseded"}
    following.update(roots)
    if not changed and following <= earlier_ids:
        return earlier_records
    more = read_closure(view, following, size, omitted_ids=earlier_ids)
    return Records(
        {**earlier_records.entries, **more.entries},
        {**earlier_records.deliveries, **more.deliveries},
        {**earlier_records.changes, **changed, **more.changes},
    )


def read_versions(view: View, entries: Iterable[str], size: int = NOW) -> Records:
    """The records of these entries and their replacements as of a registry size, and none behind them."""
    return read_closure(view, entries, size, lambda _issuer: False)
