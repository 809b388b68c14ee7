"""What an admitted statement writes: registry leaves, its own leaf's `old`, and the rows rules look up.

The order of the registry leaves of one statement is fixed: what it replaced or withdrew first, then
what it made. All of them are in the registry before the entries leaf, which names the state that
includes them.
"""

from collections.abc import Iterator
from typing import Literal

from ledger.service.admission import Admitted
from ledger.service.view import View
from ledger.store.changes import ChangeOf, Made, put_change, put_made
from ledger.store.deliveries import DeliveryKey, delivery_key, put_delivery
from ledger.store.entries import EntryKey, entry_lineage, put_entry
from ledger.trust.leaves import made_subject, participant_leaf
from schemas.delivery import Delivery, Withdrawal
from schemas.entry import Entry
from schemas.inventory import Inventory
from schemas.kinds import replaced
from schemas.log import ChangeLeaf, MadeLeaf, ParticipantLeaf
from schemas.participant import Participant
from schemas.statement import SectionName

Added = ParticipantLeaf | ChangeLeaf | MadeLeaf


def registry_leaves(admitted: Admitted) -> Iterator[Added]:
    """The registry leaves that a statement adds, in their order."""
    statement = admitted.statement
    if isinstance(statement, Participant):
        yield participant_leaf(admitted.id, admitted.envelope)
    old = replaced(statement)
    if old is not None:
        withdrawn = isinstance(statement, Withdrawal)
        kind: Literal["superseded", "withdrawn"] = "withdrawn" if withdrawn else "superseded"
        yield ChangeLeaf(v=1, kind=kind, old=old, by=admitted.id)
    if isinstance(statement, Entry) and statement.model is not None:
        subject = made_subject(statement.issuer, statement.model, statement.site.code)
        yield MadeLeaf(v=1, kind="made", subject=subject, id=admitted.id)


def put_leaf_row(view: View, leaf: Added, index: int) -> None:
    """Keep what a registry leaf says where rules find it."""
    if isinstance(leaf, ChangeLeaf):
        put_change(view.connection, ChangeOf(leaf.old, leaf.kind, leaf.by, index))
    elif isinstance(leaf, MadeLeaf):
        put_made(view.connection, Made(leaf.id, leaf.subject, index))


def put_statement_rows(view: View, admitted: Admitted) -> None:
    """Keep what an entry or a delivery is found by."""
    statement = admitted.statement
    if isinstance(statement, Entry):
        key = entry_key(view, admitted.id, statement)
        inventory = admitted.section(SectionName.INVENTORY, Inventory)
        products = [(row.line, row.product) for row in inventory.outputs]
        put_entry(view.connection, key, products, _draws(view, inventory))
    elif isinstance(statement, Delivery):
        put_delivery(view.connection, _delivery_key(view, admitted.id, statement))


def entry_key(view: View, statement: str, entry: Entry) -> EntryKey:
    """What an entry is found by; its lineage is that of what it supersedes, or itself."""
    lineage = None
    if entry.supersedes is not None:
        lineage = entry_lineage(view.connection, entry.supersedes.id)
    return EntryKey(
        id=statement,
        issuer=entry.issuer,
        site=entry.site.code,
        process=entry.process.value,
        start=entry.period.start,
        end=entry.period.end,
        lot=entry.lot,
        lineage=lineage or statement,
    )


def _draws(view: View, inventory: Inventory) -> Iterator[tuple[int, str, str]]:
    for row, item in enumerate(inventory.inputs):
        if item.type == "delivery":
            key = delivery_key(view.connection, item.delivery)
            if key is not None and key.amount is not None:
                yield row, key.lineage, item.amount


def _delivery_key(view: View, statement: str, delivery: Delivery) -> DeliveryKey:
    superseded = None
    if delivery.supersedes is not None:
        superseded = delivery_key(view.connection, delivery.supersedes.id)
    return DeliveryKey(
        id=statement,
        lineage=superseded.lineage if superseded is not None else statement,
        entry_lineage=entry_lineage(view.connection, delivery.entry) or delivery.entry,
        line=delivery.line,
        use=delivery.use.value,
        amount=delivery.amount,
    )
