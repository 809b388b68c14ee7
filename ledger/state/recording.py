"""Records of an admitted statement: registry leaves, its own leaf's `old`, and the rows for rules.

The order of the registry leaves of one statement is fixed: first the one that replaces or
withdraws, then the one that makes. All of them are in the registry before the entries leaf, which
names the state that includes them.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from ledger.state.admission import Admitted
from ledger.state.view import View
from ledger.store.changes import MadeEntry, StatementChange, put_made
from ledger.store.deliveries import DeliveryKey
from ledger.store.entries import EntryKey
from ledger.store.keys import KeyEvent, holders_of, put_keys
from ledger.trust.envelope import Envelope
from ledger.trust.leaves import key_leaf, made_subject, participant_leaf
from schemas.signed.delivery import Delivery, Withdrawal
from schemas.signed.entry import Entry
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import replaced
from schemas.signed.log import ChangeLeaf, KeyLeaf, MadeLeaf, ParticipantLeaf
from schemas.signed.participant import Key, Participant, PublicKey
from schemas.signed.statement import SectionName, Statement

Added = ParticipantLeaf | KeyLeaf | ChangeLeaf | MadeLeaf


def registry_leaves(name: str, envelope: Envelope, statement: Statement) -> Iterator[Added]:
    """The registry leaves that a statement of this id adds, in their order."""
    if isinstance(statement, Participant):
        yield participant_leaf(name, envelope)
    elif isinstance(statement, Key):
        yield key_leaf(name, envelope, statement.issuer)
    old = replaced(statement)
    if old is not None:
        withdrawn = isinstance(statement, Withdrawal)
        kind: Literal["superseded", "withdrawn"] = "withdrawn" if withdrawn else "superseded"
        yield ChangeLeaf(v=1, kind=kind, old=old, by=name)
    if isinstance(statement, Entry) and statement.model is not None:
        subject = made_subject(statement.issuer, statement.model, statement.site.code)
        yield MadeLeaf(v=1, kind="made", subject=subject, id=name)


def put_leaf_row(view: View, leaf: Added, index: int) -> None:
    """Write the row of a registry leaf, which rules look up."""
    if isinstance(leaf, ChangeLeaf):
        view.facts.put_change(StatementChange(leaf.old, leaf.kind, leaf.by, index))
    elif isinstance(leaf, MadeLeaf):
        put_made(view.connection, MadeEntry(leaf.id, leaf.subject, index))
    else:
        participant = leaf.of if isinstance(leaf, KeyLeaf) else leaf.id
        view.facts.put_key_event(KeyEvent(leaf.id, participant, index))


def put_statement_rows(view: View, admitted: Admitted, index: int) -> None:
    """Write the rows that find an entry, a delivery, or the holder of a key; `index` is that of its leaf."""
    statement = admitted.statement
    if isinstance(statement, Entry):
        key = entry_key(view, admitted.id, statement)
        inventory = admitted.section(SectionName.INVENTORY, Inventory)
        products = [(row.line, row.product) for row in inventory.outputs]
        view.facts.add_entry(key, products, _draws(view, inventory))
    elif isinstance(statement, Delivery):
        view.facts.add_delivery(_delivery_key(view, admitted.id, statement, index))
    elif isinstance(statement, Participant):
        _put_keys(view, admitted.id, (*statement.root_keys, *statement.working_keys))
    elif isinstance(statement, Key):
        new = statement.root_keys or ((statement.key,) if statement.key is not None else ())
        _put_keys(view, statement.issuer, new)


def _put_keys(view: View, participant: str, keys: Iterable[PublicKey]) -> None:
    """Write keys as a participant's, without those that are its own already."""
    named = [row.key for row in keys]
    holders = holders_of(view.connection, named)
    put_keys(view.connection, participant, (key for key in named if key not in holders))


def entry_key(view: View, statement: str, entry: Entry) -> EntryKey:
    """The key that finds an entry; its lineage is that of the entry it supersedes, or itself."""
    before = None
    if entry.supersedes is not None:
        before = view.facts.entries.one(entry.supersedes.id)
    return EntryKey(
        id=statement,
        issuer=entry.issuer,
        site=entry.site.code,
        process=entry.process.value,
        start=entry.period.start,
        end=entry.period.end,
        lot=entry.lot,
        lineage=statement if before is None else before.lineage,
    )


def _draws(view: View, inventory: Inventory) -> Iterator[tuple[int, str, str]]:
    for row, item in enumerate(inventory.inputs):
        if item.type == "delivery":
            key = view.facts.deliveries.one(item.delivery)
            if key is not None and key.amount is not None:
                yield row, key.lineage, item.amount


def _delivery_key(view: View, statement: str, delivery: Delivery, index: int) -> DeliveryKey:
    superseded = None
    if delivery.supersedes is not None:
        superseded = view.facts.deliveries.one(delivery.supersedes.id)
    entry = view.facts.entries.one(delivery.entry)
    return DeliveryKey(
        id=statement,
        lineage=superseded.lineage if superseded is not None else statement,
        entry_lineage=delivery.entry if entry is None else entry.lineage,
        line=delivery.line,
        recipient=delivery.recipient,
        use=delivery.use.value,
        amount=delivery.amount,
        number=delivery.number,
        at=index,
    )
