"""Key ownership and key events in the database."""

from pathlib import Path

from support.key_changes import key_draft
from support.ledger_world import signer, world
from support.refusal import refused

from ledger.store.keys import holders_of, put_keys
from schemas.vocabulary import Role


def test_a_key_is_one_participants(tmp_path: Path) -> None:
    """Its holder is found, whatever became of it; the database refuses a second one."""
    with world(tmp_path / "ledger") as begun:
        mine = begun.register("mine", Role.SUPPLIER)
        begun.submit(key_draft(begun, mine, "retire", mine.working), mine.root)
        keys = [mine.root.public.hex(), mine.working.public.hex(), "00"]
        with begun.ledger.view() as view:
            assert holders_of(view.connection, keys) == dict.fromkeys(keys[:2], mine.id)
        with refused("store.failed"), begun.ledger.store.write() as connection:
            put_keys(connection, begun.registrar.id, keys[:1])


def test_events_are_read_in_the_order_of_their_leaves_up_to_a_size(tmp_path: Path) -> None:
    """The registration first; at a size only what that size includes."""
    with world(tmp_path / "ledger") as begun:
        mine, new = begun.register("mine", Role.SUPPLIER), signer("mine working 2")
        added = begun.submit(key_draft(begun, mine, "add", new), mine.root, new)
        begun.register("plant", Role.SUPPLIER)
        ended = begun.submit(key_draft(begun, mine, "retire", new), mine.root)
        with begun.ledger.view() as view:
            found = view.facts.events_of(mine.id)
            earlier = view.facts.events_of(mine.id, ended.index)
    assert [(row.id, row.registry_index) for row in found] == [
        (mine.id, 1),
        (added.id, added.index),
        (ended.id, ended.index),
    ]
    assert earlier == found[:2]
